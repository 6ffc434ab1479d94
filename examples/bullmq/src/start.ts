// Three workers and a producer, each in a process of its own. A worker that dies is replaced, as a process manager
// would do it: try `kill -9` on one.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

const WORKERS = 3;
const workers = new Set<ChildProcess>();
let ending = false;

function startWorker(): void {
  const worker = fork(path.join(import.meta.dirname, 'work.ts'));
  workers.add(worker);
  console.log(`worker ${worker.pid} begins`);
  worker.once('exit', (code, signal) => {
    workers.delete(worker);
    if (ending || code === 0) return;
    console.log(`worker ${worker.pid} ended by ${signal ?? `code ${code}`}, another takes its place`);
    // Not at once: what ended it may do so again.
    setTimeout(() => ending || startWorker(), 1000);
  });
}

for (let at = 0; at < WORKERS; at++) startWorker();
const producer = fork(path.join(import.meta.dirname, 'produce.ts'));
const [code] = await once(producer, 'exit');
ending = true;
await Promise.all(
  [...workers].map((worker) => {
    worker.kill('SIGTERM');
    return once(worker, 'exit');
  }),
);
process.exitCode = code ?? 1;

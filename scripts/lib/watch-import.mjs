// Imports one module and prints, as JSON, what it did beyond defining things: files it touched, environment variables
// it read, native libraries it loaded, threads and processes it started, and whatever it left running.
// Usage: node --permission --allow-fs-read=... watch-import.mjs FILE
import childProcess from 'node:child_process';
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import workerThreads from 'node:worker_threads';

const seen = new Set();
Error.stackTraceLimit = 20;

/** Whether Node's own module loader is the one who asks: it goes through `fs` and `process.env` as well. */
function byLoader() {
  const frames = (new Error().stack ?? '').split('\n').slice(1);
  const outside = frames.find((frame) => !frame.includes(import.meta.url) && !/\(?node:fs[:/]/.test(frame));
  return outside?.includes('node:internal/') ?? false;
}

function note(what) {
  if (!byLoader()) seen.add(what);
}

function watch(object, label, names) {
  for (const name of names) {
    const original = object[name];
    if (typeof original !== 'function') continue;
    const watched = function (...given) {
      note(`${label}.${name} ${String(given[0]).slice(0, 120)}`);
      return new.target ? Reflect.construct(original, given) : Reflect.apply(original, this, given);
    };
    object[name] = Object.assign(watched, original);
  }
}

watch(
  fs,
  'fs',
  Object.keys(fs).filter((name) => /^[a-z]/.test(name)),
);
watch(fs.promises, 'fs.promises', Object.keys(fs.promises));
watch(childProcess, 'child_process', Object.keys(childProcess));
watch(net, 'net', ['connect', 'createConnection', 'createServer']);
watch(workerThreads, 'worker_threads', ['Worker']);
watch(process, 'process', ['dlopen', 'on', 'once', 'addListener', 'chdir', 'loadEnvFile']);
watch(globalThis, 'global', ['fetch', 'setTimeout', 'setInterval', 'setImmediate']);
const environment = process.env;
Object.defineProperty(process, 'env', {
  value: new Proxy(environment, {
    get(target, key) {
      if (typeof key === 'string') note(`env ${key}`);
      return Reflect.get(target, key);
    },
    has(target, key) {
      if (typeof key === 'string') note(`env ${key}`);
      return Reflect.has(target, key);
    },
    ownKeys(target) {
      note('env (all of it)');
      return Reflect.ownKeys(target);
    },
  }),
});
syncBuiltinESMExports();
const globals = new Set(Reflect.ownKeys(globalThis));
const resources = process.getActiveResourcesInfo().length;

await import(pathToFileURL(process.argv[2]).href);

for (const key of Reflect.ownKeys(globalThis))
  if (!globals.has(key)) seen.add(`global ${String(key)} defined`);
if (process.getActiveResourcesInfo().length > resources)
  seen.add(`left running: ${process.getActiveResourcesInfo()}`);
const result = [...seen];
process.stdout.write(JSON.stringify(result));

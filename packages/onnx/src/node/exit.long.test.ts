import { expect, it } from 'vitest';
import { host, testExits, testMoreExits } from '../../test/exits.ts';

testMoreExits('thread');
testExits('process');
testMoreExits('process');

it.skipIf(process.platform !== 'linux')(
  'loses only the calls of a killed child process, and replaces it',
  async () => {
    const ended = await host(
      `const { execFileSync } = await import('node:child_process');
     const { readFileSync } = await import('node:fs');
     const children = () => readFileSync('/proc/self/task/' + process.pid + '/children', 'utf8').trim().split(' ').map(Number);
     const calls = [0, 1, 2, 3].map(() => slow.embedImages([image]).then(() => 'done', (e) => e.code + ' ' + e.retryable));
     await wait(100);
     process.kill(children()[0], 'SIGKILL');
     console.log((await Promise.all(calls)).sort().join());
     const [vector] = await slow.embedImages([image]);
     // Killed while idle, both: the next call starts them again.
     for (const pid of children()) process.kill(pid, 'SIGKILL');
     while (children()[0] > 0) await wait(10);
     await wait(10);
     const again = await Promise.all([slow.embedImages([image]), slow.embedImages([image])]);
     console.log(again.length, vector.length, (await runtime.countSessions()).join());
     await runtime.close();`,
      'process',
    );
    expect(ended).toMatchObject({
      code: 0,
      output: 'INFERENCE_FAILED true,done,done,done\n2 4 1,1\n',
      errors: '',
    });
  },
);

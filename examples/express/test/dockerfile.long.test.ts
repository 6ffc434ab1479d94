import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { carryOutDockerfile, type Stage } from './carry-out-dockerfile.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'imgsearch-image-'));
let stages: readonly Stage[];
beforeAll(() => {
  stages = carryOutDockerfile('examples/express/Dockerfile', folder);
}, 600_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('is built in stages, runs unprivileged, and says how it is', () => {
  const last = stages.at(-1)!;
  expect(stages.length).toBeGreaterThan(1);
  expect(last.user).toBe('node');
  expect(last.command[0]).toBe('node');
  expect(last.health[0]).toBe('node');
});

test('what it copied and ran starts, answers a photo, is healthy, and ends when told', async () => {
  const { place, workdir, command, health, env } = stages.at(-1)!;
  const port = '38211';
  const own = (words: readonly string[]) => words.slice(1).map((word) => word.replace('3000', port));
  const server = spawn(process.execPath, own(command), {
    cwd: path.join(place, workdir),
    env: { ...env, PORT: port, HOST: '127.0.0.1', PATH: process.env.PATH },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [server.stdout, server.stderr])
    stream.on('data', (text) => {
      said += text;
    });
  const ended = new Promise<number | null>((resolve) => server.once('exit', resolve));
  const url = `http://127.0.0.1:${port}`;
  await expect
    .poll(
      () =>
        fetch(`${url}/api/ready`).then(
          ({ status }) => status,
          () => said,
        ),
      { timeout: 300_000, interval: 1000 },
    )
    .toBe(200);
  execFileSync(process.execPath, own(health));
  const samples = (await (await fetch(`${url}/api/samples`)).json()) as { url: string }[];
  const photo = await (await fetch(url + samples[0]!.url)).blob();
  const ask = () => fetch(`${url}/api/search?limit=3`, { method: 'POST', body: photo });
  expect(((await (await ask()).json()) as { matches: unknown[] }).matches).toHaveLength(3);
  // Told to end in the middle of work, it still answers.
  const answers = Array.from({ length: 12 }, ask);
  await Promise.race(answers);
  server.kill('SIGTERM');
  expect((await Promise.all(answers)).map(({ status }) => status)).toEqual(answers.map(() => 200));
  expect(await ended).toBe(0);
}, 400_000);

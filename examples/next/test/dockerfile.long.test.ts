import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { carryOutDockerfile, type Stage } from '../../express/test/carry-out-dockerfile.ts';
import { startServer } from './shop.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'imgsearch-next-image-'));
let stages: readonly Stage[];
beforeAll(() => {
  stages = carryOutDockerfile('examples/next/Dockerfile', folder);
}, 900_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('is built in stages, runs unprivileged, and says how it is', () => {
  const last = stages.at(-1)!;
  expect(stages.length).toBeGreaterThan(1);
  expect(last.user).toBe('node');
  expect(last.command).toEqual(['node', 'examples/next/server.js']);
  expect(last.health[0]).toBe('node');
});

test('what it copied starts, answers a photo with its own catalogue, is healthy, and ends when told', async () => {
  const { place, workdir, health } = stages.at(-1)!;
  const image = path.join(place, workdir);
  const server = await startServer(image, {});
  try {
    const port = new URL(server.address).port;
    execFileSync(
      process.execPath,
      health.slice(1).map((word) => word.replace('3000', port)),
    );
    const samples = path.join(image, 'examples/next/.cache/catalogue/samples');
    const photo = readdirSync(samples).find((name) => name.endsWith('.jpg'))!;
    const body = new Uint8Array(readFileSync(path.join(samples, photo)));
    const ask = () => fetch(`${server.address}/api/search?limit=3`, { method: 'POST', body });
    const answer = await ask();
    const { matches } = (await answer.json()) as { matches: { productId: string }[] };
    expect(matches).toHaveLength(3);
    const picture = `/_next/image?url=${encodeURIComponent(`/pictures/${matches[0]!.productId}`)}&w=256&q=75`;
    expect((await fetch(server.address + picture)).status).toBe(200);
    // Told to end in the middle of work, it still answers; a client who goes on asking does not keep it.
    const answers = Array.from({ length: 12 }, ask);
    await Promise.race(answers);
    const goOn = async () => {
      for (;;) await (await ask()).text();
    };
    const sentAway = expect(goOn()).rejects.toThrow(/fetch failed|terminated/);
    const ended = server.close();
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual(answers.map(() => 200));
    await Promise.all([sentAway, ended]);
  } finally {
    await server.close();
  }
}, 400_000);

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { borrowRedis, hasRedis } from '../../../scripts/lib/redis-server.mjs';

const folder = mkdtempSync(path.join(tmpdir(), 'imgsearch-three-workers-'));
let example: ChildProcess | undefined;
afterAll(() => {
  example?.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

describe.skipIf(!hasRedis())('the example', () => {
  it('indexes a folder with three workers, one of which is killed, and says what failed', async () => {
    const pictures = path.join(folder, 'pictures');
    mkdirSync(path.join(pictures, 'more'), { recursive: true });
    for (let at = 0; at < 60; at++)
      await sharp({
        create: { width: 300, height: 200, channels: 3, background: { r: at * 4, g: 90, b: 60 } },
      })
        .jpeg()
        .toFile(path.join(pictures, at % 2 ? 'more' : '', `${at}.jpg`));
    writeFileSync(path.join(pictures, 'broken.png'), 'no picture');
    const redis = await borrowRedis();
    try {
      const env = {
        ...process.env,
        REDIS_URL: redis.url,
        PICTURES: pictures,
        DATA: path.join(folder, 'data'),
      };
      const script = path.join(import.meta.dirname, '../src/start.ts');
      example = spawn(process.execPath, [script], { env: { ...env, NAME: `example-${process.pid}` } });
      let said = '';
      let killed: string | undefined;
      const listen = (text: Buffer): void => {
        said += text;
        // Before it has a job: its part is done by the others at once.
        const [, pid] = /worker (\d+) begins/.exec(said) ?? [];
        if (pid === undefined || killed !== undefined) return;
        killed = pid;
        process.kill(Number(pid), 'SIGKILL');
      };
      example.stdout?.on('data', listen);
      example.stderr?.on('data', listen);
      const code = await new Promise((resolve) => example?.once('exit', resolve));
      expect(said).toContain('61 products in 4 jobs');
      expect(said).toContain('broken.png: UNSUPPORTED_FORMAT');
      expect(said).toContain('60 pictures are in the index, 1 failed');
      expect(said).toContain(`worker ${killed} ended by SIGKILL, another takes its place`);
      expect(code).toBe(0);
    } finally {
      await redis.stop();
    }
  });
});

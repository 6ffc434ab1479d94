import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { build, copyStandalone, fill, project, removeFolder } from '../../../examples/next/test/shop.ts';
import { hashOf, writeResult } from '../lib/result.ts';
import { starterHashes } from '../lib/starter-pipeline.ts';
import { type Figure, figure } from '../lib/statistics.ts';

export const configuration = { products: 315, starts: 5, rest: 5000 };

const express = path.resolve(import.meta.dirname, '../../../examples/express');
const ports = { express: 31_947, next: 31_948 };

/** Both examples with their whole catalogue indexed: from starting the process to the first answer, and memory after it. */
export async function examples(): Promise<void> {
  const { starts } = configuration;
  const data = path.join(project, '.cache/bench');
  fill({ IMGSEARCH_DATA: data });
  build();
  const standalone = copyStandalone();
  const samples = path.join(data, 'catalogue/samples');
  const photo = new Uint8Array(
    readFileSync(path.join(samples, readdirSync(samples).find((name) => name.endsWith('.jpg'))!)),
  );
  const servers = {
    express: (): ChildProcess =>
      spawn(process.execPath, ['src/server.ts'], {
        cwd: express,
        env: { ...process.env, NODE_ENV: 'production', HOST: '127.0.0.1', PORT: String(ports.express) },
        stdio: 'ignore',
      }),
    next: (): ChildProcess =>
      spawn(process.execPath, ['server.js'], {
        cwd: path.join(standalone, 'examples/next'),
        env: {
          ...process.env,
          NODE_ENV: 'production',
          HOSTNAME: '127.0.0.1',
          PORT: String(ports.next),
          IMGSEARCH_DATA: data,
        },
        stdio: 'ignore',
      }),
  };
  const figures: Record<string, Figure> = {};
  try {
    for (const name of ['express', 'next'] as const) {
      const runs = [];
      // The first start draws and indexes what is not there yet, and is not counted.
      for (let run = 0; run <= starts; run++) runs.push(await startOnce(servers[name], ports[name], photo));
      const counted = runs.slice(1);
      figures[`${name}.cold-start-to-first-answer`] = figure(
        counted.map(({ answered }) => answered),
        'ms',
      );
      figures[`${name}.memory.at-rest`] = figure(
        counted.map(({ memory }) => memory / 2 ** 20),
        'MB',
      );
    }
  } finally {
    removeFolder(standalone);
  }
  await writeResult({
    suite: 'examples',
    configuration,
    hashes: { configuration: hashOf(configuration), ...(await starterHashes()) },
    figures,
    notes: [
      'From starting the process, files in the page cache and the index on disk, to the first answer with products: a photo is sent as soon as /ready says so, which is asked every 20 ms. Next.js as its standalone output in a folder of its own.',
      'Resident memory five seconds after that answer.',
    ],
  });
}

async function startOnce(
  start: () => ChildProcess,
  port: number,
  photo: Uint8Array<ArrayBuffer>,
): Promise<{ readonly answered: number; readonly memory: number }> {
  const address = `http://127.0.0.1:${port}/api`;
  const begin = performance.now();
  const child = start();
  const exit = once(child, 'exit');
  for (;;) {
    if (child.exitCode !== null) throw new Error(`The example ended with ${child.exitCode}.`);
    if (await answersWell(`${address}/ready`)) break;
    await sleep(20);
  }
  const { matches } = (await (
    await fetch(`${address}/search?limit=12`, { method: 'POST', body: photo })
  ).json()) as {
    matches: unknown[];
  };
  const answered = performance.now() - begin;
  if (matches?.length !== 12) throw new Error('The example did not find 12 products.');
  await sleep(configuration.rest);
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
  const memory = Number(/VmRSS:\s+(\d+) kB/.exec(status)![1]) * 1024;
  child.kill('SIGTERM');
  await exit;
  return { answered, memory };
}

const answersWell = (address: string): Promise<boolean> =>
  fetch(address).then(
    ({ ok }) => ok,
    () => false,
  );

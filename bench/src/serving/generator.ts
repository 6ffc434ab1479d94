// Load from a process of its own: users who wait, or arrivals on a clock. To the loopback only, bounded in time.
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { createRawClient, rawRequest } from './create-raw-client.ts';
import type { LoadReport, LoadTask } from './messages.ts';

async function generate(task: LoadTask): Promise<LoadReport> {
  const url = new URL(task.url);
  if (url.hostname !== '127.0.0.1') throw new Error('Load goes to the loopback only.');
  const messages = task.photos.map((file) => rawRequest(url, '/search?limit=5', readFileSync(file)));
  const client = createRawClient(url);
  const answered: number[] = [];
  const refused: number[] = [];
  const others: Record<string, number> = {};
  const broken: Record<string, number> = {};
  const { requests = Number.POSITIVE_INFINITY } = task;
  let [sent, lateness, refusedWithoutRetryAfter] = [0, 0, 0];
  const begin = performance.now();
  const end = begin + task.seconds * 1000;

  const one = async (due: number): Promise<void> => {
    try {
      const { status, hasRetryAfter } = await client.send(messages[sent++ % messages.length]!);
      const time = performance.now() - due;
      if (status === 200) answered.push(time);
      else if (status === 503) {
        refused.push(time);
        if (!hasRetryAfter) refusedWithoutRetryAfter++;
      } else others[status] = (others[status] ?? 0) + 1;
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? String(error);
      broken[code] = (broken[code] ?? 0) + 1;
      // A user who finds nobody tries again, but not at once.
      await sleep(50);
    }
  };
  const user = async (): Promise<void> => {
    while (performance.now() < end && sent < requests) await one(performance.now());
  };
  const clock = async (gap: number): Promise<void> => {
    const all: Promise<void>[] = [];
    for (let due = begin; due < end && sent < requests; due += gap) {
      const early = due - performance.now();
      if (early > 1) await sleep(early);
      lateness = Math.max(lateness, performance.now() - due);
      all.push(one(due));
    }
    await Promise.all(all);
  };
  if (task.arrivalsASecond === undefined) await Promise.all(Array.from({ length: task.users ?? 1 }, user));
  else await clock(1000 / task.arrivalsASecond);
  client.close();
  const seconds = (performance.now() - begin) / 1000;
  return { seconds, answered, refused, refusedWithoutRetryAfter, others, broken, sent, lateness };
}

process.on('message', async (task: LoadTask) => {
  process.send?.(await generate(task));
});

import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { createFileFeedbackSink } from '../node/create-file-feedback-sink.ts';
import type { FeedbackEvent, FeedbackFilter, FeedbackSink } from '../spec/feedback.ts';
import type { FeedbackInput } from './check-feedback-event.ts';
import { createMemoryFeedbackSink } from './create-memory-feedback-sink.ts';
import { forgetBefore, forgetUser } from './forget-feedback.ts';
import { readTaste } from './read-taste.ts';
import { recordFeedback } from './record-feedback.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'imgsearch-feedback-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;
const newFile = (): string => path.join(folder, `feedback-${files++}.jsonl`);
const readAll = async (sink: FeedbackSink, filter?: FeedbackFilter): Promise<FeedbackEvent[]> => {
  const found: FeedbackEvent[] = [];
  for await (const event of sink.events(filter)) found.push(event);
  return found;
};
const vector = Float32Array.of(0.6, 0.8, 0);
const day = (number: number): string => new Date(Date.UTC(2026, 0, number)).toISOString();
const events: FeedbackInput[] = [
  { at: day(1), kind: 'click', productId: 'a', userId: 'u1', position: 0, category: 'shoes', imageId: '0' },
  { at: day(2), kind: 'refusal', productId: 'b"\n가', userId: 'u2', queryId: 'q1' },
  { at: day(3), kind: 'purchase', productId: 'c', userId: 'u1', query: { vector, space: 'x' } },
  { at: day(4), kind: 'like', productId: 'd' },
];

describe.each([
  ['memory', () => createMemoryFeedbackSink()],
  ['file', () => createFileFeedbackSink(newFile())],
])('a sink in %s', (_, create) => {
  it('gives back what was recorded', async () => {
    await using sink = create();
    await recordFeedback(sink, events);
    expect(await readAll(sink)).toEqual(events);
    expect(await readAll(sink, { userId: 'u1' })).toEqual([events[0], events[2]]);
    expect(await readAll(sink, { since: day(2), before: day(4) })).toEqual([events[1], events[2]]);
    expect(await readAll(sink, { userId: 'u' })).toEqual([]);
  });

  it('forgets a person, and nobody else', async () => {
    await using sink = create();
    await recordFeedback(sink, events);
    expect(await forgetUser(sink, 'u1')).toEqual({ forgotten: 2 });
    expect(await readAll(sink)).toEqual([events[1], events[3]]);
    expect(await forgetUser(sink, 'u1')).toEqual({ forgotten: 0 });
    await recordFeedback(sink, events[0]!);
    expect(await readAll(sink, { userId: 'u1' })).toEqual([events[0]]);
  });

  it('forgets what is older than a date', async () => {
    await using sink = create();
    await recordFeedback(sink, events);
    expect(await forgetBefore(sink, day(3))).toEqual({ forgotten: 2 });
    expect(await readAll(sink)).toEqual([events[2], events[3]]);
  });

  it('takes what many record at once, and is closed once', async () => {
    const sink = create();
    await Promise.all(
      Array.from({ length: 50 }, (_, at) => recordFeedback(sink, { ...events[0]!, productId: `p${at}` })),
    );
    const found = (await readAll(sink)).map(({ productId }) => productId);
    expect(new Set(found).size).toBe(50);
    await sink.close();
    await sink.close();
    await expect(recordFeedback(sink, events)).rejects.toMatchObject({ code: 'CLOSED' });
  });

  it('hears a signal', async () => {
    await using sink = create();
    const signal = AbortSignal.abort();
    await expect(recordFeedback(sink, events, { signal })).rejects.toMatchObject({ code: 'ABORTED' });
    expect(await readAll(sink)).toEqual([]);
  });
});

describe('a file', () => {
  it('outlives its process, is readable by its owner alone, and leaves nothing of the forgotten', async () => {
    const file = newFile();
    const first = createFileFeedbackSink(file);
    await recordFeedback(first, events);
    await first.close();
    await using second = createFileFeedbackSink(file);
    expect(await readAll(second)).toEqual(events);
    await forgetUser(second, 'u1');
    expect(readFileSync(file, 'utf8')).not.toContain('u1');
    expect(statSync(file).mode & 0o077).toBe(0);
  });

  it('loses no line to one that a crash tore', async () => {
    const file = newFile();
    await using sink = createFileFeedbackSink(file);
    await recordFeedback(sink, events);
    await sink.close();
    writeFileSync(file, readFileSync(file, 'utf8').slice(0, -9));
    await using again = createFileFeedbackSink(file);
    await recordFeedback(again, events[0]!);
    expect(await readAll(again)).toEqual([...events.slice(0, 3), events[0]]);
  });

  it('passes over what is no event, aloud', async () => {
    const file = newFile();
    const warnings: string[] = [];
    const quiet = {
      debug() {},
      info() {},
      error() {},
      warn: (message: string) => void warnings.push(message),
    };
    writeFileSync(file, `not JSON\n${JSON.stringify(events[3])}\n{"kind":"click"}\n`);
    await using sink = createFileFeedbackSink(file, { logger: quiet });
    expect(await readAll(sink)).toEqual([events[3]]);
    expect(warnings).toHaveLength(2);
    expect(warnings[0]).toContain('line 1');
  });

  it('is recorded into by one at a time', async () => {
    const file = newFile();
    await using first = createFileFeedbackSink(file);
    await recordFeedback(first, events);
    await using second = createFileFeedbackSink(file);
    await expect(recordFeedback(second, events)).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      message: expect.stringContaining('is being recorded by process'),
    });
    expect(await readAll(second)).toEqual(events);
  });

  it('says where it cannot be written', async () => {
    await using sink = createFileFeedbackSink(path.join(folder, 'a-file', 'feedback.jsonl'));
    writeFileSync(path.join(folder, 'a-file'), '');
    await expect(recordFeedback(sink, events)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
  });
});

describe('an event', () => {
  it.each<[string, object]>([
    ['event.kind', { kind: 'love', productId: 'a' }],
    ['event.productId', { kind: 'click' }],
    ['event.position', { kind: 'click', productId: 'a', position: -1 }],
    ['event.at', { kind: 'click', productId: 'a', at: 'yesterday' }],
    ['event.userId', { kind: 'click', productId: 'a', userId: 'somebody@example.com' }],
    ['event.query.vector', { kind: 'click', productId: 'a', query: { vector: [1, 1], space: 'x' } }],
    ['event', { kind: 'click', productId: 'a', photo: new Uint8Array(1) }],
  ])('with a wrong %s is refused, and those beside it', async (option, event) => {
    await using sink = createMemoryFeedbackSink();
    const recorded = recordFeedback(sink, [events[0]!, event as FeedbackInput]);
    await expect(recorded).rejects.toMatchObject({
      code: 'INVALID_OPTIONS',
      message: expect.stringContaining(`"${option}"`),
    });
    expect(await readAll(sink)).toEqual([]);
  });

  it('is of now unless it says when', async () => {
    await using sink = createMemoryFeedbackSink();
    const before = new Date().toISOString();
    await recordFeedback(sink, { kind: 'click', productId: 'a' });
    const [{ at }] = (await readAll(sink)) as [FeedbackEvent];
    expect(at >= before && at <= new Date().toISOString()).toBe(true);
  });
});

describe('a taste', () => {
  const now = day(100);
  const tasteOf = async (all: readonly FeedbackInput[], options = {}) => {
    await using sink = createMemoryFeedbackSink();
    await recordFeedback(sink, all);
    return readTaste(sink, 'u1', { now, ...options });
  };
  const like = (productId: string, number: number): FeedbackInput => ({
    at: day(number),
    kind: 'like',
    productId,
    userId: 'u1',
  });

  it('halves with every half-life', async () => {
    const taste = await tasteOf([like('a', 100), like('b', 90), like('c', 80)], { halfLife: 10 });
    expect(taste?.likes).toEqual([
      { productId: 'a', weight: 1 },
      { productId: 'b', weight: 0.5 },
      { productId: 'c', weight: 0.25 },
    ]);
  });

  it('is nothing after ten half-lives, of another person, or of nobody', async () => {
    expect(await tasteOf([like('a', 1)], { halfLife: 9 })).toBeUndefined();
    expect(await tasteOf([{ ...like('a', 100), userId: 'u2' }, events[3]!])).toBeUndefined();
  });

  it('sets refusals against likes, and counts a product once', async () => {
    const taste = await tasteOf([
      ...Array.from({ length: 9 }, () => like('often', 100)),
      { ...like('refused', 100), kind: 'click' },
      { ...like('refused', 100), kind: 'refusal' },
    ]);
    expect(taste).toEqual({
      likes: [{ productId: 'often', weight: 1 }],
      refusals: [{ productId: 'refused', weight: 0.5 }],
    });
  });

  it('is the same whatever the order, and never more than was asked for', async () => {
    const event = fc.record({
      at: fc.integer({ min: 50, max: 100 }).map(day),
      kind: fc.constantFrom('click', 'like', 'purchase', 'refusal'),
      productId: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      userId: fc.constantFrom('u1', 'u2'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(event, { maxLength: 20 }), async (all) => {
        const options = { likes: 2, refusals: 1 };
        const taste = await tasteOf(all, options);
        expect(await tasteOf([...all].reverse(), options)).toEqual(taste);
        expect(taste?.likes?.length ?? 0).toBeLessThanOrEqual(2);
        expect(taste?.refusals?.length ?? 0).toBeLessThanOrEqual(1);
        for (const { weight } of [...(taste?.likes ?? []), ...(taste?.refusals ?? [])]) {
          expect(weight).toBeGreaterThan(0);
          expect(weight).toBeLessThanOrEqual(1);
        }
      }),
    );
  });
});

import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { dropSmallComponents } from './drop-small-components.ts';

interface Case {
  readonly mask: string[];
  readonly kept: string[];
}
const cases: Case[] = JSON.parse(
  readFileSync(new URL('../../golden/components.json', import.meta.url), 'utf8'),
);
const bytes = (rows: readonly string[]): Uint8Array =>
  Uint8Array.from(rows.join(''), (pixel) => (pixel === '#' ? 255 : 0));

it('keeps the components that SciPy finds large enough', () => {
  for (const { mask, kept } of cases) {
    const data = bytes(mask);
    dropSmallComponents(data, mask[0]!.length, mask.length, 0.2);
    expect(data).toEqual(bytes(kept));
  }
});

it('clears the soft rim of what it drops, and leaves that of what it keeps', () => {
  const row = Uint8Array.from([60, 200, 250, 220, 90, 10, 70, 180, 40, 0, 30]);
  dropSmallComponents(row, row.length, 1, 0.5);
  expect([...row]).toEqual([60, 200, 250, 220, 90, 10, 0, 0, 0, 0, 30]);
});

it('keeps a pair, an empty mask, and everything with a share of 0', () => {
  for (const [mask, share] of [
    [[255, 255, 0, 255, 255], 1],
    [[0, 100, 0, 20, 0], 0.5],
    [[255, 255, 0, 255, 0], 0],
  ] as const) {
    const data = Uint8Array.from(mask);
    dropSmallComponents(data, 5, 1, share);
    expect([...data]).toEqual(mask);
  }
});

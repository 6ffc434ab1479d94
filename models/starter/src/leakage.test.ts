import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const recipe = path.resolve(import.meta.dirname, '../recipe');
const data = process.env.IMGSEARCH_DATA ?? path.resolve(import.meta.dirname, '../../../../shared/data');
const labels = path.join(data, 'clothing/labels.csv');

interface TrainingData {
  readonly sets: {
    readonly clothing: { readonly split: string; readonly senders: readonly string[] };
    readonly grocery: { readonly split: string };
  };
  readonly selectedOn: { readonly clothing: readonly string[]; readonly grocery: string };
}
const { sets, selectedOn }: TrainingData = JSON.parse(
  readFileSync(path.join(recipe, 'training-data.json'), 'utf8'),
);
const trained = new Set(sets.clothing.senders);
const selected = new Set(selectedOn.clothing);
/** Even halves select, odd ones report. */
const reports = (name: string): boolean => createHash('sha256').update(name).digest().at(-1)! % 2 === 1;

describe('what the weights were made from', () => {
  it('holds no sender on two sides', () => {
    expect(trained.size).toBeGreaterThan(100);
    expect(selected.size).toBeGreaterThan(20);
    expect([...selected].filter((sender) => trained.has(sender))).toEqual([]);
  });

  it('was selected on senders that do not report', () => {
    expect([...selected].filter(reports)).toEqual([]);
  });

  it('leaves the groceries that report, and iconic pictures, alone', () => {
    expect([sets.grocery.split, selectedOn.grocery]).toEqual(['train', 'val']);
  });

  it.skipIf(!existsSync(labels))('holds the senders of the training split, and of no other', () => {
    const rows = readFileSync(labels, 'utf8').trim().split(/\r?\n/).slice(1);
    const sendersOf = (split: string): Set<string> =>
      new Set(rows.map((row) => row.split(',')).flatMap((cells) => (cells[3] === split ? [cells[2]!] : [])));
    const training = sendersOf('train');
    expect([...trained].filter((sender) => !training.has(sender))).toEqual([]);
    const validation = [...sendersOf('validation')];
    const reporting = validation.filter(reports);
    expect(reporting.length).toBeGreaterThan(20);
    expect([...reporting, ...sendersOf('test')].filter((sender) => trained.has(sender))).toEqual([]);
    expect(reporting.filter((sender) => selected.has(sender))).toEqual([]);
    expect([...selected].filter((sender) => !validation.includes(sender))).toEqual([]);
  });
});

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createFairQueue } from './create-fair-queue.ts';

interface Entry {
  readonly caller: number;
  readonly number: number;
}

/** Callers in the order of their turns, each with what waits: as plainly as it can be said. */
function reference() {
  let turns: { caller: number; entries: Entry[] }[] = [];
  return {
    add(entry: Entry) {
      const own = turns.find(({ caller }) => caller === entry.caller);
      if (own) own.entries.push(entry);
      else turns.push({ caller: entry.caller, entries: [entry] });
    },
    take(): Entry | undefined {
      const [first, ...others] = turns;
      const entry = first?.entries.shift();
      turns = first && first.entries.length > 0 ? [...others, first] : others;
      return entry;
    },
    drop(number: number) {
      for (const turn of turns) turn.entries = turn.entries.filter((entry) => entry.number !== number);
      turns = turns.filter(({ entries }) => entries.length > 0);
    },
    all: () => turns.flatMap(({ entries }) => entries).sort((a, b) => a.number - b.number),
  };
}

const step = fc.oneof(
  fc.record({ type: fc.constant('add' as const), caller: fc.integer({ min: 0, max: 4 }) }),
  fc.constant({ type: 'take' as const }),
  fc.record({ type: fc.constant('drop' as const), at: fc.nat(60) }),
);

it('gives turns as a plain list of callers would, whatever comes, is taken and is dropped', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const queue = createFairQueue<Entry>(({ caller }) => caller);
      const expected = reference();
      const entries: Entry[] = [];
      for (const each of steps) {
        if (each.type === 'add') {
          const entry = { caller: each.caller, number: entries.length };
          entries.push(entry);
          queue.add(entry);
          expected.add(entry);
        } else if (each.type === 'take') {
          const { next } = queue;
          if (next) expect(queue.delete(next)).toBe(true);
          expect(next).toBe(expected.take());
        } else {
          const entry = entries[each.at];
          // The head of the caller whose turn it is would be a turn.
          if (entry === undefined || entry === queue.next) continue;
          queue.delete(entry);
          expected.drop(entry.number);
        }
        expect(queue.size).toBe(expected.all().length);
        expect(queue.oldest).toBe(expected.all()[0]);
      }
    }),
  );
});

import { expect, it } from 'vitest';
import { checkFingerprint } from './check-fingerprint.ts';

const here = {
  space: 'embedder=a;workingSize=512',
  category: 'classifier=c',
  settings: 'feather=1;decoder=s%201',
};

it('is silent where nothing differs', () => {
  expect(checkFingerprint(here, { ...here }, 'shop')).toEqual([]);
});

it('refuses another space and says what differs', () => {
  expect(() => checkFingerprint(here, { ...here, space: 'embedder=b;workingSize=512' }, 'shop')).toThrow(
    /"shop" do not compare.*: embedder is "a" here, "b" in the store\./,
  );
});

it.each([
  [
    { ...here, sameSpaceAs: ['embedder=b;workingSize=512'] },
    { ...here, space: 'embedder=b;workingSize=512' },
  ],
  [here, { ...here, space: 'embedder=b', sameSpaceAs: [here.space] }],
])('warns of a space that one side measured as comparable', (ours, stored) => {
  expect(checkFingerprint(ours, stored, 'shop')).toEqual([expect.stringContaining('comparable model')]);
});

it('warns of another classifier and of other settings', () => {
  const stored = { ...here, category: 'classifier=d', settings: 'feather=2;decoder=s%201' };
  expect(checkFingerprint(here, stored, 'shop')).toEqual([
    expect.stringContaining('classifier is "c" here, "d" in the store'),
    expect.stringContaining('other settings: feather is "1" here, "2" in the store.'),
  ]);
});

it('reads fingerprints of another making', () => {
  expect(() => checkFingerprint(here, { ...here, space: '%E0%A4%A' }, 'shop')).toThrow(/do not compare/);
});

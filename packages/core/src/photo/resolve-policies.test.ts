import { expect, it } from 'vitest';
import type { Policies } from '../spec/pipeline.ts';
import { resolvePolicies } from './resolve-policies.ts';

it('has the documented defaults', () => {
  expect(resolvePolicies()).toMatchObject({
    limits: { workingSize: 512, maxBytes: 25e6, maxPixels: 50e6, maxFrames: 1000, timeout: 10_000 },
    backgroundRemoval: 'auto',
    feather: 1,
    margin: 0.08,
    fill: [255, 255, 255],
    minConfidence: 0.7,
    fillUp: true,
  });
});

it('keeps what is set beside the defaults', () => {
  const { gate, margin, limits } = resolvePolicies({
    gate: { maxEntropy: 0.3 },
    margin: null,
    limits: { maxBytes: 1000 },
  });
  expect(gate).toMatchObject({ maxEntropy: 0.3, maxCoverage: 0.95 });
  expect(margin).toBeNull();
  expect(limits).toMatchObject({ maxBytes: 1000, maxPixels: 50e6 });
});

it.each<[string, unknown]>([
  ['policies.workingSize', { workingSize: 1.5 }],
  ['policies.limits.maxBytes', { limits: { maxBytes: -1 } }],
  ['policies.gate.maxEntropy', { gate: { maxEntropy: -1 } }],
  ['policies.gate', { gate: { maxEntrophy: 0.2 } }],
  ['policies.fill', { fill: [1, 2, 300] }],
  ['policies.margin', { margin: -1 }],
  ['policies.minConfidence', { minConfidence: Number.NaN }],
  ['policies.fillUp', { fillUp: 'yes' }],
  ['policies.backgroundRemoval', { backgroundRemoval: 'maybe' }],
  ['policies', { minConfidense: 0.5 }],
])('names %s', (option, policies) => {
  expect(() => resolvePolicies(policies as Policies)).toThrow(`Option "${option}"`);
});

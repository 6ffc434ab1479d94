import { checkKeys, checkNumber, checkOneOf, invalidOption } from '../options/check.ts';
import type { DecodeLimits, RgbColor } from '../spec/image-processor.ts';
import type { BackgroundRemoval } from '../spec/photo-report.ts';
import type { GatePolicy, Policies } from '../spec/pipeline.ts';
import type { Views } from '../spec/search.ts';
import { checkViews } from './check-views.ts';
import { defaultGatePolicy } from './gate.ts';

/** Every policy, decided. */
export interface ResolvedPolicies {
  readonly limits: DecodeLimits;
  readonly backgroundRemoval: BackgroundRemoval;
  readonly gate: GatePolicy;
  readonly feather: number;
  readonly margin: number | null;
  readonly fill: RgbColor;
  readonly minConfidence: number;
  readonly fillUp: boolean;
  readonly views: Views;
  readonly admission: { readonly maxSearches: number; readonly deadline: number | undefined };
}

/** Fills in the defaults that `Policies` documents. @throws ImageSearchError INVALID_OPTIONS */
export function resolvePolicies(policies: Policies = {}): ResolvedPolicies {
  checkKeys('policies', policies, [
    'workingSize',
    'limits',
    'backgroundRemoval',
    'gate',
    'feather',
    'margin',
    'fill',
    'minConfidence',
    'fillUp',
    'views',
    'admission',
  ]);
  const {
    limits = {},
    gate = {},
    fill = [255, 255, 255],
    margin = 0.08,
    fillUp = true,
    admission = {},
  } = policies;
  checkKeys('policies.limits', limits, ['maxBytes', 'maxPixels', 'maxFrames', 'timeout']);
  checkKeys('policies.admission', admission, ['maxSearches', 'deadline']);
  checkKeys('policies.gate', gate, Object.keys(defaultGatePolicy));
  if (typeof fillUp !== 'boolean') throw invalidOption('policies.fillUp', 'true or false', fillUp);
  const isColor =
    Array.isArray(fill) &&
    fill.length === 3 &&
    fill.every((level) => Number.isInteger(level) && level >= 0 && level <= 255);
  if (!isColor) throw invalidOption('policies.fill', 'three whole numbers from 0 to 255', fill);
  const whole = (option: string, value: unknown, fallback: number): number =>
    checkNumber(`policies.${option}`, value, { min: 1, integer: true, fallback });
  return {
    limits: {
      workingSize: checkNumber('policies.workingSize', policies.workingSize, {
        min: 32,
        max: 8192,
        integer: true,
        fallback: 512,
      }),
      maxBytes: whole('limits.maxBytes', limits.maxBytes, 25_000_000),
      maxPixels: whole('limits.maxPixels', limits.maxPixels, 50_000_000),
      maxFrames: whole('limits.maxFrames', limits.maxFrames, 1000),
      timeout: whole('limits.timeout', limits.timeout, 10_000),
    },
    backgroundRemoval: checkOneOf(
      'policies.backgroundRemoval',
      policies.backgroundRemoval,
      ['auto', 'off', 'always'],
      'auto',
    ),
    gate: resolveGate(gate),
    feather: checkNumber('policies.feather', policies.feather, { min: 0, max: 100, fallback: 1 }),
    margin: margin === null ? null : checkNumber('policies.margin', margin, { min: 0, max: 10 }),
    fill: fill as RgbColor,
    minConfidence: checkNumber('policies.minConfidence', policies.minConfidence, {
      min: 0,
      max: 1,
      fallback: 0.7,
    }),
    fillUp,
    views: checkViews('policies.views', policies.views) ?? 'best',
    admission: {
      maxSearches: whole('admission.maxSearches', admission.maxSearches, 256),
      deadline:
        admission.deadline === undefined ? undefined : whole('admission.deadline', admission.deadline, 1),
    },
  };
}

function resolveGate(gate: Partial<GatePolicy>): GatePolicy {
  const bound = (name: keyof GatePolicy, max = 1): number =>
    checkNumber(`policies.gate.${name}`, gate[name], {
      min: 0,
      max,
      fallback: defaultGatePolicy[name],
    });
  return {
    minRawMaximum: bound('minRawMaximum'),
    minCoverage: bound('minCoverage'),
    maxCoverage: bound('maxCoverage'),
    maxEntropy: bound('maxEntropy', 100),
    maxBorderContact: bound('maxBorderContact'),
  };
}

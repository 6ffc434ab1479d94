import { checkKeys, checkNumber, invalidOption } from '../options/check.ts';
import type { Views } from '../spec/search.ts';

/** Names and bounds of what takes a number. */
const POOLINGS = {
  top: { min: 1, max: 100, integer: true },
  softmax: { min: 0.001, max: 100 },
  generalizedMean: { min: 1, max: 100 },
} as const;

/** @throws ImageSearchError INVALID_OPTIONS */
export function checkViews(option: string, value: unknown): Views | undefined {
  if (value === undefined || value === 'best' || value === 'mean') return value;
  const takes = '"best", "mean", { top: n }, { softmax: temperature } or { generalizedMean: exponent }';
  if (typeof value !== 'object' || value === null || Object.keys(value).length !== 1)
    throw invalidOption(option, takes, value);
  checkKeys(option, value, Object.keys(POOLINGS));
  const [name, given] = Object.entries(value)[0] as [keyof typeof POOLINGS, unknown];
  return { [name]: checkNumber(`${option}.${name}`, given, POOLINGS[name]) } as unknown as Views;
}

import { invalidOption } from '@imgsearch/core';
import type { ConformanceCase, SkippedCase } from './conformance-case.ts';

/**
 * Refuses skips of cases that there are not, and skips without a reason: both would outlive what they were for.
 * @throws ImageSearchError INVALID_OPTIONS
 */
export function checkSkips<Context>(
  skip: readonly SkippedCase[],
  cases: readonly ConformanceCase<Context>[],
): void {
  for (const { case: name, reason } of skip) {
    if (!cases.some((one) => one.name === name))
      throw invalidOption('skip', 'names of cases', name, 'Take the name from the report, letter by letter.');
    if (reason.trim() === '') throw invalidOption('skip', `a reason for "${name}"`, reason);
  }
}

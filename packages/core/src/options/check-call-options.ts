import type { CallOptions } from '../spec/call-options.ts';
import { checkKeys, checkOneOf, invalidOption } from './check.ts';

/** Those of `CallOptions`, and what some calls of a pipeline take beside them. */
const KEYS = ['signal', 'priority', 'caller', 'deadline', 'place', 'checkpoint'];
/** Milliseconds since the epoch, in 2001: what is earlier is a duration. */
const LONG_AGO = 1e12;

/** @throws ImageSearchError INVALID_OPTIONS */
export function checkCallOptions(options: CallOptions | undefined): void {
  if (options === undefined) return;
  checkKeys('options', options, KEYS);
  const { signal, priority, deadline } = options;
  checkSignal(signal);
  checkOneOf('priority', priority, ['interactive', 'bulk'], 'interactive');
  checkDeadline(deadline);
}

export function checkSignal(signal: unknown): void {
  if (signal === undefined) return;
  const given = signal as Partial<AbortSignal> | null;
  if (typeof given?.aborted === 'boolean' && typeof given.addEventListener === 'function') return;
  throw invalidOption(
    'signal',
    'an AbortSignal',
    signal,
    'Pass `controller.signal`, or AbortSignal.timeout().',
  );
}

export function checkDeadline(deadline: unknown): void {
  if (deadline === undefined) return;
  const hint = 'Write `Date.now() + 2000` for two seconds from now.';
  if (typeof deadline !== 'number' || Number.isNaN(deadline) || deadline < LONG_AGO)
    throw invalidOption('deadline', 'milliseconds since the epoch', deadline, hint);
}

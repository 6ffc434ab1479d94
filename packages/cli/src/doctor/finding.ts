import { ImageSearchError } from '@imgsearch/core';

/** What one check of `imgsearch doctor` saw. */
export interface Finding {
  readonly check: 'node' | 'processor' | 'memory' | 'provider' | 'gpu' | 'model' | 'store' | 'speed';
  /** `note`: it works, and there is something to know. */
  readonly state: 'fine' | 'note' | 'broken';
  /** One line. */
  readonly summary: string;
  /** What else was seen, a line each. */
  readonly details?: readonly string[] | undefined;
  /** What to do, a sentence or two each. */
  readonly next?: readonly string[] | undefined;
  /** The same for programs. */
  readonly facts?: Readonly<Record<string, unknown>> | undefined;
}

/** What a thrown error is as a finding: never silent, never a stack where the message says enough. */
export function brokenBy(
  error: unknown,
  check: Finding['check'],
  subject: string,
  details?: readonly string[],
): Finding {
  if (ImageSearchError.isInstance(error))
    return {
      check,
      state: 'broken',
      summary: `${subject}: ${error.message}`,
      details,
      next: error.hint ? [error.hint] : [],
      facts: { code: error.code },
    };
  return {
    check,
    state: 'broken',
    summary: `${subject}: ${error instanceof Error ? error.message : String(error)}`,
    details,
    facts: { stack: error instanceof Error ? error.stack : undefined },
  };
}

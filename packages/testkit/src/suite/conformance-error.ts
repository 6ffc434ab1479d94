import { canonical } from './canonical.ts';

const marker: unique symbol = Symbol.for('imgsearch.conformance-error') as never;

export interface ConformanceErrorOptions {
  /** The promise that was broken, as a sentence. */
  readonly assertion: string;
  readonly expected: unknown;
  readonly received: unknown;
  /** Further facts for the reader, such as a counterexample and its seed. */
  readonly detail?: string | undefined;
}

/** A contract was broken. Anything else that a case throws is a crash of the adapter or of its engine. */
export class ConformanceError extends Error {
  readonly assertion: string;
  readonly expected: unknown;
  readonly received: unknown;

  constructor({ assertion, expected, received, detail }: ConformanceErrorOptions) {
    const facts = `expected ${shortened(expected)}\nreceived ${shortened(received)}`;
    super(`${assertion}\n${facts}${detail === undefined ? '' : `\n${detail}`}`);
    this.name = 'ConformanceError';
    this.assertion = assertion;
    this.expected = expected;
    this.received = received;
    Object.defineProperty(this, marker, { value: true });
  }

  static isInstance(error: unknown): error is ConformanceError {
    return typeof error === 'object' && error !== null && (error as Record<symbol, unknown>)[marker] === true;
  }
}

function shortened(value: unknown): string {
  const text = canonical(value);
  return text.length > 1500 ? `${text.slice(0, 1500)}… (${text.length} characters)` : text;
}

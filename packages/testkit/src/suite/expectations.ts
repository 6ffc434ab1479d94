import { type ErrorCode, ImageSearchError } from '@imgsearch/core';
import { canonical } from './canonical.ts';
import { ConformanceError } from './conformance-error.ts';

/** Equal in content; members that are undefined count as absent. */
export function expectSame(assertion: string, received: unknown, expected: unknown): void {
  if (canonical(received) !== canonical(expected))
    throw new ConformanceError({ assertion, expected, received });
}

export function expectTrue(assertion: string, condition: boolean, received: unknown = condition): void {
  if (!condition) throw new ConformanceError({ assertion, expected: 'this to hold', received });
}

/** Numbers no further apart than the tolerance; NaN is never close. */
export function expectClose(assertion: string, received: number, expected: number, tolerance: number): void {
  if (!(Math.abs(received - expected) <= tolerance))
    throw new ConformanceError({ assertion, expected: `${expected} ± ${tolerance}`, received });
}

/** Vectors of one length whose numbers are no further apart than the tolerance. */
export function expectVector(
  assertion: string,
  received: ArrayLike<number> | undefined,
  expected: Float32Array,
  tolerance: number,
): void {
  const close =
    received?.length === expected.length &&
    expected.every((value, at) => Math.abs(value - received[at]!) <= tolerance);
  if (!close) throw new ConformanceError({ assertion, expected, received });
}

/** Settles with the work's error, which must be an ImageSearchError of one of the codes. */
export async function expectRejection(
  assertion: string,
  work: () => Promise<unknown> | unknown,
  ...codes: readonly ErrorCode[]
): Promise<ImageSearchError> {
  const expected = `an ImageSearchError with code ${codes.join(' or ')}`;
  let received: unknown;
  try {
    received = await work();
  } catch (error) {
    if (ImageSearchError.isInstance(error) && codes.includes(error.code)) return error;
    const code = (error as { code?: unknown } | null)?.code;
    throw new ConformanceError({ assertion, expected, received: error, detail: `its code: ${String(code)}` });
  }
  throw new ConformanceError({ assertion, expected, received: { resolved: received } });
}

/** Settles with what the work resolves to; that it rejects is itself the broken promise. */
export async function expectSuccess<T>(assertion: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (received) {
    throw new ConformanceError({ assertion, expected: 'no error', received });
  }
}

/** Fails where the work has not settled in time, so that no case depends on its runner's time-out. */
export async function expectWithin<T>(assertion: string, milliseconds: number, work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const expected = `an answer within ${milliseconds} ms`;
      reject(new ConformanceError({ assertion, expected, received: 'none' }));
    }, milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

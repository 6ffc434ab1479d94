import { ImageSearchError } from '../errors/image-search-error.ts';

/** Short text of a received value, for error messages. */
export function describe(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value === 'string')
    return value.length > 60 ? `a string of ${value.length} characters` : JSON.stringify(value);
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint')
    return String(value);
  if (typeof value === 'function') return 'a function';
  if (Array.isArray(value)) return `an array of ${value.length}`;
  const name = (value as object).constructor?.name;
  return name && name !== 'Object'
    ? `an instance of ${name}`
    : `an object with keys ${Object.keys(value).slice(0, 8).join(', ') || '(none)'}`;
}

/** An INVALID_OPTIONS error that names the option, what it takes and what it got. */
export function invalidOption(
  option: string,
  expected: string,
  received: unknown,
  hint?: string,
): ImageSearchError {
  return new ImageSearchError({
    code: 'INVALID_OPTIONS',
    message: `Option "${option}" takes ${expected}, but got ${describe(received)}.`,
    hint: hint ?? `Set "${option}" to ${expected}.`,
  });
}

/** A finite number inside the bounds, or the default where the option was left out. */
export function checkNumber(
  option: string,
  value: unknown,
  bounds: { min: number; max?: number; integer?: boolean; fallback?: number },
): number {
  const { min, max = Number.POSITIVE_INFINITY, integer = false, fallback } = bounds;
  if (value === undefined && fallback !== undefined) return fallback;
  if (
    typeof value !== 'number' ||
    Number.isNaN(value) ||
    value < min ||
    value > max ||
    (integer && !Number.isInteger(value))
  ) {
    const range = max === Number.POSITIVE_INFINITY ? `of at least ${min}` : `from ${min} to ${max}`;
    throw invalidOption(option, `${integer ? 'a whole number' : 'a number'} ${range}`, value);
  }
  return value;
}

/** A non-empty string. */
export function checkString(option: string, value: unknown): string {
  if (typeof value !== 'string' || value.length === 0)
    throw invalidOption(option, 'a non-empty string', value);
  return value;
}

/** One of the listed values, or the default where the option was left out. */
export function checkOneOf<const T extends string>(
  option: string,
  value: unknown,
  values: readonly T[],
  fallback?: T,
): T {
  if (value === undefined && fallback !== undefined) return fallback;
  if (!values.includes(value as T))
    throw invalidOption(option, `one of ${values.map((v) => JSON.stringify(v)).join(', ')}`, value);
  return value as T;
}

/** An object; unknown keys are refused by name, with the nearest known one. */
export function checkKeys(option: string, value: unknown, known: readonly string[]): void {
  if (value === undefined) return;
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw invalidOption(option, 'an object', value);
  for (const key of Object.keys(value)) {
    if (!known.includes(key))
      throw invalidOption(
        option,
        `an object with the keys ${known.join(', ')}`,
        value,
        `Remove or rename "${key}".`,
      );
  }
}

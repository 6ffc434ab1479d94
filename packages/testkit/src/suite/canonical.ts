/**
 * Text that is equal for equal values: keys sorted, undefined members left out, and no prototype looked at, so that a
 * value from another realm (Jest's sandbox) equals one from this.
 */
export function canonical(value: unknown): string {
  if (value === undefined) return 'undefined';
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'object') return `${typeof value} ${String(value)}`;
  if (isError(value)) return `${value.name}(${JSON.stringify(value.message)})`;
  if (ArrayBuffer.isView(value)) {
    // A detached array throws when it is walked; it has no bytes.
    const numbers = value.byteLength === 0 ? [] : [...(value as Float32Array)];
    return `${Object.prototype.toString.call(value).slice(8, -1)}[${numbers.join(', ')}]`;
  }
  if (Array.isArray(value)) return `[${value.map(canonical).join(', ')}]`;
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  const members = entries
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, item]) => `${JSON.stringify(key)}: ${canonical(item)}`);
  return `{${members.join(', ')}}`;
}

function isError(value: object): value is Error {
  return Object.prototype.toString.call(value) === '[object Error]';
}

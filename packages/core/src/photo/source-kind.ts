import type { ImageSource } from '../spec/image-source.ts';

export type SourceKind = 'function' | 'view' | 'buffer' | 'blob' | 'stream' | 'iterable' | 'unknown';

/**
 * What a source is. Judged by tags and members rather than by `instanceof`, which says no to objects of another
 * realm: Jest runs tests in one.
 */
export function sourceKind(source: unknown): SourceKind {
  if (typeof source === 'function') return 'function';
  if (typeof source !== 'object' || source === null) return 'unknown';
  if (ArrayBuffer.isView(source)) return 'view';
  const tag = Object.prototype.toString.call(source).slice(8, -1);
  if (tag === 'ArrayBuffer' || tag === 'SharedArrayBuffer') return 'buffer';
  if (tag === 'Blob' || tag === 'File') return 'blob';
  if ('getReader' in source) return 'stream';
  if (Symbol.asyncIterator in source) return 'iterable';
  return 'unknown';
}

/** Whether the same source gives the same picture twice; a stream is spent after the first time. */
export function isReadableAgain(source: ImageSource): boolean {
  return ['function', 'view', 'buffer', 'blob'].includes(sourceKind(source));
}

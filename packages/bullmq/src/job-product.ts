import type { Metadata } from '@imgsearch/core';

/** Whatever JSON can hold. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** A picture by reference: an address, a path, a key of a bucket. Its bytes never travel through Redis. */
export interface JobImage<R extends Json = string> {
  /** Unique within the product. Default: its position, `0`, `1`, ... */
  readonly id?: string | undefined;
  /** What the worker's `toImage` turns into a picture. */
  readonly source: R;
  /** An ETag or a date that changes when the picture does: a known one is not even fetched. */
  readonly version?: string | undefined;
}

/** A product as it travels to a worker: plain JSON. */
export interface JobProduct<R extends Json = string> {
  readonly id: string;
  /** A string is short for `{ source }`. */
  readonly images: readonly (string | JobImage<R>)[];
  /** Leaf id; the classifier is then not asked. */
  readonly category?: string | undefined;
  readonly metadata?: Metadata | undefined;
}

/** What a job holds. */
export interface IndexJobData<R extends Json = Json> {
  readonly products: readonly JobProduct<R>[];
}

/** What a worker says of a job that is done. */
export interface IndexJobResult {
  readonly products: number;
  /** Pictures: written, known to be done, done but for the metadata, failed. */
  readonly indexed: number;
  readonly skipped: number;
  readonly updated: number;
  readonly failed: number;
  /** Records of pictures that products no longer have. */
  readonly deleted: number;
  /** Milliseconds. */
  readonly elapsed: number;
}

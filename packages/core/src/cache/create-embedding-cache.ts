import { LRUCache } from 'lru-cache';
import { ImageSearchError } from '../errors/image-search-error.ts';
import { checkKeys, checkNumber, invalidOption } from '../options/check.ts';
import { checkLogger } from '../options/check-logger.ts';
import type { CallOptions } from '../spec/call-options.ts';
import { type Logger, SPEC_VERSION } from '../spec/component.ts';
import type { EmbeddingCache, KeyValueStore, PhotoDescription } from '../spec/embedding-cache.ts';
import { base64 } from './base64.ts';
import { type CacheEntry, decodeEntry, encodeEntry } from './cache-entry.ts';
import { createGuardedStore } from './create-guarded-store.ts';
import { createSingleFlight } from './single-flight.ts';

export interface EmbeddingCacheOptions {
  /** Bytes of memory in this process. Default 64 MB: some 20,000 pictures of 512 dimensions. */
  readonly maxBytes?: number | undefined;
  /** Milliseconds that a description is kept. Default: in memory until there is no room, in the store its own. */
  readonly ttl?: number | undefined;
  /** Milliseconds that a picture counts as unreadable. Default one hour; 0 remembers no failures. */
  readonly failureTtl?: number | undefined;
  /** A Keyv over Redis or whatever else outlives this process and serves several. The host connects and closes it. */
  readonly store?: KeyValueStore | undefined;
  /** Milliseconds that one call to the store may take. Default 100. */
  readonly storeTimeout?: number | undefined;
  readonly logger?: Logger | undefined;
}

interface Kept {
  readonly bytes: Uint8Array;
  readonly ttl: number | undefined;
  /** Whether the store behind has it. */
  stored: boolean;
}

/** Failures that lie in the bytes. */
const LASTING: ReadonlySet<string> = new Set(['INVALID_IMAGE', 'UNSUPPORTED_FORMAT', 'IMAGE_TOO_LARGE']);
/** What an entry costs besides its bytes, measured: key, objects, links. */
const OVERHEAD = 800;

/**
 * Remembers what pictures turned into, by the hash of their bytes and the fingerprint of the pipeline: in memory, and
 * behind it in any store of Keyv's. Whoever asks for a picture that is being computed waits for that. Pictures that
 * cannot be read are remembered too, failures of the moment never.
 *
 * A store that is broken or slow costs a few timeouts and is then left alone; what it could not take is offered again
 * when it is asked for. It is never waited for when writing.
 * @throws ImageSearchError INVALID_OPTIONS
 * @example
 * const cache = createEmbeddingCache({ maxBytes: 64e6 });
 * const pipeline = createImageSearchPipeline({ imageProcessor, embedder, store, cache });
 */
export function createEmbeddingCache(options: EmbeddingCacheOptions = {}): EmbeddingCache {
  checkKeys('options', options, [...['maxBytes', 'ttl', 'failureTtl', 'store', 'storeTimeout', 'logger']]);
  const { store } = options;
  const logger = checkLogger(options.logger);
  if (store !== undefined && (typeof store?.get !== 'function' || typeof store.set !== 'function'))
    throw invalidOption('store', 'a Keyv, or an object with the methods get, set', store);
  const maxBytes = checkNumber('maxBytes', options.maxBytes, { min: 1, integer: true, fallback: 64e6 });
  const lasts = { min: 0, max: 2 ** 31 - 1, integer: true };
  const ttl = options.ttl === undefined ? undefined : checkNumber('ttl', options.ttl, { ...lasts, min: 1 });
  const failureTtl = checkNumber('failureTtl', options.failureTtl, { ...lasts, fallback: 3_600_000 });
  const limit = checkNumber('storeTimeout', options.storeTimeout, { ...lasts, min: 1, fallback: 100 });

  const memory = new LRUCache<string, Kept>({
    maxSize: maxBytes,
    sizeCalculation: ({ bytes }) => bytes.byteLength + OVERHEAD,
  });
  const behind = store && createGuardedStore(store, limit, logger);
  const flights = createSingleFlight<Uint8Array>();
  const writes = new Set<Promise<void>>();
  const hits = { memory: 0, store: 0 };
  let misses = 0;

  /** Not waited for. */
  function offer(key: string, kept: Kept): void {
    if (!behind || kept.stored || behind.resting) return;
    kept.stored = true;
    const write = behind.set(key, base64.encode(kept.bytes), kept.ttl).then((done) => {
      kept.stored = done;
    });
    writes.add(write);
    void write.finally(() => writes.delete(write));
  }

  function keep(key: string, bytes: Uint8Array, lifetime: number | undefined, stored = false): Kept {
    const kept = { bytes, ttl: lifetime, stored };
    memory.set(key, kept, lifetime === undefined ? {} : { ttl: lifetime });
    return kept;
  }

  async function fromStore(key: string): Promise<Uint8Array | undefined> {
    const text = await behind?.get(key);
    if (typeof text !== 'string') return undefined;
    try {
      return base64.decode(text);
    } catch {
      return undefined;
    }
  }

  /** Out of the store, else computed; as bytes, of which each caller makes a description of his own. */
  async function fetch(
    key: string,
    fits: (entry: CacheEntry | undefined) => boolean,
    compute: (options: CallOptions) => Promise<PhotoDescription>,
    call: CallOptions,
  ): Promise<Uint8Array> {
    const found = await fromStore(key);
    const entry = found && decodeEntry(found);
    if (found && entry && fits(entry)) {
      hits.store++;
      keep(key, found, ImageSearchError.isInstance(entry) ? failureTtl : ttl, true);
      return found;
    }
    misses++;
    let lifetime = ttl;
    const outcome = await compute(call).catch((error: unknown): CacheEntry => {
      if (failureTtl === 0 || !isLasting(error)) throw error;
      lifetime = failureTtl;
      return error;
    });
    const bytes = encodeEntry(outcome);
    offer(key, keep(key, bytes, lifetime));
    return bytes;
  }

  return {
    specVersion: SPEC_VERSION,
    info: { id: store ? 'memory-and-store' : 'memory' },
    async remember(key, compute, { categoryNeeded = true, ...call } = {}) {
      const fits = (entry: CacheEntry | undefined): boolean =>
        entry !== undefined &&
        (ImageSearchError.isInstance(entry) || !categoryNeeded || entry.category !== undefined);
      const kept = memory.get(key);
      const known = kept && decodeEntry(kept.bytes);
      if (kept && known && fits(known)) {
        hits.memory++;
        offer(key, kept);
        return answer(known);
      }
      const flight = categoryNeeded ? key : `${key}:any`;
      const bytes = await flights.run(flight, (shared) => fetch(key, fits, compute, shared), call);
      return answer(decodeEntry(bytes) as CacheEntry);
    },
    stats: () => ({
      hits: { ...hits },
      misses,
      joined: flights.joined,
      entries: memory.size,
      bytes: memory.calculatedSize,
      storeFailures: behind?.failures ?? 0,
      storeState: behind ? (behind.resting ? 'resting' : 'working') : 'none',
    }),
    async close() {
      await Promise.all(writes);
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(writes);
    },
  };
}

const isLasting = (error: unknown): error is ImageSearchError =>
  ImageSearchError.isInstance(error) && LASTING.has(error.code) && !error.retryable;

function answer(entry: CacheEntry): PhotoDescription {
  if (ImageSearchError.isInstance(entry)) throw entry;
  return entry;
}

import { type ErrorCode, isPartFailure } from '../errors/error-code.ts';
import { ImageSearchError } from '../errors/image-search-error.ts';
import type { HealthReason, PipelineHealth } from '../spec/serving.ts';

/** Learns from the outcomes of calls what works. */
export interface Health {
  /** What a call of that part came to. */
  observe(part: string, error: unknown): void;
  read(now: HealthFacts): PipelineHealth;
}

export interface HealthFacts {
  readonly opened: boolean;
  readonly closing: boolean;
  /** When a search was last refused, in milliseconds since the epoch. */
  readonly refusing: number;
  /** Whether the store behind the cache is left alone because it fails. */
  readonly cacheRests: boolean;
}

/** Milliseconds after a refusal for which a pipeline counts as overloaded. */
const OVERLOADED = 5000;
/** What says something about the part and not about one call. */
const isTelling = (code: ErrorCode): boolean =>
  isPartFailure(code) || code === 'INFERENCE_FAILED' || code === 'OUT_OF_MEMORY';

/** A part is held to work until a call to it fails in a telling way, and again once one succeeds. */
export function createHealth(): Health {
  const failing = new Map<string, HealthReason>();
  return {
    observe(part, error) {
      if (error === undefined) failing.delete(part);
      else if (ImageSearchError.isInstance(error) && isTelling(error.code))
        failing.set(part, { part, code: error.code, message: error.message });
    },
    read({ opened, closing, refusing, cacheRests }) {
      const reasons = [...failing.values()];
      if (closing) return { state: 'closing', reasons };
      if (!opened) return { state: 'starting', reasons };
      if (Date.now() - refusing < OVERLOADED)
        reasons.push({ part: 'searches', code: 'QUEUE_FULL', message: 'Searches were refused just now.' });
      if (cacheRests)
        reasons.push({
          part: 'cache',
          code: 'STORE_UNAVAILABLE',
          message: 'The store behind it does not answer.',
        });
      return { state: reasons.length > 0 ? 'degraded' : 'ready', reasons };
    },
  };
}

import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';

/** Routes and actions are bundled apart, but count together. */
const shared = globalThis as { photoLimiter?: RateLimiterMemory | undefined };

/** Photos that one address may ask about. In this process alone: with several, `RateLimiterRedis` counts for all. */
function limiter(): RateLimiterMemory {
  shared.photoLimiter ??= new RateLimiterMemory({
    points: Number(process.env.PHOTOS_PER_MINUTE ?? 120),
    duration: 60,
  });
  return shared.photoLimiter;
}

/**
 * The address that the nearest proxy saw. Without a proxy Next takes what the caller says of himself, so put one before
 * it, or count by account.
 */
const addressOf = (headers: Headers): string =>
  headers.get('x-forwarded-for')?.split(',').at(-1)?.trim() || 'unknown';

/** Seconds until this address may ask again; 0 where it may now. */
export async function limitRate(headers: Headers): Promise<number> {
  try {
    await limiter().consume(addressOf(headers));
    return 0;
  } catch (refused) {
    if (refused instanceof Error) throw refused;
    return Math.ceil((refused as RateLimiterRes).msBeforeNext / 1000);
  }
}

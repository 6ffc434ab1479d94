import { ImageSearchError } from '@imgsearch/core';

/** An address that may not be fetched. What it resolves to is not told: that would map the network for a stranger. */
export function refused(url: URL | undefined, why: string): ImageSearchError {
  // Queries and credentials are often secrets, and messages are logged.
  const place = url ? `${url.protocol}//${url.host}${url.pathname}` : 'The address';
  return new ImageSearchError({
    code: 'INVALID_OPTIONS',
    message: `${place} may not be fetched: ${why}.`,
    hint: 'Send the picture itself, or an address that everybody can open.',
  });
}

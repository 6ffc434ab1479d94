/** What the server, or the way to it, complained about; `code` chooses the sentence that people read. */
export class Problem extends Error {
  constructor(code, message, hint) {
    super(message ?? code);
    this.code = code;
    this.hint = hint;
  }
}

async function ask(address, options) {
  let response;
  try {
    response = await fetch(address, options);
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    throw new Problem('OFFLINE');
  }
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Problem(body.code ?? 'OTHER', body.message, body.hint);
  return body;
}

export const fetchStatus = () => ask('/api/status');
export const fetchSamples = () => ask('/api/samples');

const MOST_BYTES = 25 * 1024 * 1024;

/**
 * Searches with a photo.
 * @param photo a Blob
 * @param query backgroundRemoval, category, minPrice, maxPrice, limit; what is empty is left out
 */
export function searchByPhoto(photo, query, signal) {
  if (photo.size > MOST_BYTES) throw new Problem('IMAGE_TOO_LARGE');
  const known = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  return ask(`/api/search?${new URLSearchParams(known)}`, {
    method: 'POST',
    body: photo,
    // Some systems do not know the types of newer pictures; the server looks at the bytes anyway.
    headers: { 'Content-Type': photo.type || 'application/octet-stream' },
    signal,
  });
}

/** A picture of this server as a photo to search with. */
export async function fetchPicture(address) {
  const response = await fetch(address).catch(() => undefined);
  if (!response?.ok) throw new Problem('OFFLINE');
  return response.blob();
}

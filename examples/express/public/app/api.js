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
  if (!response.ok) throw new Problem(body.code ?? 'OTHER', body.detail ?? body.message, body.hint);
  return body;
}

export const fetchStatus = () => ask('/api/status');
export const fetchSamples = () => ask('/api/samples');

const MOST_BYTES = 25 * 1024 * 1024;

/** What the page asks, as the handler's parameters; what is empty is left out. */
function toParameters({ backgroundRemoval, category, minPrice, maxPrice, limit, box }) {
  const price = {};
  if (minPrice) price.$gte = Number(minPrice);
  if (maxPrice) price.$lte = Number(maxPrice);
  const filter = Object.keys(price).length > 0 ? JSON.stringify({ price }) : '';
  const known = {
    backgroundRemoval,
    category: category === 'everything' ? 'false' : category,
    filter,
    limit,
    box: box && JSON.stringify(box),
  };
  return Object.entries(known).filter(([, value]) => value !== undefined && value !== '');
}

function post(route, photo, parameters, signal) {
  return ask(`/api/${route}?${new URLSearchParams(parameters)}`, {
    method: 'POST',
    body: photo,
    // Some systems do not know the types of newer pictures; the server looks at the bytes anyway.
    headers: { 'Content-Type': photo.type || 'application/octet-stream' },
    signal,
  });
}

const pictureOf = ({ productId, imageId }) =>
  `/images/${encodeURIComponent(productId)}/${encodeURIComponent(imageId)}`;

/**
 * Searches with a photo, and asks what was seen in it. A shop would search alone; this page also shows the way.
 * @param photo a Blob
 * @param query backgroundRemoval, category, minPrice, maxPrice, limit, box
 */
export async function searchByPhoto(photo, query, signal) {
  if (photo.size > MOST_BYTES) throw new Problem('IMAGE_TOO_LARGE');
  const parameters = toParameters({ limit: 12, ...query });
  const seen = parameters.filter(([name]) => name === 'backgroundRemoval' || name === 'box');
  const found = await post('search', photo, parameters, signal);
  const { category: recognised, pictures } = await post('analyze', photo, seen, signal);
  const matches = found.matches.map((match) => ({ ...match, image: pictureOf(match) }));
  return { ...found, matches, recognised, pictures };
}

/** A picture of this server as a photo to search with. */
export async function fetchPicture(address) {
  const response = await fetch(address).catch(() => undefined);
  if (!response?.ok) throw new Problem('OFFLINE');
  return response.blob();
}

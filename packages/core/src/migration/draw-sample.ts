/** Numbers from 0 up to 1, the same for the same seed (mulberry32, public domain). */
function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Draws `count` items evenly out of all, holding no more than those (Vitter 1985, algorithm R). */
export async function drawSample<T>(items: AsyncIterable<T>, count: number, seed: number): Promise<T[]> {
  const random = seededRandom(seed);
  const drawn: T[] = [];
  let seen = 0;
  if (count === 0) return drawn;
  for await (const item of items) {
    seen++;
    if (drawn.length < count) drawn.push(item);
    else {
      const at = Math.floor(random() * seen);
      if (at < count) drawn[at] = item;
    }
  }
  return drawn;
}

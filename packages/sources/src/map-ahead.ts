/** Maps in order, with some of what follows already underway. What fails, fails in its turn. */
export async function* mapAhead<T, R>(
  items: AsyncIterable<T>,
  ahead: number,
  map: (item: T) => Promise<R>,
): AsyncGenerator<R> {
  const underway: Promise<R>[] = [];
  let failed: { readonly error: unknown } | undefined;
  try {
    for await (const item of items) {
      const mapped = map(item);
      // Heard when its turn comes.
      mapped.catch(() => undefined);
      underway.push(mapped);
      if (underway.length > ahead) yield await underway.shift()!;
    }
  } catch (error) {
    failed = { error };
  }
  for (const mapped of underway) yield await mapped;
  if (failed) throw failed.error;
}

interface Watched {
  readonly acts: Set<() => void>;
  stop(): void;
}

const watched = new WeakMap<AbortSignal, Watched>();

/**
 * Acts when the signal fires, through one listener a signal however many wait: a signal looks through all its listeners
 * for each that comes or goes, which thousands of pictures in flight pay for.
 * @returns takes it back
 */
export function onAbort(signal: AbortSignal, act: () => void): () => void {
  let hub = watched.get(signal);
  if (hub === undefined) {
    const acts = new Set<() => void>();
    const fire = (): void => {
      watched.delete(signal);
      for (const each of acts) each();
    };
    hub = { acts, stop: () => signal.removeEventListener('abort', fire) };
    watched.set(signal, hub);
    signal.addEventListener('abort', fire, { once: true });
  }
  const { acts, stop } = hub;
  // The same function twice is two who wait.
  const own = (): void => act();
  acts.add(own);
  return () => {
    if (!acts.delete(own) || acts.size > 0) return;
    stop();
    watched.delete(signal);
  };
}

import { throwIfStopped } from '../errors/abort.ts';

/** Milliseconds of work after which others get their turn. */
const TURN = 8;

/** To be awaited between pieces of long work: now and then it lets the event loop go round. */
export type Breather = () => Promise<void>;

/** What it makes throws ABORTED once the signal has fired. */
export function createBreather(signal: AbortSignal | undefined): Breather {
  let since = performance.now();
  return async () => {
    throwIfStopped({ signal });
    if (performance.now() - since < TURN) return;
    await new Promise((resolve) => setTimeout(resolve, 0));
    since = performance.now();
  };
}

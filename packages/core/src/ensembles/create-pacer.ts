import { throwIfStopped } from '../errors/abort.ts';
import type { CallOptions } from '../spec/call-options.ts';
import type { Pacer } from './make-views.ts';

/** Milliseconds of pixel work after which the event loop goes round: half of what is allowed. */
const TURN = 0.5;

/** `setTimeout` waits a millisecond at least; Node and some pages have something quicker. */
const nextTurn = (): Promise<void> =>
  new Promise((resolve) => {
    const { setImmediate } = globalThis as { readonly setImmediate?: (then: () => void) => unknown };
    if (setImmediate) setImmediate(resolve);
    else setTimeout(resolve, 0);
  });

/** Lets others have their turn after half a millisecond of work. What it makes throws ABORTED and TIMEOUT. */
export function createPacer(options: CallOptions | undefined): Pacer {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < TURN) return;
    await nextTurn();
    throwIfStopped(options);
    since = performance.now();
  };
}

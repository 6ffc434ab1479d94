/**
 * Repeats a step until the work has ended, and at least so often. The work is always waited for: none outlives its
 * case, and none rejects unheard.
 */
export async function whileRunning<T>(
  work: Promise<T>,
  step: (round: number) => Promise<void>,
  least = 1,
): Promise<T> {
  let done = false;
  const ended = work.finally(() => {
    done = true;
  });
  ended.catch(() => undefined);
  try {
    for (let round = 0; !done || round < least; round++) {
      await step(round);
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  } catch (error) {
    await ended.catch(() => undefined);
    throw error;
  }
  return ended;
}

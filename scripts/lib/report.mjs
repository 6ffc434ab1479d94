// Runs steps one after the other, and closes with the line that people and machines read.

/** A check that is one test: it passes with exit code 0. */
export const oneTest = (code) => ({ passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 });

const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`;

/**
 * @param steps each with a name and a function that returns `{ passed, failed, skipped }`; a step marked `first`
 *   ends everything when it fails, for nothing after it could be right
 * @returns the exit code
 */
export async function runSteps(steps) {
  const began = performance.now();
  const total = { passed: 0, failed: 0, skipped: 0 };
  const rows = [];
  for (const { name, run, first = false } of steps) {
    console.log(`\n== ${name}`);
    const started = performance.now();
    let result;
    try {
      result = await run();
    } catch (error) {
      console.error(error);
      result = oneTest(1);
    }
    const { passed, failed, skipped } = result;
    const counts = `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
    rows.push(
      `${failed > 0 ? 'FAILED' : 'ok    '} ${name.padEnd(22)} ${seconds(started).padStart(8)}  ${counts}`,
    );
    for (const key of Object.keys(total)) total[key] += result[key];
    if (failed > 0 && first) break;
  }
  console.log(
    `\n${rows.join('\n')}\nin ${seconds(began)}${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`,
  );
  console.log(`${total.passed} passed, ${total.failed} failed`);
  return total.failed > 0 || total.passed === 0 ? 1 : 0;
}

// Runs vitest and counts what it ran.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { root, runTool } from './workspace.mjs';

/**
 * @param name of the report file
 * @param args vitest's arguments, e.g. `['--project', 'core']`
 * @returns how many tests passed, failed and were skipped; a run without a report is one failure
 */
export function runVitest(name, args, env = {}) {
  const report = path.join(root, '.cache', `vitest-${name}.json`);
  mkdirSync(path.dirname(report), { recursive: true });
  rmSync(report, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const { code } = runTool('vitest', ['run', ...reporters, ...args], { env });
  if (!existsSync(report)) return { passed: 0, failed: 1, skipped: 0 };
  const result = JSON.parse(readFileSync(report, 'utf8'));
  const passed = result.numPassedTests;
  const skipped = result.numPendingTests + (result.numTodoTests ?? 0);
  // A file that does not even load has no failed test, and an unhandled error belongs to none.
  const broken = result.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  );
  const failed = result.numFailedTests + broken.length;
  return { passed, skipped, failed: failed === 0 && code !== 0 ? 1 : failed };
}

import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * Files that take longest though they are short: they run what others hold. In an empty clone vitest knows nothing of
 * earlier runs and begins with the longest text, so that one of these would run last and alone.
 */
const LONGEST = [
  ...['opensearch-3.service', 'faults.service', 'searching.service'],
  ...['cli/src/bin', 'cli/src/migrate', 'lancedb/src/conformance', 'onnx/src/node/exit', 'next.e2e'],
];

const rankOf = ({ moduleId }: TestSpecification): number => {
  const at = LONGEST.findIndex((name) => moduleId.includes(`${name}.`));
  return at < 0 ? LONGEST.length : at;
};

/** The order of test files. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.sort((a, b) => rankOf(a) - rankOf(b));
  }
}

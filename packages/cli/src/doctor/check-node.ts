import manifest from '../../package.json' with { type: 'json' };
import type { Finding } from './finding.ts';
import { readReport } from './read-report.ts';

/** What is asked of the running Node; other values for tests. */
export interface NodeFacts {
  readonly version: string;
  readonly platform: string;
  readonly architecture: string;
  /** Version of glibc; undefined on Linux means another C library (musl). */
  readonly glibc?: string | undefined;
}

export function readNodeFacts(): NodeFacts {
  return {
    version: process.versions.node,
    platform: process.platform,
    architecture: process.arch,
    glibc: readReport().header.glibcVersionRuntime,
  };
}

/** Platforms for which onnxruntime-node has binaries. */
const WITH_BINARIES = ['linux x64', 'linux arm64', 'win32 x64', 'win32 arm64', 'darwin arm64'];

export function checkNode(facts: NodeFacts = readNodeFacts()): Finding {
  const { version, platform, architecture, glibc } = facts;
  const needed = manifest.engines.node.replace('>=', '');
  const musl = platform === 'linux' && glibc === undefined;
  const next: string[] = [];
  if (isOlder(version, needed))
    next.push(`Install Node ${needed} or later (nodejs.org); 24 is what this is tested on.`);
  if (musl)
    next.push(
      'onnxruntime-node has no binaries for Alpine (musl): use an image with glibc, such as node:24-slim.',
    );
  else if (!WITH_BINARIES.includes(`${platform} ${architecture}`))
    next.push(
      `onnxruntime-node has binaries for ${WITH_BINARIES.join(', ')}: run the models on one of these.`,
    );
  const library = platform === 'linux' ? `, ${glibc ? `glibc ${glibc}` : 'musl'}` : '';
  return {
    check: 'node',
    state: next.length === 0 ? 'fine' : 'broken',
    summary: `Node ${version} on ${platform} ${architecture}${library}`,
    next,
    facts: { ...facts, needed },
  };
}

function isOlder(version: string, needed: string): boolean {
  const [have, want] = [version, needed].map((text) => text.split('.').map(Number)) as [number[], number[]];
  for (const [at, number] of want.entries()) {
    if ((have[at] ?? 0) !== number) return (have[at] ?? 0) < number;
  }
  return false;
}

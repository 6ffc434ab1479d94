import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { BackgroundRemover } from '../spec/background-remover.ts';
import type { CategoryClassifier } from '../spec/category-classifier.ts';
import type { Embedder } from '../spec/embedder.ts';
import type { Fingerprint } from '../spec/fingerprint.ts';
import type { ImageProcessor } from '../spec/image-processor.ts';
import type { Taxonomy } from '../spec/taxonomy.ts';
import type { ResolvedPolicies } from './resolve-policies.ts';

export interface FingerprintParts {
  readonly imageProcessor: ImageProcessor;
  readonly backgroundRemover?: BackgroundRemover | undefined;
  readonly embedder: Embedder;
  readonly classifier?: CategoryClassifier | undefined;
  readonly taxonomy: Taxonomy;
  readonly policies: ResolvedPolicies;
}

/**
 * What makes the vectors, in three parts. Each is readable, `name=value` pairs joined by `;`, so that a mismatch can
 * be told by name; only the taxonomy is hashed, because it may be long.
 *
 * The background remover counts as a setting: it decides what is cut away, but the space is the embedder's, and a
 * catalogue stays comparable when the remover is improved.
 */
export function fingerprintOf(parts: FingerprintParts): Fingerprint {
  const { embedder, classifier, backgroundRemover, imageProcessor, policies, taxonomy } = parts;
  const spaceOf = (model: string): string =>
    join({
      embedder: model,
      workingSize: policies.limits.workingSize,
      margin: backgroundRemover ? policies.margin : 'none',
      fill: policies.fill.join(','),
    });
  const twins = embedder.info.sameSpaceAs ?? [];
  return {
    space: spaceOf(embedder.info.fingerprint),
    category: join({
      classifier: classifier?.info.fingerprint ?? 'none',
      taxonomy: hash(JSON.stringify(leavesOf(taxonomy))),
    }),
    settings: join({
      backgroundRemover: backgroundRemover?.info.fingerprint ?? 'none',
      backgroundRemoval: policies.backgroundRemoval,
      ...policies.gate,
      feather: policies.feather,
      minConfidence: policies.minConfidence,
      decoder: imageProcessor.info.fingerprint,
    }),
    ...(twins.length > 0 && { sameSpaceAs: twins.map(spaceOf) }),
  };
}

const join = (pairs: Readonly<Record<string, string | number | null>>): string =>
  Object.entries(pairs)
    .map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`)
    .join(';');

const hash = (text: string): string => bytesToHex(sha256(utf8ToBytes(text))).slice(0, 16);

/** The tree without the names for people, which change nothing. */
const leavesOf = (taxonomy: Taxonomy): unknown =>
  taxonomy.map(({ id, children }) => (children ? [id, leavesOf(children)] : id));

import { checkKeys, checkNumber, invalidOption } from '../options/check.ts';
import type { CategoryClassifier, EmbeddingClassifier } from '../spec/category-classifier.ts';
import { SPEC_VERSION } from '../spec/component.ts';
import { checkModel } from './check-members.ts';
import type { MemberParts } from './create-ensemble-embedder.ts';
import { lengthOf } from './unit-vector.ts';

export interface MemberClassifierOptions {
  /** What `createEnsembleEmbedder` made, or anything else that knows the parts of its vectors. */
  readonly ensemble: MemberParts;
  /** Position of the member whose vectors the classifier knows. */
  readonly member: number;
  /** A head on that member's vectors. */
  readonly classifier: EmbeddingClassifier;
}

/**
 * A head on the vectors of one embedder, for the vectors of an ensemble that has this embedder as a member: it is shown
 * the member's part, at unit length, which is what the member alone would have given. Closing it closes the head.
 * @throws ImageSearchError INVALID_OPTIONS
 * @example
 * const ensemble = createEnsembleEmbedder({ members: [{ embedder: createFakeEmbedder() }, { embedder }] });
 * const head = createLinearClassifier({ head: JSON.parse(await readFile('head.json', 'utf8')), embedder });
 * const categories = createMemberClassifier({ ensemble, member: 1, classifier: head });
 */
export function createMemberClassifier(options: MemberClassifierOptions): EmbeddingClassifier {
  checkKeys('options', options, ['ensemble', 'member', 'classifier']);
  const { parts } = options.ensemble ?? {};
  if (!Array.isArray(parts))
    throw invalidOption('ensemble', 'what createEnsembleEmbedder made', options.ensemble);
  const max = parts.length - 1;
  const member = checkNumber('member', options.member, { min: 0, max, integer: true });
  const head = checkModel<CategoryClassifier>('classifier', options.classifier, 'classify');
  if (head.input !== 'embedding')
    throw invalidOption(
      'classifier',
      'a classifier whose input is "embedding"',
      head.input,
      'A classifier that looks at pictures needs no part of a vector: pass it to the pipeline as it is.',
    );
  const { offset, dimensions, fingerprint } = options.ensemble.parts[member]!;
  const partOf = (vector: Float32Array): Float32Array => {
    const part = vector.subarray(offset, offset + dimensions);
    const length = lengthOf(part);
    return part.map((value) => value / length);
  };
  const close = async (): Promise<void> => head.close?.();
  return {
    specVersion: SPEC_VERSION,
    input: 'embedding',
    info: { ...head.info, fingerprint: `part(${offset},${fingerprint}):${head.info.fingerprint}` },
    classify: (vectors, call) => head.classify(vectors.map(partOf), call),
    close,
    [Symbol.asyncDispose]: close,
  };
}

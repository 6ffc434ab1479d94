import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { throwIfStopped } from '../errors/abort.ts';
import { ImageSearchError } from '../errors/image-search-error.ts';
import { checkKeys } from '../options/check.ts';
import type { EmbeddingClassifier } from '../spec/category-classifier.ts';
import { SPEC_VERSION } from '../spec/component.ts';
import type { Embedder } from '../spec/embedder.ts';
import { OTHER_CATEGORY } from '../taxonomy/create-taxonomy-index.ts';
import { checkEmbedder } from './check-embedder.ts';
import type { LinearHead } from './linear-head.ts';
import { parseLinearHead } from './parse-linear-head.ts';
import { scoresOf } from './scorer.ts';
import { softmax } from './softmax.ts';

/** A classifier that can be saved: `JSON.stringify(classifier)`. */
export interface LinearClassifier extends EmbeddingClassifier {
  toJSON(): LinearHead;
}

export interface LinearClassifierOptions {
  /** What `JSON.parse` makes of a saved classifier. */
  readonly head: LinearHead;
  /** The pipeline's: another one's vectors would be told apart by chance. */
  readonly embedder: Pick<Embedder, 'info'>;
}

const MAX_BATCH_SIZE = 256;

/**
 * A saved classifier, at work again. It gives the same probabilities as the one that was saved, adds microseconds to a
 * photo, and holds nothing that must be freed.
 * @throws ImageSearchError INVALID_OPTIONS, MODEL_CORRUPT for what is no saved classifier, MODEL_MISMATCH for another
 * embedder than it was fitted for
 * @example
 * const head = JSON.parse(await readFile('categories.json', 'utf8'));
 * const classifier = createLinearClassifier({ head, embedder });
 */
export function createLinearClassifier(options: LinearClassifierOptions): LinearClassifier {
  checkKeys('options', options, ['head', 'embedder']);
  const head = parseLinearHead(options.head);
  const { info } = checkEmbedder(options.embedder);
  const size = head.weights[0]!.length;
  const fits = [info.fingerprint, ...(info.sameSpaceAs ?? [])].includes(head.embedder);
  if (!fits || size !== info.dimensions) throw mismatch(head, info, size);
  const weights = head.weights.map((row) => Float64Array.from(row));
  const biases = Float64Array.from(head.biases);
  const reported = head.categories.flatMap((id, at) => (id === OTHER_CATEGORY ? [] : [at]));
  let closed = false;
  const close = async (): Promise<void> => {
    closed = true;
  };
  return {
    specVersion: SPEC_VERSION,
    input: 'embedding',
    info: {
      id: head.id,
      fingerprint: fingerprintOf(head),
      maxBatchSize: MAX_BATCH_SIZE,
      categories: reported.map((at) => head.categories[at]!),
      ...(head.heldOut === undefined && {
        warnings: [
          `${head.id} is not calibrated: there were no held-out examples to choose its temperature by.`,
        ],
      }),
    },
    async classify(vectors, callOptions) {
      throwIfStopped(callOptions);
      if (closed)
        throw new ImageSearchError({
          code: 'CLOSED',
          message: `The classifier ${head.id} is closed.`,
          hint: 'Close components after the pipelines that use them.',
        });
      return vectors.map((vector) => {
        if (vector.length !== size) throw mismatch(head, info, vector.length);
        const shares = softmax(scoresOf({ weights, biases }, vector), 1 / head.temperature);
        return { probabilities: Float32Array.from(reported, (at) => shares[at]!) };
      });
    },
    toJSON: () => head,
    close,
    [Symbol.asyncDispose]: close,
  };
}

function fingerprintOf({ embedder, categories, weights, biases, temperature }: LinearHead): string {
  const text = JSON.stringify([embedder, categories, weights, biases, temperature]);
  return bytesToHex(sha256(utf8ToBytes(text))).slice(0, 16);
}

const mismatch = (head: LinearHead, info: Embedder['info'], size: number): ImageSearchError =>
  new ImageSearchError({
    code: 'MODEL_MISMATCH',
    message: `The classifier ${head.id} was fitted on vectors of ${head.weights[0]!.length} numbers of the embedder ${head.embedder}, but is to judge vectors of ${size} of ${info.fingerprint} (${info.id}).`,
    hint: 'Fit it again on examples embedded by the embedder in use, or load the one that it was fitted for.',
  });

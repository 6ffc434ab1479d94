import { checkEmbedder } from '../classifiers/check-embedder.ts';
import { ImageSearchError } from '../errors/image-search-error.ts';
import { checkKeys } from '../options/check.ts';
import type { CallOptions } from '../spec/call-options.ts';
import type { Embedder } from '../spec/embedder.ts';
import { adaptedFingerprint } from './adapted-fingerprint.ts';
import type { LinearAdapter } from './linear-adapter.ts';
import { mapVector } from './map-vector.ts';
import { parseLinearAdapter } from './parse-linear-adapter.ts';

export interface AdaptEmbedderOptions<E extends Embedder = Embedder> {
  /** The one that the adapter was fitted for, or a twin that is comparable with it. It is closed with what is made here. */
  readonly embedder: E;
  /** What `JSON.parse` makes of a saved adapter. */
  readonly adapter: LinearAdapter;
}

/**
 * The embedder with a fitted linear map behind it, pictures and words alike. It has a fingerprint of its own, so that an
 * index of the plain embedder's vectors is refused: fill another, or migrate. Classifiers fitted on the plain vectors
 * are refused as well.
 * @throws ImageSearchError INVALID_OPTIONS, MODEL_CORRUPT for what is no adapter, MODEL_MISMATCH for another embedder
 * @example
 * const adapter = JSON.parse(await readFile('adapter.json', 'utf8'));
 * const adapted = adaptEmbedder({ embedder, adapter });
 */
export function adaptEmbedder<E extends Embedder>(options: AdaptEmbedderOptions<E>): E {
  checkKeys('options', options, ['embedder', 'adapter']);
  const embedder = checkEmbedder(options.embedder);
  const adapter = parseLinearAdapter(options.adapter);
  const { info } = embedder;
  const twins = info.sameSpaceAs ?? [];
  if (![info.fingerprint, ...twins].includes(adapter.embedder) || adapter.matrix.length !== info.dimensions)
    throw mismatch(adapter, info);
  const matrix = adapter.matrix.map((row) => Float64Array.from(row));
  const map = (vectors: readonly Float32Array[]): Float32Array[] =>
    vectors.map((vector) => mapVector(matrix, vector));
  // Either kind of input is handed on as it came.
  const embedImages = embedder.embedImages as (
    images: readonly unknown[],
    call?: CallOptions,
  ) => Promise<Float32Array[]>;
  const { embedTexts, close } = embedder;
  return {
    specVersion: embedder.specVersion,
    input: embedder.input,
    info: {
      ...info,
      id: `${info.id}+adapter`,
      fingerprint: adaptedFingerprint(info.fingerprint, adapter),
      sameSpaceAs: twins.map((twin) => adaptedFingerprint(twin, adapter)),
    },
    embedImages: async (images: readonly unknown[], call?: CallOptions) =>
      map(await embedImages.call(embedder, images, call)),
    ...(embedTexts && {
      embedTexts: async (texts: readonly string[], call?: CallOptions) =>
        map(await embedTexts.call(embedder, texts, call)),
    }),
    ...(close && { close: () => close.call(embedder) }),
    [Symbol.asyncDispose]: async () => close?.call(embedder),
  } as unknown as E;
}

const mismatch = ({ embedder, matrix }: LinearAdapter, info: Embedder['info']): ImageSearchError =>
  new ImageSearchError({
    code: 'MODEL_MISMATCH',
    message: `The adapter was fitted on vectors of ${matrix.length} numbers of the embedder ${embedder}, but is to map vectors of ${info.dimensions} of ${info.fingerprint} (${info.id}).`,
    hint: 'Fit it again on feedback of the embedder in use, or use the one that it was fitted for.',
  });

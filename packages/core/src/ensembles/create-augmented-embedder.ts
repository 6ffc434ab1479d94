import { checkKeys, invalidOption } from '../options/check.ts';
import type { CallOptions } from '../spec/call-options.ts';
import { SPEC_VERSION } from '../spec/component.ts';
import type { Embedder, RasterEmbedder } from '../spec/embedder.ts';
import { type AugmentOptions, checkAugment } from './check-augment.ts';
import { checkModel } from './check-members.ts';
import type { MemberParts } from './create-ensemble-embedder.ts';
import { encloseCalls } from './enclose-calls.ts';
import { batchOfViews, runViews } from './run-views.ts';
import { meanDirection } from './unit-vector.ts';

export interface AugmentedEmbedderOptions<E extends RasterEmbedder = RasterEmbedder> extends AugmentOptions {
  /** One that looks at rasters. */
  readonly embedder: E;
}

/**
 * Test-time augmentation: a picture's vector is the mean of the vectors of its views, at unit length. The views are in
 * the fingerprint, and so in the `space`; texts stay as they are. A picture costs as many runs as it has views: 2 with
 * its mirror image, 6 with crops, 12 with both. Whether it is better, `imgsearch eval` tells. Closing it closes the
 * embedder.
 *
 * Views are made of the working raster by plain arithmetic, in pieces below half a millisecond, between which the event
 * loop goes round.
 * @throws ImageSearchError INVALID_OPTIONS
 * @example
 * const augmented = createAugmentedEmbedder({ embedder: createFakeEmbedder(), mirror: true, crops: 0.875 });
 */
export function createAugmentedEmbedder<E extends RasterEmbedder>(
  options: AugmentedEmbedderOptions<E>,
): RasterEmbedder & Pick<E, Extract<keyof E, keyof MemberParts>> {
  checkKeys('options', options, ['embedder', 'mirror', 'crops']);
  const model = checkModel<Embedder>('embedder', options?.embedder, 'embedImages');
  if (model.input !== 'raster')
    throw invalidOption('embedder', 'an embedder whose input is "raster"', model.input);
  const { views, name } = checkAugment(options);
  const { id, maxBatchSize, fingerprint, sameSpaceAs } = model.info;
  const printOf = (inner: string): string => `augmented(${name}):${inner}`;
  const calls = encloseCalls(id, [model]);
  const run = (images: Parameters<RasterEmbedder['embedImages']>[0], call: CallOptions | undefined) =>
    model.embedImages(images, call);
  const { parts } = model as Partial<MemberParts>;
  const augmented: RasterEmbedder & Partial<MemberParts> = {
    specVersion: SPEC_VERSION,
    input: 'raster',
    ...(parts && { parts }),
    info: {
      ...model.info,
      id: `${id} (${name})`,
      fingerprint: printOf(fingerprint),
      maxBatchSize: batchOfViews(maxBatchSize, views),
      ...(sameSpaceAs && { sameSpaceAs: sameSpaceAs.map(printOf) }),
    },
    embedImages: (images, call) =>
      calls.run(call, async () => {
        const vectors = await runViews(images, views, { id, maxBatchSize, run }, call);
        return vectors.map((each) => meanDirection(each, id));
      }),
    ...(model.embedTexts && {
      embedTexts: (texts: readonly string[], call?: CallOptions) =>
        calls.run(call, () => model.embedTexts!(texts, call)),
    }),
    close: calls.close,
    [Symbol.asyncDispose]: calls.close,
  };
  return augmented as never;
}

import type { SubmitOptions } from '../batching/create-batcher.ts';
import { throwIfStopped } from '../errors/abort.ts';
import type { Segmentation } from '../spec/background-remover.ts';
import type { BackgroundRemoval, BackgroundReport, CategoryReport } from '../spec/photo-report.ts';
import type { RasterImage } from '../spec/raster-image.ts';
import type { PictureBox } from '../spec/search.ts';
import { OTHER_CATEGORY } from '../taxonomy/create-taxonomy-index.ts';
import { checkVector } from './check-vector.ts';
import { chooseCategory, givenCategory } from './choose-category.ts';
import { decodePart } from './decode-part.ts';
import { flatten } from './flatten.ts';
import type { PhotoTools } from './photo-tools.ts';
import { segmentPhoto } from './segment-photo.ts';
import type { Stopwatch } from './stopwatch.ts';

export interface WalkOptions extends SubmitOptions {
  readonly backgroundRemoval?: BackgroundRemoval | undefined;
  /** The part to look at; left out: all of it. */
  readonly box?: PictureBox | undefined;
  /** Decided already: the classifier is not asked. */
  readonly category?: CategoryReport | undefined;
}

export interface WalkedPhoto {
  readonly vector: Float32Array;
  readonly category: CategoryReport;
  readonly background: BackgroundReport;
  /** The oriented working raster; its transparency, if it had any, lies on the fill. */
  readonly original: RasterImage;
  /** As decoded, with its own alpha. */
  readonly decoded: RasterImage;
  /** What the models saw: the cut-out on the fill, or `original`. */
  readonly input: RasterImage;
  readonly mask?: Segmentation | undefined;
}

/**
 * The way of a photo from its encoded bytes up to its vector, the same for search, index, embed and analyze: decode,
 * segment, gate, cut out, embed and classify. One decode, one working raster, no encoding in between.
 * @throws whatever a step throws; nothing is retried here
 */
export async function walkBytes(
  bytes: Uint8Array,
  tools: PhotoTools,
  stopwatch: Stopwatch,
  options: WalkOptions,
): Promise<WalkedPhoto> {
  const { imageProcessor, policies } = tools;
  const { fill, feather, margin } = policies;
  throwIfStopped(options);
  const [decoded, original] = await stopwatch.time('decode', async () => {
    const raster = await decodePart(bytes, options.box, tools, options);
    return [raster, await flatten(raster, fill, imageProcessor, options)] as const;
  });
  throwIfStopped(options);
  const mode = options.backgroundRemoval ?? policies.backgroundRemoval;
  const { mask, background } = await stopwatch.time('segment', () =>
    segmentPhoto(original, mode, tools, options),
  );
  tools.onBackground?.(background);
  throwIfStopped(options);
  const input =
    mask && background.removed
      ? await stopwatch.time('cutOut', () =>
          tools.cuttingOut.submit(
            (call) => imageProcessor.cutOut(decoded, mask, { feather, margin, fill }, call),
            options,
          ),
        )
      : original;
  throwIfStopped(options);
  const { vector, category } = await embedAndClassify(input, tools, stopwatch, options);
  return { vector, category, background, original, decoded, input, mask };
}

/** Vector and category; a classifier that looks at pictures works beside the embedder. */
async function embedAndClassify(
  input: RasterImage,
  tools: PhotoTools,
  stopwatch: Stopwatch,
  options: WalkOptions,
): Promise<Pick<WalkedPhoto, 'vector' | 'category'>> {
  const { embedder, classifier, imageProcessor } = tools;
  const embed = (): Promise<Float32Array> =>
    stopwatch.time('embed', async () => {
      const image = embedder.input === 'encoded' ? await imageProcessor.encode(input, 'png', options) : input;
      return checkVector(await tools.embedding.submit(image, options), embedder.info);
    });
  const looksAtPictures = classifier?.input === 'image';
  const [vector, early] = await Promise.all([
    embed(),
    looksAtPictures ? classifyInput(input, tools, stopwatch, options) : undefined,
  ]);
  return { vector, category: early ?? (await classifyInput(vector, tools, stopwatch, options)) };
}

async function classifyInput(
  input: RasterImage | Float32Array,
  { classifier, classifying, policies }: PhotoTools,
  stopwatch: Stopwatch,
  options: WalkOptions,
): Promise<CategoryReport> {
  if (options.category) return options.category;
  if (!classifier || !classifying) return givenCategory(OTHER_CATEGORY, 'none');
  const classification = await stopwatch.time('classify', () => classifying.submit(input, options));
  return chooseCategory(classification, classifier.info.categories, policies.minConfidence);
}

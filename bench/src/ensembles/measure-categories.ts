import {
  createImageSearchPipeline,
  createMemoryStore,
  type EmbeddingClassifier,
  type RasterEmbedder,
} from '@imgsearch/core';
import { embedExamples, fitLogisticClassifier, type LabelledVector } from '@imgsearch/core/classifiers';
import { createAugmentedEmbedder, createEnsembleClassifier } from '@imgsearch/core/ensembles';
import { bootstrapMean } from '@imgsearch/core/evaluation';
import { createSharpImageProcessor } from '@imgsearch/sharp';
import { type Figure, figure } from '../lib/statistics.ts';
import { clothingSet, demoSet, leafOfGarment } from '../quality/sets.ts';

/**
 * How often the likeliest leaf of a real garment is right: by the starter head, by a head fitted on the training senders
 * and the drawn catalogue, by the mean of both, and by the starter head on the vectors of several views.
 */
export async function measureCategories(
  starter: RasterEmbedder,
  head: EmbeddingClassifier,
): Promise<Record<string, Figure>> {
  const [clothing, demo] = [await clothingSet(), await demoSet()];
  if (clothing === undefined) return {};
  const fitting = [
    ...clothing.images.flatMap(({ source, label, split, group }) => {
      const category = leafOfGarment[label];
      return split === 'catalogue' && category !== undefined ? [{ source, category, group }] : [];
    }),
    ...demo.images.flatMap(({ source, category, split, id }) =>
      split === 'catalogue' && category !== undefined ? [{ source, category, group: id }] : [],
    ),
  ];
  const asked = clothing.images.flatMap(({ source, category, group, split }) =>
    split === 'query' && category !== undefined ? [{ source, category, group }] : [],
  );
  const embedded = async (
    embedder: RasterEmbedder,
    pictures: typeof asked,
  ): Promise<readonly LabelledVector[]> => {
    const imageProcessor = createSharpImageProcessor();
    const pipeline = createImageSearchPipeline({ imageProcessor, embedder, store: createMemoryStore() });
    const { examples } = await embedExamples(pipeline, pictures);
    await pipeline.close();
    return examples;
  };
  const fitted = await fitLogisticClassifier({
    examples: await embedded(starter, fitting),
    embedder: starter,
  });
  const both = createEnsembleClassifier({ members: [{ classifier: head }, { classifier: fitted }] });
  const plain = await embedded(starter, asked);
  const mirrored = await embedded(createAugmentedEmbedder({ embedder: starter }), asked);
  const cropped = await embedded(createAugmentedEmbedder({ embedder: starter, crops: 0.875 }), asked);

  const figures: Record<string, Figure> = {};
  const groups = plain.map(({ group }, at) => group ?? String(at));
  const right = async (
    classifier: EmbeddingClassifier,
    vectors: readonly LabelledVector[],
  ): Promise<number[]> => {
    const answers = await classifier.classify(vectors.map(({ vector }) => vector));
    return answers.map(({ probabilities }, at) => {
      const best = probabilities.indexOf(Math.max(...probabilities));
      return Number(classifier.info.categories[best] === vectors[at]!.category);
    });
  };
  const put = (name: string, values: readonly number[], before?: readonly number[]): void => {
    figures[`categories.${name}.right`] = figure([100 * bootstrapMean(values, groups).value], '%');
    if (before === undefined) return;
    const gain = bootstrapMean(
      values.map((value, at) => value - before[at]!),
      groups,
    );
    figures[`categories.${name}.gain`] = figure([100 * gain.value], '%');
    figures[`categories.${name}.gain.low`] = figure([100 * gain.low], '%');
    figures[`categories.${name}.gain.high`] = figure([100 * gain.high], '%');
  };
  const byStarter = await right(head, plain);
  const byFitted = await right(fitted, plain);
  put('starter', byStarter);
  put('fitted', byFitted, byStarter);
  put('both-over-starter', await right(both, plain), byStarter);
  put('both-over-fitted', await right(both, plain), byFitted);
  put('mirror', await right(head, mirrored), byStarter);
  put('mirror-and-crops', await right(head, cropped), byStarter);
  return figures;
}

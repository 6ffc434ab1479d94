import type { RasterEmbedder } from '@imgsearch/core';
import { createAugmentedEmbedder, createEnsembleEmbedder } from '@imgsearch/core/ensembles';
import { createColourHistogram } from '../quality/colour-histogram.ts';

/** Ways to look at a picture with the starter embedder, the plain one first: what they add to it is what is measured. */
export function contenders(starter: RasterEmbedder): Readonly<Record<string, RasterEmbedder>> {
  const withHistogram = (weight: number): RasterEmbedder =>
    createEnsembleEmbedder({
      members: [
        { embedder: starter, weight: 1 - weight },
        { embedder: createColourHistogram(), weight },
      ],
    });
  return {
    plain: starter,
    mirror: createAugmentedEmbedder({ embedder: starter }),
    crops: createAugmentedEmbedder({ embedder: starter, mirror: false, crops: 0.875 }),
    'mirror-and-crops': createAugmentedEmbedder({ embedder: starter, crops: 0.875 }),
    'histogram-10': withHistogram(0.1),
    'histogram-30': withHistogram(0.3),
  };
}

import { fileURLToPath } from 'node:url';
import type { RasterImage } from '@imgsearch/core';
import type {
  ClassificationManifest,
  EmbeddingManifest,
  Preprocessing,
  SegmentationManifest,
} from '../manifest/model-manifest.ts';

/** Folder of the graphs that `golden/make-graphs.py` builds; their answers can be computed by hand. */
export const GRAPHS: string = fileURLToPath(new URL('../../golden/graphs', import.meta.url));

const preprocessing: Preprocessing = {
  width: 8,
  height: 8,
  resize: 'squash',
  kernel: 'bilinear',
  scale: 'divide-by-255',
  mean: [0, 0, 0],
  std: [1, 1, 1],
};
const common = { manifestVersion: 1, licence: 'MIT', source: 'golden/make-graphs.py' } as const;

/** Means of red, green and blue, and red minus blue. */
export const embeddingManifest = (file = 'embedding'): EmbeddingManifest => ({
  ...common,
  id: file,
  task: 'embedding',
  files: { fp32: { path: `${file}.onnx` } },
  input: { name: 'pixels', preprocessing },
  output: { name: 'embedding', dimensions: 4 },
});

/** The red plane is the mask. */
export const segmentationManifest = (
  output: Partial<SegmentationManifest['output']> = {},
): SegmentationManifest => ({
  ...common,
  id: 'segmentation',
  task: 'segmentation',
  files: { fp32: { path: 'segmentation.onnx' } },
  input: { name: 'pixels', preprocessing },
  output: { name: 'mask', activation: 'none', stretch: false, ...output },
});

/** Means of the colours are the logits of three labels. */
export const classificationManifest = (
  labels: readonly string[] = ['red', 'green', 'blue'],
): ClassificationManifest => ({
  ...common,
  id: 'classification',
  task: 'classification',
  files: { fp32: { path: 'classification.onnx' } },
  input: { name: 'pixels', preprocessing },
  output: { name: 0, activation: 'softmax' },
  labels,
});

/** The first three of four numbers are the logits. */
export const headManifest = (): ClassificationManifest => ({
  ...classificationManifest(),
  id: 'head',
  files: { fp32: { path: 'head.onnx' } },
  input: { name: 'vectors', dimensions: 4 },
});

/** A picture of one colour. */
export function plain([red, green, blue]: readonly [number, number, number], size = 8): RasterImage {
  const data = new Uint8Array(size * size * 3);
  for (let i = 0; i < data.length; i += 3) data.set([red, green, blue], i);
  return { width: size, height: size, channels: 3, data };
}

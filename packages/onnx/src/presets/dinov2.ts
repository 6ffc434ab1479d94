import type { EmbeddingManifest } from '../manifest/model-manifest.ts';
import { hubFiles } from './hub-files.ts';
import { IMAGENET } from './statistics.ts';

const dinov2Model = (id: string, source: string, dimensions: number): EmbeddingManifest => ({
  manifestVersion: 1,
  id,
  task: 'embedding',
  files: hubFiles('model'),
  licence: 'Apache-2.0',
  commercialUse: true,
  source,
  input: {
    name: 'pixel_values',
    preprocessing: {
      width: 224,
      height: 224,
      resize: 'crop',
      shortestSide: 256,
      cropRounding: 'down',
      kernel: 'bicubic',
      scale: 'divide-by-255',
      ...IMAGENET,
    },
  },
  output: { name: 'last_hidden_state', dimensions, pooling: 'cls' },
});

type Dinov2 = Record<'dinov2-small' | 'dinov2-base', EmbeddingManifest>;

const dinov2Models = (): Dinov2 => ({
  'dinov2-small': dinov2Model('dinov2-small', 'https://huggingface.co/facebook/dinov2-small', 384),
  'dinov2-base': dinov2Model('dinov2-base', 'https://huggingface.co/facebook/dinov2-base', 768),
});

/** DINOv2 (Oquab et al. 2023, arXiv:2304.07193): pictures alone, and the class token is the vector. */
export const dinov2: Readonly<Dinov2> = /* @__PURE__ */ dinov2Models();

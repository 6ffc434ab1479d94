import type { EmbeddingManifest, Preprocessing } from '../manifest/model-manifest.ts';
import { hubFiles } from './hub-files.ts';

type SiglipId =
  | 'siglip-base-patch16-224'
  | 'siglip2-base-patch16-224'
  | 'marqo-fashion-siglip'
  | 'marqo-ecommerce-b'
  | 'marqo-ecommerce-l';

type Text = NonNullable<EmbeddingManifest['text']>;

interface Model {
  readonly id: string;
  readonly source: string;
  readonly dimensions: number;
  readonly size: number;
  readonly kernel: Preprocessing['kernel'];
  /** Names of the two outputs, picture and text. */
  readonly outputs: readonly [string, string];
  readonly tokens: Pick<Text, 'padId' | 'lowerCase' | 'canonical'>;
}

const siglipModel = ({
  id,
  source,
  dimensions,
  size,
  kernel,
  outputs,
  tokens,
}: Model): EmbeddingManifest => ({
  manifestVersion: 1,
  id,
  task: 'embedding',
  files: hubFiles('vision_model'),
  licence: 'Apache-2.0',
  commercialUse: true,
  source,
  input: {
    name: 'pixel_values',
    preprocessing: {
      width: size,
      height: size,
      resize: 'squash',
      kernel,
      scale: 'divide-by-255',
      mean: [0.5, 0.5, 0.5],
      std: [0.5, 0.5, 0.5],
    },
  },
  output: { name: outputs[0], dimensions },
  text: {
    files: hubFiles('text_model'),
    tokenizer: { path: 'tokenizer.json' },
    input: { ids: 'input_ids' },
    output: outputs[1],
    contextLength: 64,
    ...tokens,
  },
});

/**
 * SentencePiece with 32,000 English pieces. The tower pools over all 64 places without a mask: another padding moves
 * the embedding.
 */
const english = { padId: 1, canonical: true } as const;
/** Gemma's 256,000 pieces, lower case as in training. */
const multilingual = { padId: 0, lowerCase: true } as const;
const pooled = ['pooler_output', 'pooler_output'] as const;
const embeds = ['image_embeds', 'text_embeds'] as const;

const siglipModels = (): Record<SiglipId, EmbeddingManifest> => ({
  'siglip-base-patch16-224': siglipModel({
    id: 'siglip-base-patch16-224',
    source: 'https://huggingface.co/google/siglip-base-patch16-224',
    dimensions: 768,
    size: 224,
    kernel: 'bicubic',
    outputs: pooled,
    tokens: english,
  }),
  'siglip2-base-patch16-224': siglipModel({
    id: 'siglip2-base-patch16-224',
    source: 'https://huggingface.co/google/siglip2-base-patch16-224',
    dimensions: 768,
    size: 224,
    kernel: 'bilinear',
    outputs: pooled,
    tokens: multilingual,
  }),
  'marqo-fashion-siglip': siglipModel({
    id: 'marqo-fashion-siglip',
    source: 'https://huggingface.co/Marqo/marqo-fashionSigLIP',
    dimensions: 768,
    size: 224,
    kernel: 'bicubic',
    outputs: embeds,
    tokens: english,
  }),
  'marqo-ecommerce-b': siglipModel({
    id: 'marqo-ecommerce-b',
    source: 'https://huggingface.co/Marqo/marqo-ecommerce-embeddings-B',
    dimensions: 768,
    size: 224,
    kernel: 'bicubic',
    outputs: embeds,
    tokens: english,
  }),
  'marqo-ecommerce-l': siglipModel({
    id: 'marqo-ecommerce-l',
    source: 'https://huggingface.co/Marqo/marqo-ecommerce-embeddings-L',
    dimensions: 1024,
    size: 256,
    kernel: 'bicubic',
    outputs: embeds,
    tokens: english,
  }),
});

/**
 * SigLIP (Zhai et al. 2023, arXiv:2303.15343), SigLIP 2 (Tschannen et al. 2025, arXiv:2502.14786) and Marqo's models
 * for shops, which are SigLIPs trained further on products: picture and text in one space.
 */
export const siglip: Readonly<Record<SiglipId, EmbeddingManifest>> = /* @__PURE__ */ siglipModels();

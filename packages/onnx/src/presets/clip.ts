import type { EmbeddingManifest, Preprocessing } from '../manifest/model-manifest.ts';
import { hubFiles } from './hub-files.ts';

type ClipId =
  | 'clip-vit-b-32'
  | 'clip-vit-b-16'
  | 'clip-vit-l-14'
  | 'clip-vit-b-32-laion2b'
  | 'mobileclip-s0'
  | 'mobileclip-s2';

const preprocessing: Preprocessing = {
  width: 224,
  height: 224,
  resize: 'crop',
  shortestSide: 224,
  cropRounding: 'down',
  kernel: 'bicubic',
  scale: 'divide-by-255',
  mean: [0.48145466, 0.4578275, 0.40821073],
  std: [0.26862954, 0.26130258, 0.27577711],
};

type Model = Pick<EmbeddingManifest, 'id' | 'licence' | 'commercialUse' | 'source'> & {
  readonly dimensions: number;
  readonly preprocessing?: Preprocessing;
};

const clipModel = ({ dimensions, preprocessing: own, ...about }: Model): EmbeddingManifest => ({
  manifestVersion: 1,
  task: 'embedding',
  ...about,
  files: hubFiles('vision_model'),
  input: { name: 'pixel_values', preprocessing: own ?? preprocessing },
  output: { name: 'image_embeds', dimensions },
  text: {
    files: hubFiles('text_model'),
    tokenizer: { path: 'tokenizer.json' },
    input: { ids: 'input_ids', attentionMask: 'attention_mask' },
    output: 'text_embeds',
    contextLength: 77,
    // The end-of-text token: the tower reads at its first occurrence, so that more of it changes nothing.
    padId: 49407,
  },
});

const openai = { licence: 'MIT', commercialUse: true } as const;
const apple = {
  licence: 'LicenseRef-Apple-AMLR',
  commercialUse: false,
  source: 'https://github.com/apple/ml-mobileclip',
} as const;
/** MobileCLIP's own: no statistics, a shorter side of 256, and torchvision's crop. */
const mobile: Preprocessing = {
  ...preprocessing,
  width: 256,
  height: 256,
  shortestSide: 256,
  cropRounding: 'half-even',
  kernel: 'bilinear',
  mean: [0, 0, 0],
  std: [1, 1, 1],
};

const clipModels = (): Record<ClipId, EmbeddingManifest> => ({
  'clip-vit-b-32': clipModel({
    ...openai,
    id: 'clip-vit-b-32',
    source: 'https://huggingface.co/openai/clip-vit-base-patch32',
    dimensions: 512,
  }),
  'clip-vit-b-16': clipModel({
    ...openai,
    id: 'clip-vit-b-16',
    source: 'https://huggingface.co/openai/clip-vit-base-patch16',
    dimensions: 512,
  }),
  'clip-vit-l-14': clipModel({
    ...openai,
    id: 'clip-vit-l-14',
    source: 'https://huggingface.co/openai/clip-vit-large-patch14',
    dimensions: 768,
  }),
  'clip-vit-b-32-laion2b': clipModel({
    ...openai,
    id: 'clip-vit-b-32-laion2b',
    source: 'https://huggingface.co/laion/CLIP-ViT-B-32-laion2B-s34B-b79K',
    dimensions: 512,
  }),
  'mobileclip-s0': clipModel({ ...apple, id: 'mobileclip-s0', dimensions: 512, preprocessing: mobile }),
  'mobileclip-s2': clipModel({ ...apple, id: 'mobileclip-s2', dimensions: 512, preprocessing: mobile }),
});

/**
 * CLIP (Radford et al. 2021, arXiv:2103.00020) and its kin: picture and text in one space. LAION's is the same network
 * trained on two billion open pairs (arXiv:2210.08402), MobileCLIP (arXiv:2311.17049) a smaller one with CLIP's text
 * side.
 */
export const clip: Readonly<Record<ClipId, EmbeddingManifest>> = /* @__PURE__ */ clipModels();

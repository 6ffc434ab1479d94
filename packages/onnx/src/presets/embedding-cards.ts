import type { ModelCard } from './model-card.ts';
import type { EmbeddingPresetId } from './presets.ts';

const ENGLISH = ['en'] as const;
/** Of the hundred that SigLIP 2 was trained in, those that its paper reports (Crossmodal-3600). */
const MANY: readonly string[] =
  /* @__PURE__ */ 'ar bn cs da de el en es fa fi fil fr he hi hr hu id it ja ko mi nl no pl pt qu ro ru sv sw te th tr uk vi zh'.split(
    ' ',
  );

const EVERY = ['fp32', 'fp16', 'int8', 'uint8'] as const;

/** Cards of the embedders. Sizes and revisions are those of public repositories in 2026. */
export const embeddingCards: Readonly<Record<EmbeddingPresetId, ModelCard>> = {
  'clip-vit-b-32': {
    goodFor: 'The usual first choice: fast on a CPU, knows everyday things. Weak at small differences.',
    languages: ENGLISH,
    megabytes: { image: 352, text: 254 },
    hub: {
      repository: 'Xenova/clip-vit-base-patch32',
      revision: 'd15189d7028b43f1d3e65039190477f6af591c2a',
      precisions: EVERY,
    },
    exporter: 'export_clip.py',
    checked: 'parity',
  },
  'clip-vit-b-16': {
    goodFor: 'Finer patches than B/32: sees smaller details at a quarter of the speed.',
    languages: ENGLISH,
    megabytes: { image: 345, text: 254 },
    hub: { repository: 'Xenova/clip-vit-base-patch16', precisions: EVERY },
    exporter: 'export_clip.py',
    checked: 'parity',
  },
  'clip-vit-l-14': {
    goodFor: 'The best of the original CLIPs; a GPU, or patience.',
    languages: ENGLISH,
    megabytes: { image: 1216, text: 495 },
    hub: { repository: 'Xenova/clip-vit-large-patch14', precisions: EVERY },
    exporter: 'export_clip.py',
    checked: 'parity',
  },
  'clip-vit-b-32-laion2b': {
    goodFor: 'B/32 taught by two billion open pairs: as fast, and better at products than the original.',
    languages: ENGLISH,
    megabytes: { image: 352, text: 254 },
    exporter: 'export_clip.py',
    checked: 'parity',
  },
  'mobileclip-s0': {
    goodFor: 'The smallest with texts, for phones and browsers. Research only.',
    languages: ENGLISH,
    megabytes: { image: 46, text: 170 },
    hub: { repository: 'Xenova/mobileclip_s0', precisions: ['fp32', 'fp16'] },
    checked: 'parity',
  },
  'mobileclip-s2': {
    goodFor: 'About as good as CLIP B/16 at a third of the size. Research only.',
    languages: ENGLISH,
    megabytes: { image: 143, text: 254 },
    hub: { repository: 'Xenova/mobileclip_s2', precisions: ['fp32', 'fp16'] },
    checked: 'parity',
  },
  'siglip-base-patch16-224': {
    goodFor: 'Better at products than CLIP of its size, for pictures and English texts.',
    languages: ENGLISH,
    megabytes: { image: 372, text: 441 },
    hub: {
      repository: 'Xenova/siglip-base-patch16-224',
      revision: '4649052661e53c7000355844105f8a1792088239',
      precisions: EVERY,
    },
    exporter: 'export_siglip.py',
    checked: 'parity',
  },
  'siglip2-base-patch16-224': {
    goodFor: 'The one for shoppers who write Korean, or any of a hundred languages. Its text side is large.',
    languages: MANY,
    megabytes: { image: 372, text: 1130 },
    hub: {
      repository: 'onnx-community/siglip2-base-patch16-224-ONNX',
      revision: 'ba1f3b0843f24bc5417d38e19c37b287d719b2f4',
      precisions: EVERY,
    },
    exporter: 'export_siglip.py',
    checked: 'parity',
  },
  'dinov2-small': {
    goodFor: 'Looks alone: shape, texture and pattern, from one picture to another. No texts.',
    languages: [],
    megabytes: { image: 88 },
    hub: {
      repository: 'Xenova/dinov2-small',
      revision: 'c2bb04a51fab207c420665f1946016107bffc701',
      precisions: EVERY,
    },
    exporter: 'export_dinov2.py',
    checked: 'parity',
  },
  'dinov2-base': {
    goodFor: 'As the small one, finer, four times as large.',
    languages: [],
    megabytes: { image: 346 },
    hub: { repository: 'Xenova/dinov2-base', precisions: EVERY },
    exporter: 'export_dinov2.py',
    checked: 'parity',
  },
  'marqo-fashion-siglip': {
    goodFor: 'Clothes, shoes and bags: taught by a million fashion products.',
    languages: ENGLISH,
    megabytes: { image: 372, text: 441 },
    hub: { repository: 'Marqo/marqo-fashionSigLIP', precisions: EVERY },
    exporter: 'export_siglip.py',
    checked: 'parity',
  },
  'marqo-ecommerce-b': {
    goodFor: 'Products of every kind, for a shop that sells everything.',
    languages: ENGLISH,
    megabytes: { image: 372, text: 441 },
    exporter: 'export_siglip.py',
    checked: 'parity',
  },
  'marqo-ecommerce-l': {
    goodFor: 'As B, the best published for products of every kind; a GPU, or patience.',
    languages: ENGLISH,
    megabytes: { image: 1264, text: 1346 },
    exporter: 'export_siglip.py',
    checked: 'parity',
  },
};

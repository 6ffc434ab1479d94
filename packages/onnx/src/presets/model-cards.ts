import { embeddingCards } from './embedding-cards.ts';
import type { ModelCard } from './model-card.ts';
import type { ClassificationPresetId, PresetId, SegmentationPresetId } from './presets.ts';

const classes: Record<ClassificationPresetId, ModelCard> = {
  'resnet-50': {
    goodFor: 'Categories out of the box, by ImageNet classes; the base of a classifier of your own.',
    languages: [],
    megabytes: { image: 102 },
    exporter: 'export_resnet50.py',
    checked: 'parity',
  },
  'resnet-50-v1': {
    goodFor: 'The same with the older weights, which most fine-tuned ResNet-50 started from.',
    languages: [],
    megabytes: { image: 102 },
    exporter: 'export_resnet50.py',
    checked: 'parity',
  },
};

const masks: Record<SegmentationPresetId, ModelCard> = {
  u2net: {
    goodFor: 'Products before any background; half a second a photo on two cores.',
    languages: [],
    megabytes: { image: 176 },
    hub: {
      repository: 'BritishWerewolf/U-2-Net',
      revision: 'c08042b462485d8597c89d3ce831d00be8582c5c',
      precisions: ['fp32'],
    },
    exporter: 'export_u2net.py',
    checked: 'parity',
  },
  u2netp: {
    goodFor: 'The same idea in 4.6 MB: rougher edges, more than twice as fast.',
    languages: [],
    megabytes: { image: 5 },
    hub: {
      repository: 'BritishWerewolf/U-2-Netp',
      revision: '7112208dbac3a3642496c8d54e2f0f9bb3dc1dc8',
      precisions: ['fp32'],
    },
    exporter: 'export_u2net.py',
    checked: 'parity',
  },
  'isnet-general': {
    goodFor: 'Fine edges of catalogue pictures at 1024 x 1024; slow on a CPU.',
    languages: [],
    megabytes: { image: 176 },
    hub: {
      repository: 'onnx-community/ISNet-ONNX',
      revision: '3fe6e3db3e32c69aadde61fe388ddb1a0574440c',
      precisions: ['fp32', 'fp16'],
    },
    exporter: 'export_isnet.py',
    checked: 'parity',
  },
  'birefnet-lite': {
    goodFor: 'The finest edges here: fringes, straps, jewellery. For a GPU.',
    languages: [],
    megabytes: { image: 224 },
    hub: {
      repository: 'onnx-community/BiRefNet_lite-ONNX',
      revision: 'de15b22ba131738a16dff04aab8bdf8dc32e3ac1',
      precisions: ['fp32', 'fp16'],
    },
    checked: 'manifest',
  },
  modnet: {
    goodFor: 'People who wear the product: portraits alone, with hair. Not for things.',
    languages: [],
    megabytes: { image: 26 },
    hub: {
      repository: 'Xenova/modnet',
      revision: 'fa2fa546052fba4c08921230a26cc69a333fca12',
      precisions: ['fp32', 'fp16', 'uint8'],
    },
    exporter: 'export_modnet.py',
    checked: 'manifest',
  },
  'unet-512': {
    goodFor: 'A U-Net that you trained yourself.',
    languages: [],
    megabytes: { image: 124 },
    exporter: 'export_unet512.py',
    checked: 'parity',
  },
};

const allCards = (): Record<PresetId, ModelCard> => ({ ...embeddingCards, ...classes, ...masks });

/**
 * What to know before choosing a preset, by its id. The licence stands in its manifest.
 * @example
 * const korean = Object.entries(modelCards).filter(([, card]) => card.languages.includes('ko'));
 */
export const modelCards: Readonly<Record<PresetId, ModelCard>> = /* @__PURE__ */ allCards();

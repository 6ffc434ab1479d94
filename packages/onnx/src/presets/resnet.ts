import type { ClassificationManifest } from '../manifest/model-manifest.ts';
import { hubFiles } from './hub-files.ts';
import { imagenetCategories } from './imagenet-categories.ts';
import { imagenetLabels } from './imagenet-labels.ts';
import { IMAGENET } from './statistics.ts';

const resnetModel = (id: string, shortestSide: number): ClassificationManifest => ({
  manifestVersion: 1,
  id,
  task: 'classification',
  files: hubFiles('model'),
  licence: 'BSD-3-Clause',
  commercialUse: true,
  source: 'https://docs.pytorch.org/vision/stable/models/generated/torchvision.models.resnet50.html',
  input: {
    name: 0,
    preprocessing: {
      width: 224,
      height: 224,
      resize: 'crop',
      shortestSide,
      cropRounding: 'half-even',
      kernel: 'bilinear',
      scale: 'divide-by-255',
      ...IMAGENET,
    },
  },
  output: { name: 0, activation: 'softmax' },
  labels: imagenetLabels,
  categories: imagenetCategories,
});

type Resnet = Record<'resnet-50' | 'resnet-50-v1', ClassificationManifest>;

const resnetModels = (): Resnet => ({
  'resnet-50': resnetModel('resnet-50', 232),
  'resnet-50-v1': resnetModel('resnet-50-v1', 256),
});

/**
 * ResNet-50 (He et al. 2015, arXiv:1512.03385) with 1000 ImageNet classes: `resnet-50` for torchvision's second
 * weights (232, crop 224), `resnet-50-v1` for the first and most others of the paper's recipe (256, crop 224). For a
 * head of your own copy it with your `labels` and `categories`.
 */
export const resnet: Readonly<Resnet> = /* @__PURE__ */ resnetModels();

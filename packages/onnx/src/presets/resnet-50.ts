import type { ClassificationManifest } from '../manifest/model-manifest.ts';
import { imagenetCategories } from './imagenet-categories.ts';
import { imagenetLabels } from './imagenet-labels.ts';
import { IMAGENET } from './statistics.ts';

/**
 * ResNet-50 (He et al. 2015, arXiv:1512.03385) with torchvision's second weights: 232, crop 224, 1000 ImageNet
 * classes. For a head of your own copy it with your `labels` and `categories`.
 */
export const resnet50: ClassificationManifest = {
  manifestVersion: 1,
  id: 'resnet-50',
  task: 'classification',
  files: {
    fp32: { path: 'resnet-50.onnx' },
    fp16: { path: 'resnet-50_fp16.onnx' },
    int8: { path: 'resnet-50_int8.onnx' },
  },
  licence: 'BSD-3-Clause',
  source: 'https://docs.pytorch.org/vision/stable/models/generated/torchvision.models.resnet50.html',
  input: {
    name: 0,
    preprocessing: {
      width: 224,
      height: 224,
      resize: 'crop',
      shortestSide: 232,
      cropRounding: 'half-even',
      kernel: 'bilinear',
      scale: 'divide-by-255',
      ...IMAGENET,
    },
  },
  output: { name: 0, activation: 'softmax' },
  labels: imagenetLabels,
  categories: imagenetCategories,
};

import type { ClassificationManifest, Preprocessing } from '../manifest/model-manifest.ts';
import { resnet50 } from './resnet-50.ts';

const { preprocessing } = resnet50.input as { readonly preprocessing: Preprocessing };

/** ResNet-50 with torchvision's first weights, and most others of the paper's recipe: 256, crop 224. */
export const resnet50V1: ClassificationManifest = {
  ...resnet50,
  id: 'resnet-50-v1',
  files: {
    fp32: { path: 'resnet-50-v1.onnx' },
    fp16: { path: 'resnet-50-v1_fp16.onnx' },
    int8: { path: 'resnet-50-v1_int8.onnx' },
  },
  input: { name: 0, preprocessing: { ...preprocessing, shortestSide: 256 } },
};

import type { SegmentationManifest } from '../manifest/model-manifest.ts';

/**
 * IS-Net (Qin et al. 2022, "Highly Accurate Dichotomous Image Segmentation", arXiv:2203.03041) for general use, at
 * 1024 x 1024. Twelve outputs, six maps and six features; the first is the mask, after its sigmoid. Batch of one.
 */
export const isnetGeneral: SegmentationManifest = {
  manifestVersion: 1,
  id: 'isnet-general',
  task: 'segmentation',
  files: {
    fp32: { path: 'isnet-general.onnx' },
    fp16: { path: 'isnet-general_fp16.onnx' },
    int8: { path: 'isnet-general_int8.onnx' },
  },
  licence: 'Apache-2.0',
  source: 'https://github.com/xuebinqin/DIS',
  maxBatchSize: 1,
  input: {
    name: 0,
    preprocessing: {
      width: 1024,
      height: 1024,
      resize: 'squash',
      kernel: 'bilinear',
      scale: 'divide-by-255',
      mean: [0.5, 0.5, 0.5],
      std: [1, 1, 1],
    },
  },
  output: { name: 0, activation: 'none', stretch: true },
};

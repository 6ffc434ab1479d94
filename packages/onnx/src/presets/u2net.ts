import type { SegmentationManifest } from '../manifest/model-manifest.ts';
import { IMAGENET } from './statistics.ts';

/**
 * U²-Net (Qin et al. 2020, arXiv:2005.09007): salient objects at 320 x 320. The graph gives seven sigmoid maps
 * `[batch, 1, 320, 320]`, fused first. The paper resizes bilinearly; the script divides by the picture's maximum.
 */
export const u2net: SegmentationManifest = {
  manifestVersion: 1,
  id: 'u2net',
  task: 'segmentation',
  files: {
    fp32: { path: 'u2net.onnx' },
    fp16: { path: 'u2net_fp16.onnx' },
    int8: { path: 'u2net_int8.onnx' },
  },
  licence: 'Apache-2.0',
  source: 'https://github.com/xuebinqin/U-2-Net',
  input: {
    name: 0,
    preprocessing: {
      width: 320,
      height: 320,
      resize: 'squash',
      kernel: 'bilinear',
      scale: 'divide-by-image-maximum',
      ...IMAGENET,
    },
  },
  output: { name: 0, activation: 'none', stretch: true },
};

import type { SegmentationManifest } from '../manifest/model-manifest.ts';

/**
 * A plain U-Net (Ronneberger et al. 2015, arXiv:1505.04597) at 512 x 512 on `[0, 1]` pixels with one mask
 * `[batch, 1, 512, 512]` that has its sigmoid in the graph. Copy it for a net with logits or other statistics.
 */
export const unet512: SegmentationManifest = {
  manifestVersion: 1,
  id: 'unet-512',
  task: 'segmentation',
  files: {
    fp32: { path: 'unet-512.onnx' },
    fp16: { path: 'unet-512_fp16.onnx' },
    int8: { path: 'unet-512_int8.onnx' },
  },
  licence: "the weights' own",
  source: 'https://arxiv.org/abs/1505.04597',
  input: {
    name: 0,
    preprocessing: {
      width: 512,
      height: 512,
      resize: 'squash',
      kernel: 'bilinear',
      scale: 'divide-by-255',
      mean: [0, 0, 0],
      std: [1, 1, 1],
    },
  },
  output: { name: 0, activation: 'none', stretch: false },
};

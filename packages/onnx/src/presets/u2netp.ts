import type { SegmentationManifest } from '../manifest/model-manifest.ts';
import { u2net } from './u2net.ts';

/** The small U²-Net of the same paper: 4.7 MB for 176 MB, same input and outputs. */
export const u2netp: SegmentationManifest = {
  ...u2net,
  id: 'u2netp',
  files: {
    fp32: { path: 'u2netp.onnx' },
    fp16: { path: 'u2netp_fp16.onnx' },
    int8: { path: 'u2netp_int8.onnx' },
  },
};

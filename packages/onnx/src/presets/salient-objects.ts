import type { Preprocessing, SegmentationManifest } from '../manifest/model-manifest.ts';
import { hubFiles } from './hub-files.ts';
import { IMAGENET } from './statistics.ts';

type SalientObjectId = 'u2net' | 'u2netp' | 'isnet-general' | 'birefnet-lite' | 'modnet' | 'unet-512';

const squash = (
  side: number,
  rest: Pick<Preprocessing, 'mean' | 'std'> & Partial<Preprocessing>,
): Preprocessing => ({
  width: side,
  height: side,
  resize: 'squash',
  kernel: 'bilinear',
  scale: 'divide-by-255',
  ...rest,
});

const salientObjectModels = (): Record<SalientObjectId, SegmentationManifest> => {
  const u2net: SegmentationManifest = {
    manifestVersion: 1,
    id: 'u2net',
    task: 'segmentation',
    files: hubFiles('model'),
    licence: 'Apache-2.0',
    commercialUse: true,
    source: 'https://github.com/xuebinqin/U-2-Net',
    input: { name: 0, preprocessing: squash(320, { scale: 'divide-by-image-maximum', ...IMAGENET }) },
    output: { name: 0, activation: 'none', stretch: true },
  };
  return {
    u2net,
    u2netp: { ...u2net, id: 'u2netp' },
    'isnet-general': {
      ...u2net,
      id: 'isnet-general',
      source: 'https://github.com/xuebinqin/DIS',
      maxBatchSize: 1,
      input: { name: 0, preprocessing: squash(1024, { mean: [0.5, 0.5, 0.5], std: [1, 1, 1] }) },
    },
    'birefnet-lite': {
      ...u2net,
      id: 'birefnet-lite',
      licence: 'MIT',
      source: 'https://huggingface.co/ZhengPeng7/BiRefNet_lite',
      maxBatchSize: 1,
      input: { name: 0, preprocessing: squash(1024, IMAGENET) },
      output: { name: 0, activation: 'sigmoid', stretch: false },
    },
    modnet: {
      ...u2net,
      id: 'modnet',
      source: 'https://github.com/ZHKKKe/MODNet',
      input: { name: 0, preprocessing: squash(512, { mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] }) },
      output: { name: 0, activation: 'none', stretch: false },
    },
    'unet-512': {
      ...u2net,
      id: 'unet-512',
      licence: "the weights' own",
      commercialUse: undefined,
      source: 'https://arxiv.org/abs/1505.04597',
      input: { name: 0, preprocessing: squash(512, { mean: [0, 0, 0], std: [1, 1, 1] }) },
      output: { name: 0, activation: 'none', stretch: false },
    },
  };
};

/**
 * Networks that find what a picture is of.
 *
 * - U²-Net (Qin et al. 2020, arXiv:2005.09007): seven sigmoid maps `[batch, 1, 320, 320]`, fused first. The paper
 *   resizes bilinearly; its script divides by the picture's maximum. `u2netp` is the small one: 4.7 MB for 176 MB.
 * - IS-Net (Qin et al. 2022, arXiv:2203.03041) for general use: six maps and six features, the first is the mask
 *   after its sigmoid. Batch of one.
 * - BiRefNet (Zheng et al. 2024, arXiv:2401.03407), the lite one: logits. Batch of one.
 * - MODNet (Ke et al. 2020, arXiv:2011.11961): portraits. Its script keeps the aspect ratio at a shorter side of 512;
 *   squashed to 512 x 512 here, so that the mask covers the picture.
 * - A plain U-Net (Ronneberger et al. 2015, arXiv:1505.04597) on `[0, 1]` pixels with its sigmoid in the graph. Copy
 *   it for a net with logits or other statistics.
 */
export const salientObjects: Readonly<Record<SalientObjectId, SegmentationManifest>> =
  /* @__PURE__ */ salientObjectModels();

import type { SubmitOptions } from '../batching/create-batcher.ts';
import type { Segmentation } from '../spec/background-remover.ts';
import type { BackgroundRemoval, BackgroundReport } from '../spec/photo-report.ts';
import type { RasterImage } from '../spec/raster-image.ts';
import { gate } from './gate.ts';
import type { PhotoTools } from './photo-tools.ts';

export interface SegmentedPhoto {
  /** Absent where no mask was made. */
  readonly mask?: Segmentation | undefined;
  readonly background: BackgroundReport;
}

/** The photo's mask and whether it may be used: `removed` is the gate's word, and the reason stands beside it. */
export async function segmentPhoto(
  photo: RasterImage,
  mode: BackgroundRemoval,
  { segmenting, policies }: Pick<PhotoTools, 'segmenting' | 'policies'>,
  options: SubmitOptions,
): Promise<SegmentedPhoto> {
  if (mode === 'off') return { background: { removed: false, mode, reason: 'off' } };
  if (!segmenting) return { background: { removed: false, mode, reason: 'no-remover' } };
  const mask = await segmenting.submit(photo, options);
  const reason = gate(mask.statistics, policies.gate, mode);
  const { coverage } = mask.statistics;
  return { mask, background: { removed: reason === undefined, mode, coverage, ...(reason && { reason }) } };
}

import { compositeObject, ImageSearchError, type RasterImage } from '@imgsearch/core';
import { decode } from './decode.ts';
import { encodePng } from './encode-png.ts';
import { encodeWebp } from './encode-webp.ts';
import type { PixelJob, PixelReply } from './protocol.ts';

async function perform(job: PixelJob): Promise<RasterImage | Uint8Array> {
  if (job.kind === 'decode') return decode(job.bytes, job.limits, job.formats);
  if (job.kind === 'cut-out') return compositeObject(job.job);
  return job.format === 'png' ? encodePng(job.image) : encodeWebp(job.image);
}

/** Does one job; never rejects. */
export async function performJob(job: PixelJob): Promise<PixelReply> {
  try {
    return { ok: true, value: await perform(job) };
  } catch (error) {
    if (ImageSearchError.isInstance(error))
      return { ok: false, failure: { code: error.code, message: error.message, hint: error.hint } };
    const text = error instanceof Error ? error.message : String(error);
    const failure = /memory|allocation/i.test(text)
      ? ({
          code: 'OUT_OF_MEMORY',
          hint: 'Lower `policies.limits.maxPixels`, or take fewer photos at once.',
        } as const)
      : ({ code: 'INVALID_IMAGE', hint: 'Save it anew with a picture editor.' } as const);
    return { ok: false, failure: { ...failure, message: `The picture could not be worked on: ${text}` } };
  }
}

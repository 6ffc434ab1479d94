import type { ImageSource } from '../spec/image-source.ts';
import { type DescribedPhoto, describeBytes } from './describe-bytes.ts';
import type { PhotoTools } from './photo-tools.ts';
import { readSource } from './read-source.ts';
import type { Stopwatch } from './stopwatch.ts';
import type { WalkOptions } from './walk-bytes.ts';

/** What a photo turns into, read first. @throws whatever a step throws; nothing is retried here */
export async function describePhoto(
  source: ImageSource,
  tools: PhotoTools,
  stopwatch: Stopwatch,
  options: WalkOptions,
): Promise<DescribedPhoto> {
  const { maxBytes } = tools.policies.limits;
  const bytes = await stopwatch.time('read', () => readSource(source, maxBytes, options));
  return describeBytes(bytes, tools, stopwatch, options);
}

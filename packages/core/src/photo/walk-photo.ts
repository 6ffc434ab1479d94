import type { ImageSource } from '../spec/image-source.ts';
import type { PhotoTools } from './photo-tools.ts';
import { readSource } from './read-source.ts';
import type { Stopwatch } from './stopwatch.ts';
import { type WalkedPhoto, type WalkOptions, walkBytes } from './walk-bytes.ts';

/** The whole way of a photo, with the pictures in between. @throws whatever a step throws; nothing is retried here */
export async function walkPhoto(
  source: ImageSource,
  tools: PhotoTools,
  stopwatch: Stopwatch,
  options: WalkOptions,
): Promise<WalkedPhoto> {
  const { maxBytes } = tools.policies.limits;
  const bytes = await stopwatch.time('read', () => readSource(source, maxBytes, options));
  return walkBytes(bytes, tools, stopwatch, options);
}

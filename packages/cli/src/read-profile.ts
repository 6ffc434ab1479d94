import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ImageSearchError } from '@imgsearch/core';
import { type ModelProfile, parseProfile } from '@imgsearch/onnx';

/** What `models bench` wrote, where a file of it was named. @throws ImageSearchError INVALID_OPTIONS */
export function readProfile(file: string | undefined): ModelProfile | undefined {
  if (file === undefined) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new ImageSearchError({
      code: 'INVALID_OPTIONS',
      message: `${file} cannot be read as a profile: ${(cause as Error).message}`,
      hint: 'Make one with: imgsearch models bench PHOTOS',
      cause,
    });
  }
  return parseProfile(value, path.basename(file));
}

import { checkKeys, checkNumber, checkOneOf, invalidOption } from '@imgsearch/core';
import type { Preprocessing } from './model-manifest.ts';

const KEYS = [
  'width',
  'height',
  'resize',
  'shortestSide',
  'cropRounding',
  'kernel',
  'padColor',
  'scale',
  'mean',
  'std',
];
/** A model with a larger input than this is a mistake in the manifest. */
const LARGEST_SIDE = 8192;

/** @throws ImageSearchError INVALID_OPTIONS that names the field */
export function parsePreprocessing(name: string, value: unknown): Preprocessing {
  checkKeys(name, value ?? null, KEYS);
  const fields = value as Record<string, unknown>;
  const side = { min: 1, max: LARGEST_SIDE, integer: true };
  const width = checkNumber(`${name}.width`, fields.width, side);
  const height = checkNumber(`${name}.height`, fields.height, side);
  const resize = checkOneOf(`${name}.resize`, fields.resize, ['squash', 'crop', 'pad']);
  checkOneOf(`${name}.kernel`, fields.kernel, ['nearest', 'bilinear', 'bicubic', 'lanczos']);
  checkOneOf(`${name}.scale`, fields.scale, ['divide-by-255', 'divide-by-image-maximum']);
  checkOnlyWith(name, fields, 'shortestSide', resize, 'crop');
  checkOnlyWith(name, fields, 'cropRounding', resize, 'crop');
  checkOnlyWith(name, fields, 'padColor', resize, 'pad');
  // A shorter side below the crop would leave a part of the input without picture.
  if (fields.shortestSide !== undefined)
    checkNumber(`${name}.shortestSide`, fields.shortestSide, { ...side, min: Math.max(width, height) });
  checkOneOf(`${name}.cropRounding`, fields.cropRounding, ['down', 'half-even'], 'down');
  if (fields.padColor !== undefined)
    checkTriple(`${name}.padColor`, fields.padColor, { min: 0, max: 255, integer: true });
  checkTriple(`${name}.mean`, fields.mean, { min: -1000, max: 1000 });
  checkTriple(`${name}.std`, fields.std, { min: 1e-6, max: 1000 });
  return value as Preprocessing;
}

function checkOnlyWith(
  name: string,
  fields: Record<string, unknown>,
  field: string,
  resize: string,
  needed: string,
): void {
  if (fields[field] === undefined || resize === needed) return;
  throw invalidOption(
    `${name}.${field}`,
    `nothing unless resize is "${needed}"`,
    fields[field],
    `Remove "${field}", or set resize to "${needed}".`,
  );
}

function checkTriple(
  name: string,
  value: unknown,
  bounds: { min: number; max: number; integer?: boolean },
): void {
  if (!Array.isArray(value) || value.length !== 3)
    throw invalidOption(name, 'three numbers, for red, green and blue', value);
  for (const [at, one] of value.entries()) checkNumber(`${name}[${at}]`, one, bounds);
}

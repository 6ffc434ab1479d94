import { checkKeys, checkNumber, checkString, invalidOption } from '@imgsearch/core';
import type { ModelFile } from './model-manifest.ts';

export const PRECISIONS = ['fp32', 'fp16', 'int8', 'uint8'] as const;
const SHA256 = /^[0-9a-f]{64}$/;

/** Files by precision, at least one. @throws ImageSearchError INVALID_OPTIONS */
export function parseFiles(name: string, value: unknown): void {
  if (typeof value !== 'object' || value === null || Object.keys(value).length === 0)
    throw invalidOption(name, `a file for at least one of ${PRECISIONS.join(', ')}`, value);
  checkKeys(name, value, PRECISIONS);
  for (const [precision, file] of Object.entries(value))
    if (file !== undefined) parseModelFile(`${name}.${precision}`, file);
}

/**
 * A file that stays inside its folder: a manifest may come from anywhere, and must not be able to name
 * `/etc/passwd`. @throws ImageSearchError INVALID_OPTIONS
 */
export function parseModelFile(name: string, value: unknown): ModelFile {
  checkKeys(name, value ?? null, ['path', 'sha256', 'size']);
  const { path, sha256, size } = value as Record<string, unknown>;
  if (!staysInside(checkString(`${name}.path`, path)))
    throw invalidOption(
      `${name}.path`,
      'a relative path inside the folder of the manifest, with "/" between folders',
      path,
      'Put the file beside the manifest, or pass its place as modelPath.',
    );
  if (sha256 !== undefined && !SHA256.test(checkString(`${name}.sha256`, sha256)))
    throw invalidOption(`${name}.sha256`, 'a SHA-256 of 64 lower-case hexadecimal digits', sha256);
  if (size !== undefined) checkNumber(`${name}.size`, size, { min: 1, integer: true });
  return value as ModelFile;
}

/** No root, drive, scheme, backslash, NUL or step upwards; on every system, whatever this one is. */
function staysInside(path: string): boolean {
  if (/[\\:\0]/.test(path)) return false;
  return path.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
}

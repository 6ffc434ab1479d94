import { open, readdir, stat } from 'node:fs/promises';
import { basename, dirname, extname, resolve } from 'node:path';
import { ImageSearchError } from '@imgsearch/core';
import { corruptModel, mistakenForModel } from '../runtime/corrupt-model.ts';
import type { ModelLocation } from '../runtime/onnx-runtime.ts';

const HINT = 'Set modelPath to the model file, or to the folder that holds it.';

/**
 * The absolute path of a model's file, which is there and has the size that the manifest states.
 * @throws ImageSearchError MODEL_NOT_FOUND, MODEL_CORRUPT with the path tried and what was found there
 */
export async function locateModel({ modelPath = '.', file }: ModelLocation): Promise<string> {
  const given = resolve(modelPath);
  const isFolder =
    (await typeOf(given)) === 'folder' || ((await typeOf(given)) === undefined && extname(given) === '');
  const path = isFolder ? resolve(given, file.path) : given;
  const found = await typeOf(path);
  if (found !== 'file') {
    throw new ImageSearchError({
      code: 'MODEL_NOT_FOUND',
      message: `No model file at ${path}: ${found === 'folder' ? 'it is a folder' : await whatIsThere(path)}.`,
      hint: HINT,
    });
  }
  const { size } = await stat(path);
  const complaint = size === 0 ? 'it is empty' : await notAModel(path);
  if (complaint) throw corruptModel(path, complaint);
  if (file.size !== undefined && size !== file.size)
    throw corruptModel(path, `it has ${size} bytes, but the manifest says ${file.size}`);
  return path;
}

async function typeOf(path: string): Promise<'file' | 'folder' | undefined> {
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'file';
  } catch {
    return undefined;
  }
}

async function whatIsThere(path: string): Promise<string> {
  const folder = dirname(path);
  try {
    const names = (await readdir(folder)).sort();
    const shown = names.slice(0, 10).join(', ');
    return names.length === 0
      ? `the folder ${folder} is empty`
      : `there is no ${basename(path)} in ${folder}, which holds ${shown}${names.length > 10 ? ` and ${names.length - 10} more` : ''}`;
  } catch {
    return `there is no folder ${folder}`;
  }
}

async function notAModel(path: string): Promise<string | undefined> {
  const handle = await open(path);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(64), 0, 64, 0);
    return mistakenForModel(buffer.subarray(0, bytesRead));
  } finally {
    await handle.close();
  }
}

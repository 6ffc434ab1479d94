import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ImageSearchError } from '@imgsearch/core';
import { type ModelManifest, type Precision, parseManifest } from '@imgsearch/onnx';

/** A model, and the folder that the paths of its manifest start from. */
export interface OnnxModelFiles<Manifest extends ModelManifest = ModelManifest> {
  readonly manifest: Manifest;
  readonly modelPath: string;
  readonly precision?: Precision | undefined;
}

/** A manifest from disk, of whatever task. @throws ImageSearchError MODEL_NOT_FOUND, INVALID_OPTIONS */
export function readAnyManifest(file: string): OnnxModelFiles {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new ImageSearchError({
      code: 'MODEL_NOT_FOUND',
      message: `${file} cannot be read as a manifest.`,
      hint: 'Name a JSON file as the README of @imgsearch/onnx describes it (its paths start from its own folder), or an id of imgsearch models list where one is taken.',
      cause,
    });
  }
  return {
    manifest: parseManifest(value, path.basename(file)),
    modelPath: path.dirname(path.resolve(file)),
  };
}

/** A manifest from disk that must be for a task. @throws ImageSearchError MODEL_MISMATCH, and as `readAnyManifest` */
export function readManifest<Task extends ModelManifest['task']>(
  file: string,
  task: Task,
): OnnxModelFiles<Extract<ModelManifest, { task: Task }>> {
  const { manifest, modelPath } = readAnyManifest(file);
  if (manifest.task !== task)
    throw new ImageSearchError({
      code: 'MODEL_MISMATCH',
      message: `${file} describes a model for ${manifest.task}, not for ${task}.`,
      hint: `Name a manifest whose task is "${task}".`,
    });
  return { manifest: manifest as Extract<ModelManifest, { task: Task }>, modelPath };
}

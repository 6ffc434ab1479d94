import { ImageSearchError } from '@imgsearch/core';
import { describe, expect, it } from 'vitest';
import { parseManifest } from './parse-manifest.ts';

const preprocessing = {
  width: 224,
  height: 224,
  resize: 'squash',
  kernel: 'bicubic',
  scale: 'divide-by-255',
  mean: [0.5, 0.5, 0.5],
  std: [0.5, 0.5, 0.5],
};
const common = {
  manifestVersion: 1,
  id: 'mine',
  licence: 'MIT',
  source: 'me',
  files: { fp32: { path: 'a.onnx' } },
};
const segmentation = {
  ...common,
  task: 'segmentation',
  input: { name: 'input', preprocessing },
  output: { name: 0, activation: 'sigmoid', stretch: false },
};
const embedding = {
  ...common,
  task: 'embedding',
  input: { name: 'pixel_values', preprocessing },
  output: { name: 'image_embeds', dimensions: 512 },
  text: {
    files: { int8: { path: 'text/model_int8.onnx', sha256: 'a'.repeat(64), size: 12 } },
    tokenizer: { path: 'tokenizer.json' },
    input: { ids: 'input_ids', attentionMask: 'attention_mask' },
    output: 'text_embeds',
    contextLength: 77,
    padId: 49407,
  },
  sameSpaceAs: [{ fingerprint: 'abc', cosine: 0.99 }],
};
const classification = {
  ...common,
  task: 'classification',
  input: { name: 0, dimensions: 128 },
  output: { name: 'logits', activation: 'softmax' },
  labels: ['sneaker', 'bed'],
  categories: { sneaker: 'clothing/shoes' },
};

/** A copy in which one field, given as a path, has another value. */
function change(manifest: object, path: string, value: unknown): unknown {
  const copy = structuredClone(manifest) as Record<string, unknown>;
  const keys = path.split('.');
  let at = copy;
  for (const key of keys.slice(0, -1)) at = at[key] as Record<string, unknown>;
  at[keys.at(-1)!] = value;
  return copy;
}

function errorOf(value: unknown): ImageSearchError {
  try {
    parseManifest(value);
  } catch (error) {
    if (ImageSearchError.isInstance(error)) return error;
    throw error;
  }
  throw new Error('was accepted');
}

describe('parseManifest', () => {
  it.each([segmentation, embedding, classification])('accepts a whole $task manifest', (manifest) => {
    expect(parseManifest(manifest)).toBe(manifest);
  });

  it.each([
    [segmentation, 'manifestVersion', 2],
    [segmentation, 'id', ''],
    [segmentation, 'task', 'segment'],
    [segmentation, 'licence', undefined],
    [segmentation, 'files', {}],
    [segmentation, 'files.fp32', null],
    [segmentation, 'files.fp32.size', 0],
    [segmentation, 'files.fp32.sha256', 'A'.repeat(64)],
    [segmentation, 'maxBatchSize', 0],
    [segmentation, 'input.name', 0.5],
    [segmentation, 'input.preprocessing', undefined],
    [segmentation, 'input.preprocessing.width', 1e6],
    [segmentation, 'input.preprocessing.resize', 'crop'],
    [segmentation, 'input.preprocessing.kernel', 'cubic'],
    [segmentation, 'input.preprocessing.std', [1, 0, 1]],
    [segmentation, 'input.preprocessing.mean', [1, 1]],
    [segmentation, 'input.preprocessing.shortestSide', 256],
    [segmentation, 'output.name', -1],
    [segmentation, 'output.stretch', 'yes'],
    [segmentation, 'output.activation', 'softmax'],
    [embedding, 'output.dimensions', 1.5],
    [embedding, 'output.pooling', 'mean'],
    [embedding, 'text.tokenizer', undefined],
    [embedding, 'text.input.ids', undefined],
    [embedding, 'text.padId', -1],
    [embedding, 'sameSpaceAs', {}],
    [classification, 'labels', []],
    [classification, 'input.dimensions', 0],
  ])('names the field that is wrong: %#. $1', (manifest, field, value) => {
    const { code, message, hint } = errorOf(change(manifest, field, value));
    expect(code).toBe('INVALID_OPTIONS');
    expect(message).toContain(`"manifest.${field}`);
    expect(hint).toBeTruthy();
  });

  it('says which key it does not know', () => {
    expect(errorOf(change(embedding, 'output.normalise', true)).hint).toContain('"normalise"');
    expect(errorOf(change(classification, 'categories.sofa', 'furniture/bed')).hint).toContain('"sofa"');
  });

  it('refuses a crop that is larger than the resized picture', () => {
    const cropped = change(embedding, 'input.preprocessing', {
      ...preprocessing,
      resize: 'crop',
      shortestSide: 200,
    });
    expect(errorOf(cropped).message).toContain(
      '"manifest.input.preprocessing.shortestSide" takes a whole number from 224',
    );
  });

  it.each([
    '../secret.onnx',
    'models/../../secret.onnx',
    '/etc/passwd',
    'C:/models/a.onnx',
    'c:a.onnx',
    '..\\a.onnx',
    '\\\\server\\share\\a.onnx',
    'file:///etc/passwd',
    './a.onnx',
    'a//b.onnx',
    'a\0.onnx',
    '..',
  ])('refuses a path that may leave its folder: %j', (path) => {
    for (const [manifest, field] of [
      [segmentation, 'files.fp32.path'],
      [embedding, 'text.files.int8.path'],
      [embedding, 'text.tokenizer.path'],
    ] as const)
      expect(errorOf(change(manifest, field, path)).message).toContain(
        `"manifest.${field}" takes a relative path`,
      );
  });
});

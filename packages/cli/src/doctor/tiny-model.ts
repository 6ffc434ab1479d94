import type { ClassificationManifest } from '@imgsearch/onnx';

/** A graph of one matrix product, 196 bytes (packages/onnx/golden/make-graphs.py, `head`). */
export const TINY_MODEL: Uint8Array = Buffer.from(
  'CAkSD2ltZ3NlYXJjaCB0ZXN0czqoAQogCgd2ZWN0b3JzCgVmaXJzdBIGbG9naXRzIgZNYXRNdWwSBGhlYWQqPwgECAMQAUIFZmlyc3RKMAAAgD8A' +
    'AAAAAAAAAAAAAAAAAIA/AAAAAAAAAAAAAAAAAACAPwAAAAAAAAAAAAAAAFoeCgd2ZWN0b3JzEhMKEQgBEg0KBxIFYmF0Y2gKAggEYh0KBmxvZ2l0' +
    'cxITChEIARINCgcSBWJhdGNoCgIIA0IECgAQEQ==',
  'base64',
);

/** It gives back the first three of four numbers. */
export const TINY_MANIFEST: ClassificationManifest = {
  manifestVersion: 1,
  id: 'tiny',
  task: 'classification',
  files: { fp32: { path: 'tiny.onnx' } },
  licence: 'MIT',
  source: 'packages/onnx/golden/make-graphs.py',
  input: { name: 'vectors', dimensions: 4 },
  output: { name: 'logits', activation: 'none' },
  labels: ['one', 'two', 'three'],
};

import { describe, expect, it } from 'vitest';
import { classificationOutput } from './classification-output.ts';
import { embeddingOutput } from './embedding-output.ts';
import { segmentationOutput } from './segmentation-output.ts';
import { workerFailure } from './worker-failure.ts';

describe('segmentationOutput', () => {
  it('writes probability times 255', () => {
    const { data, width, height } = segmentationOutput([0, 0.5, 1, 0.2], 2, 2, {
      activation: 'none',
      stretch: false,
    });
    expect([...data, width, height]).toEqual([0, 128, 255, 51, 2, 2]);
  });

  it('applies the sigmoid to logits, and clamps what is no probability', () => {
    const logits = [-100, 0, Math.log(3), 100];
    expect([...segmentationOutput(logits, 4, 1, { activation: 'sigmoid', stretch: false }).data]).toEqual([
      0, 128, 191, 255,
    ]);
    expect([...segmentationOutput([-0.2, 1.3], 2, 1, { activation: 'none', stretch: false }).data]).toEqual([
      0, 255,
    ]);
  });

  it('stretches (p - min) / (max - min), with the maximum before it in the statistics', () => {
    const { data, statistics } = segmentationOutput([0.2, 0.4, 0.6], 3, 1, {
      activation: 'none',
      stretch: true,
    });
    expect([...data]).toEqual([0, 128, 255]);
    expect(statistics.rawMaximum).toBeCloseTo(0.6);
  });

  it('does not make a foreground of noise or of an even plane', () => {
    const noise = segmentationOutput([0.001, 0.02, 0.01], 3, 1, { activation: 'none', stretch: true });
    expect(Math.max(...noise.data)).toBe(5);
    const even = segmentationOutput([0.8, 0.8, 0.8], 3, 1, { activation: 'none', stretch: true });
    expect([...even.data]).toEqual([204, 204, 204]);
  });

  it('refuses NaN', () => {
    expect(() => segmentationOutput([0, Number.NaN], 2, 1, { activation: 'sigmoid', stretch: true })).toThrow(
      'NaN',
    );
  });
});

describe('embeddingOutput', () => {
  it('has unit length, of values whose squares leave single precision too', () => {
    expect([...embeddingOutput([3, 4], { dimensions: 2, pooling: 'none' })]).toEqual([
      Math.fround(0.6),
      Math.fround(0.8),
    ]);
    expect([...embeddingOutput([3e30, 4e30], { dimensions: 2, pooling: 'none' })]).toEqual([
      Math.fround(0.6),
      Math.fround(0.8),
    ]);
    expect([...embeddingOutput([3e-30, 4e-30], { dimensions: 2, pooling: 'none' })]).toEqual([
      Math.fround(0.6),
      Math.fround(0.8),
    ]);
  });

  it('takes the first token for cls pooling', () => {
    expect([...embeddingOutput([0, 2, 9, 9, 9, 9], { dimensions: 2, pooling: 'cls' })]).toEqual([0, 1]);
  });

  it.each([[[Number.NaN, 1]], [[Number.POSITIVE_INFINITY, 1]], [[0, 0]]])('refuses %j', (row) => {
    expect(() => embeddingOutput(row, { dimensions: 2, pooling: 'none' })).toThrow(
      expect.objectContaining({ code: 'INFERENCE_FAILED' }),
    );
  });

  it('refuses another length', () => {
    expect(() => embeddingOutput([1, 2, 3], { dimensions: 2, pooling: 'none' })).toThrow(
      expect.objectContaining({ code: 'MODEL_MISMATCH' }),
    );
  });
});

describe('classificationOutput', () => {
  it('makes probabilities of large logits', () => {
    const row = classificationOutput([1000, 1000 + Math.log(3)], {
      activation: 'softmax',
      categoryOfLabel: [0, 1],
      categories: 2,
    });
    expect(row[0]).toBeCloseTo(0.25, 6);
    expect(row[1]).toBeCloseTo(0.75, 6);
  });

  it('adds up labels of one category and leaves out labels of none', () => {
    const row = classificationOutput([0.5, 0.2, 0.3], {
      activation: 'none',
      categoryOfLabel: [0, -1, 0],
      categories: 1,
    });
    expect(row[0]).toBeCloseTo(0.8, 6);
  });

  it('refuses NaN and another number of labels', () => {
    const output = { activation: 'softmax', categoryOfLabel: [0, 1], categories: 2 } as const;
    expect(() => classificationOutput([Number.NaN, 0], output)).toThrow(
      expect.objectContaining({ code: 'INFERENCE_FAILED' }),
    );
    expect(() => classificationOutput([0], output)).toThrow(
      expect.objectContaining({ code: 'MODEL_MISMATCH' }),
    );
  });
});

describe('workerFailure', () => {
  // Texts as ONNX Runtime and CUDA print them.
  it.each([
    'Non-zero status code returned while running Conv node. Status Message: Failed to allocate memory for requested buffer of size 4294967296',
    'Available memory of 1024 is smaller than requested bytes of 4096',
    'Failed to find a free memory block despite calling Extend. rounded_bytes:1',
    'CUDA failure 2: out of memory ; GPU=0 ; hostname=x',
    'CUBLAS failure 3: CUBLAS_STATUS_ALLOC_FAILED',
  ])('knows %s', (text) => {
    expect(workerFailure(new Error(text)).code).toBe('OUT_OF_MEMORY');
  });

  it('calls the rest a failed inference', () => {
    expect(workerFailure(new Error('Got invalid dimensions for input')).code).toBe('INFERENCE_FAILED');
  });
});

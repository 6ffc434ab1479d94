// Long, because the three factories load, fall back and refuse alike, and are held to it together.
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Logger } from '@imgsearch/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createOnnxRuntime } from '../node/create-onnx-runtime.ts';
import type { OnnxRuntime } from '../runtime/onnx-runtime.ts';
import {
  classificationManifest,
  embeddingManifest,
  GRAPHS,
  headManifest,
  plain,
  segmentationManifest,
} from '../testing/tiny-models.ts';
import { createOnnxBackgroundRemover } from './create-onnx-background-remover.ts';
import { createOnnxClassifier } from './create-onnx-classifier.ts';
import { createOnnxEmbedder } from './create-onnx-embedder.ts';

let runtime: OnnxRuntime;
let folder: string;
const warned: string[] = [];
const ignore = (): void => undefined;
const logger: Logger = {
  debug: ignore,
  info: ignore,
  error: ignore,
  warn: (message) => warned.push(message),
};

beforeAll(async () => {
  runtime = createOnnxRuntime({ workers: 2 });
  folder = await mkdtemp(join(tmpdir(), 'imgsearch-onnx-'));
});
afterAll(async () => {
  await runtime.close();
  await rm(folder, { recursive: true });
});

const colours = [
  plain([255, 0, 0]),
  plain([0, 255, 0]),
  plain([0, 0, 255]),
  plain([255, 255, 0], 40),
  plain([51, 102, 204]),
];
function expectClose(actual: ArrayLike<number>, expected: readonly number[], digits = 6): void {
  for (const [at, value] of expected.entries()) expect(actual[at]).toBeCloseTo(value, digits);
}

/** Of the graph in make-graphs.py: means of the colours and red minus blue, brought to unit length. */
function expectedVector(colour: readonly [number, number, number]): number[] {
  const [red, green, blue] = colour.map((value) => value / 255) as [number, number, number];
  const vector = [red, green, blue, red - blue];
  return vector.map((value) => value / Math.hypot(...vector));
}
const RGB = [
  [255, 0, 0],
  [0, 255, 0],
  [0, 0, 255],
  [255, 255, 0],
  [51, 102, 204],
] as const;

describe('createOnnxEmbedder', () => {
  it.each([
    'embedding',
    'embedding-symbolic',
    'embedding-fixed-one',
    'embedding-fixed-three',
    'embedding-fp16',
  ])('gives unit vectors in order from %s', async (file) => {
    const embedder = await createOnnxEmbedder({
      runtime,
      manifest: embeddingManifest(file),
      modelPath: GRAPHS,
      batchSize: 4,
    });
    const vectors = await embedder.embedImages(colours);
    expect(vectors).toHaveLength(5);
    vectors.forEach((vector, at) => {
      const expected = expectedVector(RGB[at]!);
      expectClose(vector, expected, file.endsWith('fp16') ? 3 : 6);
      expect(Math.hypot(...vector)).toBeCloseTo(1, 6);
    });
    expect(await embedder.embedImages([])).toEqual([]);
    expect(embedder.info).toMatchObject({ dimensions: 4, maxBatchSize: 4, provider: 'cpu', warnings: [] });
    await embedder.close?.();
  });

  it('leaves its input as it was, and takes views and shared memory', async () => {
    const embedder = await createOnnxEmbedder({ runtime, manifest: embeddingManifest(), modelPath: GRAPHS });
    const whole = plain([51, 102, 204]);
    const pool = new Uint8Array(100_000).fill(9);
    pool.set(whole.data, 1000);
    const shared = new Uint8Array(new SharedArrayBuffer(whole.data.length));
    shared.set(whole.data);
    const images = [
      whole,
      { ...whole, data: pool.subarray(1000, 1000 + whole.data.length) },
      { ...whole, data: Buffer.from(whole.data) },
      { ...whole, data: shared },
    ];
    const vectors = await embedder.embedImages(images);
    for (const vector of vectors) expect(vector).toEqual(vectors[0]);
    for (const { data } of images) {
      expect(data.length).toBe(192);
      expect([...data.subarray(0, 3)]).toEqual([51, 102, 204]);
    }
    await embedder.close?.();
  });

  it('gives the same from child processes, each vector with memory of its own', async () => {
    const children = createOnnxRuntime({ workers: 1, isolation: 'process' });
    const options = { manifest: embeddingManifest(), modelPath: GRAPHS };
    const [here, there] = await Promise.all([
      createOnnxEmbedder({ runtime, ...options }),
      createOnnxEmbedder({ runtime: children, ...options }),
    ]);
    const shared = { ...colours[4]!, data: new Uint8Array(new SharedArrayBuffer(192)).fill(9) };
    const vectors = await there.embedImages([...colours, shared]);
    expect(vectors).toEqual(await here.embedImages([...colours, shared]));
    for (const vector of vectors) expect(vector.buffer.byteLength).toBe(16);
    await Promise.all([here.close?.(), children.close()]);
  });

  it('refuses a raster whose data does not fit', async () => {
    const embedder = await createOnnxEmbedder({ runtime, manifest: embeddingManifest(), modelPath: GRAPHS });
    await expect(embedder.embedImages([colours[0]!, { ...colours[0]!, width: 9 }])).rejects.toMatchObject({
      code: 'INVALID_IMAGE',
      message: expect.stringContaining('Image 1 has 192 bytes'),
    });
    await embedder.close?.();
    await expect(embedder.embedImages(colours)).rejects.toMatchObject({ code: 'CLOSED' });
  });

  it('embeds texts: padded, cut to the context with the end token kept, masked', async () => {
    // Ids: <s>=1, </s>=2, a=3, b=4, c=5; the graph answers [tokens, sum of ids] twice.
    const vocab = { '<pad>': 0, '<s>': 1, '</s>': 2, a: 3, b: 4, c: 5 };
    const special = (id: number, content: string) => ({
      id,
      content,
      special: true,
      single_word: false,
      lstrip: false,
      rstrip: false,
      normalized: false,
    });
    const tokenizer = {
      version: '1.0',
      truncation: null,
      padding: null,
      added_tokens: [special(0, '<pad>'), special(1, '<s>'), special(2, '</s>')],
      normalizer: null,
      pre_tokenizer: { type: 'Whitespace' },
      post_processor: {
        type: 'TemplateProcessing',
        single: [
          { SpecialToken: { id: '<s>', type_id: 0 } },
          { Sequence: { id: 'A', type_id: 0 } },
          { SpecialToken: { id: '</s>', type_id: 0 } },
        ],
        pair: [],
        special_tokens: {
          '<s>': { id: '<s>', ids: [1], tokens: ['<s>'] },
          '</s>': { id: '</s>', ids: [2], tokens: ['</s>'] },
        },
      },
      decoder: null,
      model: { type: 'WordLevel', vocab, unk_token: '<pad>' },
    };
    for (const file of ['embedding.onnx', 'text.onnx'])
      await writeFile(join(folder, file), await readFile(join(GRAPHS, file)));
    const manifest = {
      ...embeddingManifest(),
      text: {
        files: { fp32: { path: 'text.onnx' } },
        tokenizer: { path: 'tokenizer.json' },
        input: { ids: 'input_ids', attentionMask: 'attention_mask' },
        output: 'text_embeds',
        contextLength: 6,
        padId: 7,
        lowerCase: true,
      },
    };
    const without = await createOnnxEmbedder({ runtime, manifest, modelPath: folder });
    expect(without.embedTexts).toBeUndefined();
    await expect(
      createOnnxEmbedder({ runtime, manifest, modelPath: folder, text: true }),
    ).rejects.toMatchObject({
      code: 'MODEL_NOT_FOUND',
      message: expect.stringContaining('tokenizer.json'),
    });
    await writeFile(join(folder, 'tokenizer.json'), JSON.stringify(tokenizer));
    const embedder = await createOnnxEmbedder({
      runtime,
      manifest,
      modelPath: join(folder, 'embedding.onnx'),
    });
    const vectors = await embedder.embedTexts!(['a B', 'a a a a a a a a']);
    const unit = (count: number, total: number) =>
      [count, total, count, total].map((v) => v / Math.hypot(count, total, count, total));
    // [1 3 4 2 7 7] and [1 3 3 3 3 2]
    expectClose(vectors[0]!, unit(4, 24));
    expectClose(vectors[1]!, unit(6, 15));
    await Promise.all([without.close?.(), embedder.close?.()]);
  });
});

describe('createOnnxBackgroundRemover', () => {
  it('takes the first plane of the named output as probability', async () => {
    const remover = await createOnnxBackgroundRemover({
      runtime,
      manifest: segmentationManifest(),
      modelPath: join(GRAPHS, 'segmentation.onnx'),
    });
    const half = plain([255, 7, 7]);
    for (let i = 0; i < half.data.length / 2; i += 3) half.data[i] = 51;
    const [mask, other] = await remover.segment([half, plain([0, 255, 255])]);
    expect(mask).toMatchObject({ width: 8, height: 8, statistics: { rawMaximum: 1 } });
    expect([...mask!.data.subarray(0, 32)]).toEqual(new Array(32).fill(51));
    expect([...mask!.data.subarray(32)]).toEqual(new Array(32).fill(255));
    expect(mask!.statistics.coverage).toBeCloseTo(0.6, 5);
    expect(Math.max(...other!.data)).toBe(0);
    await remover.close?.();
  });

  it('changes its fingerprint with the treatment of the output, and not otherwise', async () => {
    const make = async (output: Parameters<typeof segmentationManifest>[0], id = 'x') => {
      const remover = await createOnnxBackgroundRemover({
        runtime,
        manifest: { ...segmentationManifest(output), id },
        modelPath: GRAPHS,
      });
      await remover.close?.();
      return remover.info.fingerprint;
    };
    const first = await make({});
    expect(await make({}, 'another name')).toBe(first);
    expect(await make({ stretch: true })).not.toBe(first);
  });
});

describe('createOnnxClassifier', () => {
  const softmax = (logits: number[]) => {
    const powers = logits.map(Math.exp);
    return powers.map((power) => power / powers.reduce((a, b) => a + b));
  };

  it('looks at pictures', async () => {
    const classifier = await createOnnxClassifier({
      runtime,
      manifest: classificationManifest(),
      modelPath: GRAPHS,
    });
    if (classifier.input !== 'image') throw new Error('expected a classifier of pictures');
    const [{ probabilities } = { probabilities: [] }] = await classifier.classify([plain([255, 51, 0])]);
    expectClose(probabilities, softmax([1, 0.2, 0]), 5);
    await classifier.close?.();
  });

  it('maps labels to categories, adds up twins and leaves out what has none', async () => {
    const manifest = { ...classificationManifest(), categories: { red: 'warm', blue: 'warm' } };
    const classifier = await createOnnxClassifier({ runtime, manifest, modelPath: GRAPHS });
    if (classifier.input !== 'image') throw new Error('expected a classifier of pictures');
    expect(classifier.info.categories).toEqual(['warm']);
    const [answer] = await classifier.classify([plain([255, 51, 0])]);
    const [red, , blue] = softmax([1, 0.2, 0]);
    expect(answer!.probabilities[0]).toBeCloseTo(red! + blue!, 5);
    await classifier.close?.();
  });

  it('looks at vectors where the manifest says so', async () => {
    const classifier = await createOnnxClassifier({ runtime, manifest: headManifest(), modelPath: GRAPHS });
    if (classifier.input !== 'embedding') throw new Error('expected a classifier of vectors');
    // A view into a larger buffer, such as a row of a matrix, is taken for itself.
    const matrix = Float32Array.of(7, 7, 7, 7, 1, 2, 3, 9);
    const [answer] = await classifier.classify([matrix.subarray(4)]);
    expectClose(answer!.probabilities, softmax([1, 2, 3]), 5);
    await expect(classifier.classify([new Float32Array(5)])).rejects.toMatchObject({
      code: 'MODEL_MISMATCH',
    });
    await classifier.close?.();
  });
});

describe('sessions', () => {
  it.each(['thread', 'process'] as const)(
    'come back in the %s that takes the place of another after so many calls',
    async (isolation) => {
      const own = createOnnxRuntime({ workers: 1, threads: 1, isolation, recycleAfter: 5 });
      const embedder = await createOnnxEmbedder({
        runtime: own,
        manifest: embeddingManifest(),
        modelPath: GRAPHS,
      });
      for (let call = 0; call < 12; call++)
        await Promise.all(
          [0, 1].map(async (at) => {
            const [vector] = await embedder.embedImages([colours[at]!]);
            expectClose(vector!, expectedVector(RGB[at] as [number, number, number]));
          }),
        );
      expect((await own.countSessions())[0]).toBeLessThanOrEqual(1);
      await embedder.close?.();
      await own.close();
      expect(() => createOnnxRuntime({ recycleAfter: 0 })).toThrow(/recycleAfter/);
    },
  );

  it('are one a file and worker, however many models use it, and go with the last of them', async () => {
    const own = createOnnxRuntime({ workers: 2 });
    const [one, two] = await Promise.all([
      createOnnxEmbedder({ runtime: own, manifest: embeddingManifest(), modelPath: GRAPHS }),
      createOnnxEmbedder({
        runtime: own,
        manifest: embeddingManifest(),
        modelPath: join(GRAPHS, 'embedding.onnx'),
      }),
    ]);
    expect(await own.countSessions()).toEqual([1, 1]);
    const head = await createOnnxClassifier({ runtime: own, manifest: headManifest(), modelPath: GRAPHS });
    expect(await own.countSessions()).toEqual([2, 2]);
    await one.close?.();
    expect(await two.embedImages([colours[0]!])).toHaveLength(1);
    expect(await own.countSessions()).toEqual([2, 2]);
    await Promise.all([one.close?.(), two.close?.(), head.close?.()]);
    expect(await own.countSessions()).toEqual([0, 0]);
    await own.close();
    await own.close();
    await expect(
      createOnnxEmbedder({ runtime: own, manifest: embeddingManifest(), modelPath: GRAPHS }),
    ).rejects.toMatchObject({ code: 'CLOSED' });
  });
});

describe('loading', () => {
  const load = (modelPath: string, manifest = embeddingManifest(), fallbackModelPath?: string) =>
    createOnnxEmbedder({ runtime, manifest, modelPath, fallbackModelPath, logger });

  it('says which absolute path it tried and what is there', async () => {
    await expect(load('no/such/folder')).rejects.toMatchObject({
      code: 'MODEL_NOT_FOUND',
      message: expect.stringContaining(
        `${join(process.cwd(), 'no/such/folder/embedding.onnx')}: there is no folder`,
      ),
      hint: expect.stringContaining('modelPath'),
    });
    await expect(load(join(GRAPHS, 'typo.onnx'))).rejects.toMatchObject({
      code: 'MODEL_NOT_FOUND',
      message: expect.stringContaining('which holds beside, classification.onnx, embedding'),
    });
  });

  it.each([
    ['an empty file', '', 'it is empty'],
    ['a Git LFS pointer', 'version https://git-lfs.github.com/spec/v1\noid sha256:0', 'Git LFS pointer'],
    ['a web page', '<!DOCTYPE html><html>', 'web page'],
    ['garbage', 'no protobuf at all, just some text', 'could not load'],
  ])('knows %s', async (_, content, text) => {
    const path = join(folder, 'broken.onnx');
    await writeFile(path, content);
    await expect(load(path)).rejects.toMatchObject({
      code: 'MODEL_CORRUPT',
      message: expect.stringContaining(text),
    });
    await expect(load(path)).rejects.toMatchObject({ message: expect.stringContaining(path) });
  });

  it('checks size and SHA-256 where the manifest states them', async () => {
    const bytes = await readFile(join(GRAPHS, 'embedding.onnx'));
    const file = {
      path: 'embedding.onnx',
      size: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    };
    const good = await load(GRAPHS, { ...embeddingManifest(), files: { fp32: file } });
    await good.close?.();
    for (const wrong of [{ size: 5 }, { sha256: 'ab'.repeat(32) }]) {
      const files = { fp32: { ...file, ...wrong } };
      await expect(load(GRAPHS, { ...embeddingManifest(), files })).rejects.toMatchObject({
        code: 'MODEL_CORRUPT',
        message: expect.stringMatching(/but the manifest says (5|abab)/),
      });
    }
    expect(await runtime.countSessions()).toEqual([0, 0]);
  });

  it('says aloud that a licence does not allow commercial use', async () => {
    warned.length = 0;
    const manifest = { ...embeddingManifest(), licence: 'CC-BY-NC-4.0', commercialUse: false };
    const embedder = await load(GRAPHS, manifest);
    expect(embedder.info.warnings).toEqual([expect.stringMatching(/CC-BY-NC-4\.0.*commercial use/)]);
    expect(warned).toHaveLength(1);
    await embedder.close?.();
  });

  it('takes the fallback for a missing or corrupt file, and says so', async () => {
    warned.length = 0;
    const broken = join(folder, 'broken.onnx');
    await writeFile(broken, 'garbage');
    for (const path of [broken, join(folder, 'missing.onnx')]) {
      const embedder = await load(path, embeddingManifest(), GRAPHS);
      expect(await embedder.embedImages([colours[0]!])).toHaveLength(1);
      expect(embedder.info.warnings).toEqual([
        expect.stringContaining(`Using the fallback ${join(GRAPHS, 'embedding.onnx')}`),
      ]);
      await embedder.close?.();
    }
    expect(warned).toHaveLength(2);
    await expect(
      load(join(folder, 'missing.onnx'), embeddingManifest(), join(folder, 'gone.onnx')),
    ).rejects.toMatchObject({
      code: 'MODEL_NOT_FOUND',
      message: expect.stringMatching(/missing\.onnx.*fallback failed too.*gone\.onnx/),
    });
  });

  it.each([
    [
      'input name',
      { input: { ...embeddingManifest().input, name: 'pixel_values' } },
      /"pixel_values", but the graph takes "pixels"/,
    ],
    [
      'output name',
      { output: { name: 'image_embeds', dimensions: 4 } },
      /"image_embeds", but the graph gives "embedding"/,
    ],
    ['output position', { output: { name: 3, dimensions: 4 } }, /output 3/],
    [
      'dimensions',
      { output: { name: 'embedding', dimensions: 5 } },
      /says 5 dimensions, but the model answered with 4/,
    ],
    [
      'rank',
      { output: { name: 'embedding', dimensions: 4, pooling: 'cls' as const } },
      /3 dimensions are needed/,
    ],
    [
      'input size',
      { input: { name: 'pixels', preprocessing: { ...embeddingManifest().input.preprocessing, width: 9 } } },
      /\[batch, 3, 8, 8\].*\[batch, 3, 8, 9\]/,
    ],
  ])('refuses another %s at load', async (_, change, message) => {
    await expect(load(GRAPHS, { ...embeddingManifest(), ...change })).rejects.toMatchObject({
      code: 'MODEL_MISMATCH',
      message: expect.stringMatching(message),
      hint: expect.any(String),
    });
    expect(await runtime.countSessions()).toEqual([0, 0]);
  });

  it('refuses another number of labels, and a segmentation graph with integers for an input', async () => {
    await expect(
      createOnnxClassifier({
        runtime,
        manifest: classificationManifest(['red', 'green']),
        modelPath: GRAPHS,
      }),
    ).rejects.toMatchObject({
      code: 'MODEL_MISMATCH',
      message: expect.stringContaining('2 labels, but the model answered with 3'),
    });
    const manifest = {
      ...embeddingManifest('text'),
      input: { ...embeddingManifest().input, name: 'input_ids' },
    };
    await expect(load(GRAPHS, manifest)).rejects.toMatchObject({
      code: 'MODEL_MISMATCH',
      message: expect.stringContaining('takes int64'),
    });
  });

  it('refuses options that do not fit, by name', async () => {
    const manifest = embeddingManifest();
    await expect(createOnnxEmbedder({ runtime, modelPath: GRAPHS })).rejects.toMatchObject({
      code: 'INVALID_OPTIONS',
    });
    await expect(createOnnxEmbedder({ runtime, manifest, preset: 'clip-vit-b-32' })).rejects.toMatchObject({
      code: 'INVALID_OPTIONS',
    });
    await expect(createOnnxEmbedder({ runtime, preset: 'u2net' })).rejects.toMatchObject({
      code: 'INVALID_OPTIONS',
    });
    await expect(
      createOnnxEmbedder({ runtime, manifest, modelPath: GRAPHS, precision: 'int8' }),
    ).rejects.toMatchObject({
      code: 'INVALID_OPTIONS',
      message: expect.stringContaining('fp32'),
    });
    await expect(
      createOnnxEmbedder({ runtime, manifest, modelPath: GRAPHS, batchSize: 0 }),
    ).rejects.toMatchObject({ code: 'INVALID_OPTIONS' });
    expect(() => createOnnxRuntime({ providers: ['gpu' as never] })).toThrow(
      expect.objectContaining({ code: 'INVALID_OPTIONS' }),
    );
    expect(() => createOnnxRuntime({ workers: 0 })).toThrow('"workers"');
    expect(() => createOnnxRuntime({ logger: 'console' as never })).toThrow('"logger"');
  });
});

describe('providers', () => {
  it('fall back aloud, and not at all with requireProvider', async () => {
    warned.length = 0;
    const own = createOnnxRuntime({ workers: 1, providers: ['tensorrt', 'cuda', 'cpu'], logger });
    const embedder = await createOnnxEmbedder({
      runtime: own,
      manifest: embeddingManifest(),
      modelPath: GRAPHS,
    });
    // Where a GPU is, the first of the list is right.
    if (embedder.info.provider === 'cpu') {
      expect(embedder.info.warnings).toHaveLength(2);
      expect(warned).toHaveLength(2);
      expect(warned[0]).toMatch(/"tensorrt" could not be used/);
      const strict = createOnnxRuntime({ workers: 1, providers: ['cuda', 'cpu'], requireProvider: true });
      await expect(
        createOnnxEmbedder({ runtime: strict, manifest: embeddingManifest(), modelPath: GRAPHS }),
      ).rejects.toMatchObject({
        code: 'PROVIDER_UNAVAILABLE',
        message: expect.stringContaining('"cuda" could not be used'),
        hint: expect.stringContaining('Install'),
      });
      await strict.close();
    }
    await own.close();
  });
});

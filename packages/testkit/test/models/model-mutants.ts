import type {
  BackgroundRemover,
  CallOptions,
  EmbeddingClassifier,
  ImageClassifier,
  ModelInfo,
  RasterEmbedder,
  RasterImage,
  Segmentation,
} from '@imgsearch/core';
import {
  createFakeBackgroundRemover,
  createFakeClassifier,
  createFakeEmbedder,
} from '@imgsearch/core/testing';

/** A model that is wrong in one way. */
export interface ModelMutant<Model> {
  readonly name: string;
  readonly group: string;
  readonly create: () => Model;
}

type Call<Output> = (images: readonly RasterImage[], options?: CallOptions) => Promise<Output[]>;

/** What can be wrong with a model of any contract. `numbers` are those of an answer; `copy` makes one of others. */
function common<Output>(
  numbers: (output: Output) => Float32Array | Uint8Array,
): Record<string, (call: Call<Output>) => Call<Output>> {
  let last: Output | undefined;
  return {
    'answers come in reverse': (call) => async (images, options) => (await call(images, options)).reverse(),
    'a neighbour in the batch leaks into an answer': (call) => async (images, options) => {
      const outputs = await call(images, options);
      if (outputs.length > 1) numbers(outputs[0]!).set(numbers(outputs[1]!));
      return outputs;
    },
    'the last of a batch has no answer': (call) => async (images, options) =>
      (await call(images, options)).slice(0, Math.max(1, images.length - 1)),
    'every input has the same answer': (call) => async (images, options) => {
      const outputs = await call(images, options);
      last ??= outputs[0];
      return outputs.map(() => structuredClone(last!));
    },
    'an empty batch is an error': (call) => async (images, options) =>
      images.length === 0 ? ([undefined] as never) : call(images, options),
    'the input is scaled in place': (call) => async (images, options) => {
      const outputs = await call(images, options);
      for (const { data } of images)
        data.forEach((level, at) => {
          data[at] = level >> 1;
        });
      return outputs;
    },
    'the input is detached': (call) => async (images, options) => {
      const outputs = await call(images, options);
      for (const { data } of images) structuredClone(data.buffer, { transfer: [data.buffer as ArrayBuffer] });
      return outputs;
    },
    'answers are kept, and handed out again': (call) => {
      const kept = new Map<string, Output>();
      return async (images, options) => {
        const outputs = await call(images, options);
        return outputs.map((output, at) => {
          const key = String(images[at]!.width);
          if (!kept.has(key)) kept.set(key, output);
          return kept.get(key)!;
        });
      };
    },
    'abort and deadline are ignored': (call) => (images) => call(images),
    'an aborted call has no reason': (call) => (images, options) =>
      options?.signal?.aborted ? call(images, { signal: AbortSignal.abort() }) : call(images, options),
  };
}

interface Parts<Model, Output> {
  readonly make: () => Model & { readonly info: ModelInfo };
  readonly member: keyof Model & string;
  readonly numbers: (output: Output) => Float32Array | Uint8Array;
}

/** The common mutants of one contract, and some that only it can have. */
function mutantsOf<Model extends { close?(): Promise<void> }, Output>(
  { make, member, numbers }: Parts<Model, Output>,
  own: Record<string, (call: Call<Output>) => Call<Output>>,
  info: Record<string, Partial<ModelInfo>>,
): ModelMutant<Model>[] {
  const called = Object.entries({ ...common(numbers), ...own }).map(([name, change]) => ({
    name,
    create: (): Model => {
      const model = make();
      return { ...model, [member]: change(model[member] as Call<Output>) };
    },
  }));
  const told = Object.entries(info).map(([name, more]) => ({
    name,
    create: (): Model => {
      const model = make();
      return { ...model, info: { ...model.info, ...more } };
    },
  }));
  let made = 0;
  const living: { name: string; create: () => Model }[] = [
    { name: 'a closed model answers', create: () => ({ ...make(), close: async () => undefined }) },
    {
      name: 'a second close fails',
      create: () => {
        let closed = false;
        const model = make();
        return {
          ...model,
          close: async () => {
            await model.close?.();
            if (closed) (model as { close?: unknown }).close = undefined;
            closed = true;
          },
          [member]: (...given: never[]) =>
            closed ? Promise.resolve([{}]) : (model[member] as (...all: never[]) => unknown)(...given),
        };
      },
    },
    {
      name: 'each model has a fingerprint of its own',
      create: () => {
        const model = make();
        return { ...model, info: { ...model.info, fingerprint: `made-${made++}` } };
      },
    },
    {
      name: 'it does not tell for which contract it was written',
      create: () => ({ ...make(), specVersion: 0 }),
    },
  ];
  return [...called, ...told, ...living].map((mutant) => ({ ...mutant, group: 'model' }));
}

const each =
  <Output>(change: (output: Output) => Output) =>
  (call: Call<Output>): Call<Output> =>
  async (images, options) =>
    (await call(images, options)).map(change);

export const embedderMutants: readonly ModelMutant<RasterEmbedder>[] = mutantsOf<
  RasterEmbedder,
  Float32Array
>(
  {
    make: () => ({ ...createFakeEmbedder(), embedTexts: texts }),
    member: 'embedImages',
    numbers: (vector) => vector,
  },
  {
    'vectors have length 2': each((vector) => vector.map((value) => value * 2)),
    'vectors are one number short': each((vector) => vector.slice(1)),
  },
  { 'batches hold none': { maxBatchSize: 0 } },
).concat([
  {
    name: 'texts have vectors of another length',
    group: 'texts',
    create: () => ({
      ...createFakeEmbedder(),
      embedTexts: async (all) => (await texts(all)).map((vector) => vector.slice(1)),
    }),
  },
  {
    name: 'every text has the same vector',
    group: 'texts',
    create: () => ({
      ...createFakeEmbedder(),
      embedTexts: async (all) => (await texts(all)).map((_, __, vectors) => vectors.at(0)!) as never,
    }),
  },
]);

/** A right text tower for the mutants to be measured against: one axis a length of text. */
export async function texts(all: readonly string[]): Promise<Float32Array[]> {
  return all.map((text) => {
    const vector = new Float32Array(16);
    vector[text.length % 16] = 1;
    return vector;
  });
}

const segmentation = each<Segmentation>;
export const removerMutants: readonly ModelMutant<BackgroundRemover>[] = mutantsOf<
  BackgroundRemover,
  Segmentation
>(
  { make: () => createFakeBackgroundRemover(), member: 'segment', numbers: ({ data }) => data },
  {
    'a mask is one row short': segmentation((mask) => ({ ...mask, data: mask.data.slice(mask.width) })),
    'a mask holds floats': segmentation((mask) => ({ ...mask, data: Float32Array.from(mask.data) as never })),
    'coverage is in per cent': segmentation((mask) => ({
      ...mask,
      statistics: { ...mask.statistics, coverage: mask.statistics.coverage * 100 },
    })),
    'the highest output is 0 to 255': segmentation((mask) => ({
      ...mask,
      statistics: { ...mask.statistics, rawMaximum: 255 },
    })),
  },
  {},
);

const classification = each<{ probabilities: Float32Array }>;
export const classifierMutants: readonly ModelMutant<ImageClassifier | EmbeddingClassifier>[] = mutantsOf<
  ImageClassifier,
  { probabilities: Float32Array }
>(
  { make: () => createFakeClassifier(), member: 'classify', numbers: ({ probabilities }) => probabilities },
  {
    'logits stand for probabilities': classification(({ probabilities }) => ({
      probabilities: probabilities.map((value) => value * 9 - 4),
    })),
    'each probability is a sigmoid of its own': classification(({ probabilities }) => ({
      probabilities: probabilities.map((value) => 0.4 + value / 2),
    })),
    'there is a probability too many': classification(({ probabilities }) => ({
      probabilities: Float32Array.of(...probabilities, 0),
    })),
  },
  {
    '`other` is a category': { categories: ['top', 'other'] } as never,
    'a category is named twice': { categories: ['top', 'top'] } as never,
  },
);

import { type CallOptions, ImageSearchError, invalidOption } from '@imgsearch/core';
import type { EmbeddingManifest, ModelFile } from '../manifest/model-manifest.ts';
import { checkModel } from '../runtime/check-model.ts';
import type { LoadedModel } from '../runtime/onnx-runtime.ts';
import type { Job, JobInput } from '../runtime/protocol.ts';
import { fileOf, type ModelToLoad } from './load-model.ts';
import { runBatches } from './run-batches.ts';

export interface TextTower {
  embed(texts: readonly string[], options: CallOptions | undefined): Promise<Float32Array[]>;
  release(): Promise<void>;
}

interface TextTowerOptions {
  readonly text: 'auto' | boolean;
  readonly manifest: EmbeddingManifest;
  readonly batchSize: number;
  /** As for the image tower; `modelPath` is the absolute path of its file. */
  readonly load: Omit<ModelToLoad, 'manifest'> & { readonly modelPath: string };
}

/** The text side of an embedder, or undefined where there is none. Files are found now, the session at need. */
export async function createTextTower({
  text,
  manifest,
  batchSize,
  load,
}: TextTowerOptions): Promise<TextTower | undefined> {
  const tower = manifest.text;
  if (text === true && !tower)
    throw invalidOption('text', 'false or "auto": this model has no text tower', text);
  if (text === false || !tower) return undefined;
  const { runtime, logger, precision } = load;
  const file = fileOf(tower.files, precision && tower.files[precision] ? precision : undefined);
  const folder = folderOf(load.modelPath, fileOf(manifest.files, precision).path);
  const place = (one: ModelFile) => ({ modelPath: folder, file: one });
  let tokenizerPath: string;
  try {
    tokenizerPath = await runtime.locate(place(tower.tokenizer));
    await runtime.locate(place(file));
  } catch (error) {
    if (text === true || !ImageSearchError.isInstance(error) || error.code !== 'MODEL_NOT_FOUND') throw error;
    logger.info(`No texts can be embedded: ${error.message}`);
    return undefined;
  }

  const open = async (): Promise<{
    model: LoadedModel;
    job: Omit<Job, 'input'>;
    toInput: (texts: readonly string[]) => JobInput;
  }> => {
    const model = await runtime.load(place(file));
    try {
      const { ids } = tower.input;
      const attentionMask = model.session.inputs.find(({ name }) => name === tower.input.attentionMask)?.name;
      const shape = ['batch', tower.contextLength] as const;
      const checked = checkModel(model.path, model.session, {
        inputs: [ids, ...(attentionMask ? [attentionMask] : [])].map((name) => ({
          name,
          types: ['int64', 'int32'],
          shape,
        })),
        output: { name: tower.output, ranks: [2] },
      });
      const [idsInfo, maskInfo] = checked.inputs;
      const job: Omit<Job, 'input'> = {
        output: {
          kind: 'embedding',
          name: checked.output.name,
          pooling: 'none',
          dimensions: manifest.output.dimensions,
        },
        batch: { size: Math.min(batchSize, checked.batch.limit), fixed: checked.batch.fixed },
      };
      const toInput = (texts: readonly string[]): JobInput => ({
        kind: 'texts',
        ids: idsInfo!,
        attentionMask: maskInfo,
        tokenizerPath,
        contextLength: tower.contextLength,
        padId: tower.padId,
        lowerCase: tower.lowerCase ?? false,
        canonical: tower.canonical ?? false,
        texts,
      });
      await model.run({ ...job, input: toInput(['a']) });
      return { model, job, toInput };
    } catch (error) {
      await model.release();
      throw error;
    }
  };

  let opened: ReturnType<typeof open> | undefined;
  const once = (): ReturnType<typeof open> => {
    opened ??= open().catch((error) => {
      opened = undefined;
      throw error;
    });
    return opened;
  };
  if (text === true) await once();
  return {
    async embed(texts, options) {
      const { model, job, toInput } = await once();
      return runBatches(model, texts, batchSize, toInput, job, options);
    },
    async release() {
      await opened?.then(
        ({ model }) => model.release(),
        () => undefined,
      );
    },
  };
}

/** Where the manifest's paths start from: the image file's path without what the manifest says of it. */
function folderOf(imagePath: string, manifestPath: string): string {
  const slashes = imagePath.replaceAll('\\', '/');
  const end = `/${manifestPath}`;
  return slashes.endsWith(end)
    ? imagePath.slice(0, -end.length)
    : imagePath.slice(0, slashes.lastIndexOf('/'));
}

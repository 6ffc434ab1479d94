import { existsSync } from 'node:fs';
import { copyFile, link, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { CLIPImageProcessor, CLIPVisionModelWithProjection, env, RawImage } from '@huggingface/transformers';
import type { Contender } from '../lib/interleave.ts';
import { root } from '../lib/result.ts';

const folder = path.join(root, '.cache/bench/transformers/clip');

/** Lays the exported graph out as the hub does, with the public model's own settings. */
async function layOut(fp32: string, int8: string): Promise<void> {
  await mkdir(path.join(folder, 'onnx'), { recursive: true });
  const files = { 'vision_model.onnx': fp32, 'vision_model_int8.onnx': int8 };
  for (const [name, from] of Object.entries(files)) {
    const to = path.join(folder, 'onnx', name);
    if (!existsSync(to)) await link(from, to).catch(() => copyFile(from, to));
  }
  await writeFile(
    path.join(folder, 'config.json'),
    JSON.stringify({ model_type: 'clip_vision_model', architectures: ['CLIPVisionModelWithProjection'] }),
  );
}

const processorSettings = {
  crop_size: { height: 224, width: 224 },
  do_center_crop: true,
  do_convert_rgb: true,
  do_normalize: true,
  do_rescale: true,
  do_resize: true,
  image_mean: [0.48145466, 0.4578275, 0.40821073],
  image_std: [0.26862954, 0.26130258, 0.27577711],
  resample: 3,
  rescale_factor: 1 / 255,
  size: { shortest_edge: 224 },
};

/** `@huggingface/transformers` as its documentation uses it: in the process, batch by batch. */
export async function transformersContender(
  name: string,
  dtype: 'fp32' | 'int8',
  files: { readonly fp32: string; readonly int8: string },
  threads: number,
  batch: number,
  pictures: readonly Uint8Array[],
): Promise<Contender & { close: () => Promise<unknown> }> {
  await layOut(files.fp32, files.int8);
  env.allowRemoteModels = false;
  env.localModelPath = path.dirname(folder);
  const model = await CLIPVisionModelWithProjection.from_pretrained('clip', {
    dtype,
    device: 'cpu',
    session_options: { intraOpNumThreads: threads },
  });
  const processor = new CLIPImageProcessor(processorSettings);
  return {
    name,
    run: async (warmUp) => {
      const chosen = warmUp ? pictures.slice(0, 32) : pictures;
      const began = performance.now();
      for (let at = 0; at < chosen.length; at += batch) {
        const group = await Promise.all(
          chosen
            .slice(at, at + batch)
            .map((bytes) => RawImage.fromBlob(new Blob([bytes as Uint8Array<ArrayBuffer>]))),
        );
        await model(await processor(group));
      }
      return (chosen.length / (performance.now() - began)) * 1000;
    },
    close: () => model.dispose(),
  };
}

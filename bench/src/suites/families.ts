import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { RasterImage } from '@imgsearch/core';
import { type ModelManifest, type PresetId, presets } from '@imgsearch/onnx';
import { createOnnxRuntime } from '@imgsearch/onnx/node';
import { createSharpImageProcessor } from '@imgsearch/sharp';
import { checkParity } from '../families/check-parity.ts';
import { folderOf, openModel } from '../families/open-model.ts';
import { loop, ours } from '../families/raster-contenders.ts';
import { interleave, ratios } from '../lib/interleave.ts';
import { jpegs } from '../lib/pictures.ts';
import { hashOf, type Result, resultsFolder, sha256, writeResult } from '../lib/result.ts';
import { type Figure, figure } from '../lib/statistics.ts';

export const configuration = {
  pictures: 16,
  workingSize: 512,
  milliseconds: 3000,
  pairs: 3,
  budget: { workers: 1, threads: 2 },
  graphs: 'true architectures, random weights, seed of models/export',
};

/**
 * Each preset whose files `models/export` made: parity with PyTorch from pixels and letters on, and speed beside a
 * hand-written loop. `FAMILIES=clip-vit-b-16,dinov2-small` measures those alone and keeps the figures of the others;
 * `PARITY=1` leaves the speed as it was, for a machine that is busy.
 */
export async function families(): Promise<void> {
  const ids = Object.keys(presets) as PresetId[];
  const wanted = process.env.FAMILIES?.split(',') ?? ids;
  const chosen = ids.filter(
    (id) => wanted.includes(id) && existsSync(path.join(folderOf(id), 'reference.json')),
  );
  if (chosen.length === 0)
    throw new Error(
      `No files of ${process.env.FAMILIES ?? 'any preset'} in .cache/models: make them as models/export/README.md says.`,
    );
  const images = process.env.PARITY ? [] : await workingImages();
  const { figures, hashes } = await before();
  for (const id of chosen) {
    process.stderr.write(`${id}\n`);
    Object.assign(figures, await measure(id, images));
    hashes[id] = await sha256(fileOf(id));
  }
  await writeResult({
    suite: 'families',
    configuration,
    hashes: { ...hashes, configuration: hashOf(configuration) },
    figures,
    notes: [
      'parity: the lowest cosine between our answers and PyTorch’s, over six drawn pictures, photos of shared/data and, with a text tower, five texts; both sides from the same pixels and letters, the reference through the processors and tokenizers of transformers, torchvision and open_clip. centred: the same without what all answers have in common, as answers of random weights lie close together.',
      'ours, loop: milliseconds a picture of at most 512 pixels, decoded, one by one, two threads; resize and what follows inference included. The loop keeps no aspect ratio of its own and takes the raw output.',
      'The weights are random: speed and parity are the true graphs’, quality is not shown.',
    ],
  });
}

const fileOf = (id: PresetId): string => path.join(folderOf(id), presets[id].files.fp32!.path);

async function measure(id: PresetId, images: readonly RasterImage[]): Promise<Record<string, Figure>> {
  const { budget, milliseconds, pairs } = configuration;
  const runtime = createOnnxRuntime(budget);
  const model = await openModel(id, runtime);
  const parity = await checkParity(id, model);
  process.stderr.write(`  ${parity.inputs} inputs: cosine ${parity.cosine}, centred ${parity.centred}\n`);
  const held = {
    [`${id}.parity`]: exact(parity.cosine, parity.inputs),
    [`${id}.parity-centred`]: exact(parity.centred, parity.inputs),
  };
  if (process.env.PARITY) {
    await model.close();
    await runtime.close();
    return held;
  }
  const manifest: ModelManifest = presets[id];
  if (!('preprocessing' in manifest.input)) throw new Error(`${id} takes no pictures.`);
  const byHand = await loop(
    {
      model: fileOf(id),
      output: manifest.output.name,
      threads: budget.threads,
      preprocessing: manifest.input.preprocessing,
      images,
    },
    milliseconds,
  );
  const speeds = await interleave([ours(model, images, milliseconds), byHand], pairs);
  await byHand.close();
  await model.close();
  await runtime.close();
  const time = (name: string): Figure =>
    figure(
      (speeds.get(name) ?? []).map((speed) => 1000 / speed),
      'ms a picture',
    );
  return {
    ...held,
    [`${id}.ours`]: time('ours'),
    [`${id}.loop`]: time('loop'),
    [`${id}.ours-over-loop`]: figure(ratios(speeds, 'ours', 'loop'), 'ratio'),
  };
}

/** A cosine as it is: four digits would make one of 0.99996. */
const exact = (cosine: number, runs: number): Figure => {
  const value = Math.floor(cosine * 1e7) / 1e7;
  return { median: value, min: value, max: value, runs, unit: 'lowest cosine' };
};

async function workingImages(): Promise<RasterImage[]> {
  const processor = createSharpImageProcessor();
  const { workingSize, pictures } = configuration;
  const limits = { workingSize, maxBytes: 25e6, maxPixels: 50e6, maxFrames: 1, timeout: 10_000 };
  const images: RasterImage[] = [];
  for (const file of (await jpegs('phone', 600)).slice(0, pictures))
    images.push(await processor.decode(file, limits));
  await processor.close?.();
  return images;
}

/** What was measured before in the same way. */
async function before(): Promise<{ figures: Record<string, Figure>; hashes: Record<string, string> }> {
  try {
    const file = path.join(resultsFolder, 'families.json');
    const { figures, hashes }: Result = JSON.parse(await readFile(file, 'utf8'));
    if (hashes.configuration === hashOf(configuration))
      return { figures: { ...figures }, hashes: { ...hashes } };
  } catch {
    // Nothing was measured yet.
  }
  return { figures: {}, hashes: {} };
}

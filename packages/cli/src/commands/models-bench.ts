import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import path from 'node:path';
import { ImageSearchError } from '@imgsearch/core';
import type { MeasuredPrecision, ModelProfile, ProfiledModel } from '@imgsearch/onnx';
import { availableCores } from '@imgsearch/onnx/node';
import { PICTURE } from '@imgsearch/sources';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { chosenModels } from '../chosen-models.ts';
import type { ModelChoice } from '../components.ts';
import type { CommandContext } from '../context.ts';
import { choosePrecision, type PrecisionPolicy } from '../precision/choose-precision.ts';
import { type MeasuredModel, measurePrecisions } from '../precision/measure-precisions.ts';
import { createTable } from '../report/table.ts';

interface BenchOptions extends Omit<ModelChoice, 'profile'> {
  readonly out: string;
  readonly pictures: number;
  readonly batches: readonly number[];
  readonly seconds: number;
  readonly minCosine: number;
  readonly prefer: PrecisionPolicy['prefer'];
  readonly json?: true | undefined;
}

const numberFrom =
  (low: number, high: number) =>
  (value: string): number => {
    const number = Number(value);
    if (value.trim() === '' || !(number >= low && number <= high))
      throw new InvalidArgumentError(`Give a number from ${low} to ${high}.`);
    return number;
  };
const parseBatches = (value: string): number[] =>
  value.split(',').map((each) => Math.floor(numberFrom(1, 1024)(each)));

const HELP = `
PHOTOS is a folder of your own pictures: how true a precision is depends on them. Measured are the models that you name,
or else the starter models.

  imgsearch models bench photos/
  imgsearch models bench photos/ --embedding clip/manifest.json --out profile.json --prefer memory`;

/** `imgsearch models bench PHOTOS`. @param models the command that holds list, pull and check */
export function addModelsBenchCommand(models: Command, { signal }: CommandContext): void {
  models
    .command('bench')
    .summary('find the precision that runs best here, on your pictures')
    .description(
      'Runs every precision of each model on your pictures, and writes a profile that the factories take: speed, memory, and how true each is to the most precise one.',
    )
    .argument('<PHOTOS>', 'a folder of pictures')
    .option('--background <MANIFEST>', 'this background remover')
    .option('--embedding <MANIFEST>', 'this embedder')
    .option('--category <MANIFEST>', 'this classifier')
    .option('--out <FILE>', 'where the profile goes', 'imgsearch-profile.json')
    .option('--pictures <NUMBER>', 'how many of them', numberFrom(1, 10_000), 48)
    .option('--batches <LIST>', 'batch sizes to try', parseBatches, [1, 8])
    .option('--seconds <NUMBER>', 'for each batch size of each precision, twice', numberFrom(0.05, 600), 2)
    .option('--min-cosine <NUMBER>', 'how true a precision must be, on average', numberFrom(0, 1), 0.99)
    .addOption(new Option('--prefer <WHAT>', 'what to gain').choices(['speed', 'memory']).default('speed'))
    .option('--json', 'the profile on stdout too')
    .addHelpText('after', HELP)
    .action(async (photos: string, options: BenchOptions) => {
      const files = pick(picturesIn(photos), Math.floor(options.pictures));
      const profiled: Record<string, ProfiledModel> = {};
      const named = (['background', 'embedding', 'category'] as const).filter((role) => options[role]);
      for (const { role, read } of chosenModels(options)) {
        if (named.length > 0 && !named.includes(role)) continue;
        const { manifest, modelPath } = await read();
        // A head on vectors costs next to nothing, and has no pictures to be measured on.
        if (!('preprocessing' in manifest.input)) continue;
        const model = await measurePrecisions({
          manifest,
          modelPath,
          files,
          batchSizes: options.batches,
          milliseconds: options.seconds * 1000,
          signal,
          onStep: (precision) => process.stderr.isTTY && process.stderr.write(`${role}: ${precision} …\n`),
        });
        const measured = model.measured as [MeasuredPrecision, ...MeasuredPrecision[]];
        const { precision, batchSize, reason } = choosePrecision(measured, options);
        const sameSpaceAs =
          role === 'embedding'
            ? measured
                .filter((one) => one.precision !== precision)
                .map((one) => ({
                  fingerprint: one.fingerprint,
                  cosine: model.cosine(one.precision, precision),
                }))
                .filter(({ cosine }) => cosine >= options.minCosine)
            : [];
        profiled[manifest.id] = {
          precision,
          batchSize,
          ...(sameSpaceAs.length > 0 && { sameSpaceAs }),
          measured,
        };
        if (!options.json)
          process.stdout.write(modelText(`${role}: ${manifest.id}`, model, batchSize, reason));
      }
      const profile: ModelProfile = {
        format: 'imgsearch-profile-1',
        date: new Date().toISOString(),
        machine: { processor: cpus()[0]?.model.trim() || 'unknown', cores: availableCores() },
        pictures: files.length,
        models: profiled,
      };
      const text = `${JSON.stringify(profile, null, 2)}\n`;
      writeFileSync(options.out, text);
      process.stdout.write(
        options.json
          ? text
          : `The profile is in ${options.out}. Use it: createOnnxEmbedder({ …, profile: parseProfile(JSON.parse(text)) }).\n`,
      );
    });
}

function modelText(
  title: string,
  { measured, failed }: MeasuredModel,
  batchSize: number,
  reason: string,
): string {
  const sizes = Object.keys(measured[0]!.picturesASecond);
  const table = createTable([
    'precision',
    ...sizes.map((size) => `pictures/s, ${size} at once`),
    'MB',
    'cosine',
    'least',
  ]);
  for (const { precision, picturesASecond, memory, cosine } of measured)
    table.push([
      precision,
      ...sizes.map((size) => picturesASecond[size]!.toFixed(1)),
      (memory / 1e6).toFixed(0),
      cosine.mean.toFixed(4),
      cosine.least.toFixed(4),
    ]);
  const left = failed.map(({ precision, message }) => `${precision} was left out: ${message}\n`).join('');
  return `${title}\n${table.toString()}\n${left}${reason} In batches of ${batchSize}.\n\n`;
}

function picturesIn(folder: string): string[] {
  const found = statSync(folder, { throwIfNoEntry: false })?.isDirectory()
    ? readdirSync(folder, { recursive: true })
        .map(String)
        .filter((name) => PICTURE.test(name))
    : [];
  if (found.length > 0) return found.sort().map((name) => path.join(folder, name));
  throw new ImageSearchError({
    code: 'INVALID_OPTIONS',
    message: `There are no pictures in ${folder}.`,
    hint: 'Name a folder that holds some of your own, at any depth.',
  });
}

/** So many, spread evenly. */
const pick = <T>(all: readonly T[], count: number): T[] =>
  all.length <= count
    ? [...all]
    : Array.from({ length: count }, (_, at) => all[Math.floor((at * all.length) / count)]!);

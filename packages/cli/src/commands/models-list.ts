import type { ModelManifest } from '@imgsearch/onnx';
import { pullModel } from '@imgsearch/onnx/node';
import type { Command } from 'commander';
import { hubEnvironment } from '../models/hub-environment.ts';
import {
  commercialUse,
  findModel,
  type KnownModel,
  knownModels,
  licenceLine,
  outputSize,
} from '../models/known-models.ts';
import { createTable } from '../report/table.ts';

/** What `models list --json` and `models show --json` print of a model. */
interface ListedModel {
  readonly id: string;
  readonly task: ModelManifest['task'];
  /** Numbers of an embedding, or labels of a classifier. */
  readonly size?: number | undefined;
  /** Of the picture's graph in fp32, in millions of bytes. */
  readonly megabytes?: number | undefined;
  readonly licence: string;
  readonly commercialUse: 'yes' | 'no' | 'not stated';
  readonly languages: readonly string[];
  readonly goodFor: string;
  /** `included` in a package, `pulled` into the cache, `pull`: published, `make`: with `models/export`. */
  readonly files: 'included' | 'pulled' | 'pull' | 'make';
  readonly source: string;
}

/** `imgsearch models list` and `imgsearch models show`. */
export function addModelsListCommand(models: Command): void {
  models
    .command('list')
    .summary('starter models, and public ones that have a preset')
    .description('Lists the models that come along, and the public ones that are known by an id.')
    .option('--cache <FOLDER>', "the Hub's cache folder")
    .option('--json', 'as JSON')
    .action(async ({ cache, json }: ListOptions) => {
      const listed = await Promise.all(knownModels().map((model) => describeModel(model, cache)));
      if (json) return print(listed);
      const table = createTable(
        ['model', 'task', 'size', 'MB', 'licence', 'commercial use', 'languages', 'files', 'good for'],
        { licence: 24, 'good for': 46 },
      );
      for (const { id, task, size, megabytes, licence, languages, files, goodFor, ...model } of listed)
        table.push([
          id,
          task,
          size ?? '',
          megabytes ?? '',
          licence,
          model.commercialUse,
          shortly(languages),
          files,
          goodFor,
        ]);
      process.stdout.write(`${table.toString()}\n`);
    });
  models
    .command('show <MODEL>')
    .summary('all that is known of one model')
    .description('Shows what is known of a model: licence, languages, files, and how to get them.')
    .option('--cache <FOLDER>', "the Hub's cache folder")
    .option('--json', 'as JSON, with its manifest')
    .action(async (id: string, { cache, json }: ListOptions) => {
      const model = findModel(id);
      const listed = await describeModel(model, cache);
      if (json) return print({ ...listed, card: model.card, manifest: model.manifest });
      process.stdout.write(`${describeAtLength(model, listed).join('\n')}\n`);
    });
}

interface ListOptions {
  readonly cache?: string;
  readonly json?: true;
}

/** A few by name; of many how many, and whether Korean is one of them. */
const shortly = (languages: readonly string[]): string =>
  languages.length > 3
    ? `${languages.length}${languages.includes('ko') ? ', with ko' : ''}`
    : languages.join(', ');

const print = (value: unknown): void => void process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);

async function describeModel(model: KnownModel, cache: string | undefined): Promise<ListedModel> {
  const { manifest, card } = model;
  const bytes = manifest.files.fp32?.size;
  return {
    id: manifest.id,
    task: manifest.task,
    size: outputSize(manifest),
    megabytes: card?.megabytes.image ?? (bytes === undefined ? undefined : Number((bytes / 1e6).toFixed(1))),
    licence: manifest.licence,
    commercialUse: commercialUse(manifest),
    languages: card?.languages ?? [],
    goodFor: card?.goodFor ?? 'A first look: small, and trained for this package.',
    files: await whereAreFiles(model, cache),
    source: manifest.source,
  };
}

async function whereAreFiles(
  { manifest, card, modelPath }: KnownModel,
  cache: string | undefined,
): Promise<ListedModel['files']> {
  if (modelPath !== undefined) return 'included';
  if (!card?.hub) return 'make';
  for (const precision of card.hub.precisions) {
    const options = { cache: cache ?? hubEnvironment().cache, precision, text: false, offline: true };
    const pulled = await pullModel(manifest, options).catch(() => undefined);
    if (pulled) return 'pulled';
  }
  return 'pull';
}

function describeAtLength({ manifest, card }: KnownModel, listed: ListedModel): string[] {
  const { input } = manifest;
  const fields: [string, string | undefined][] = [
    [
      'task',
      manifest.task === 'segmentation'
        ? manifest.task
        : `${manifest.task}, ${listed.size} ${manifest.task === 'embedding' ? 'numbers' : 'labels'}`,
    ],
    ['good for', listed.goodFor],
    ['licence', licenceLine(manifest).replace('licence ', '')],
    ['languages', listed.languages.join(' ') || undefined],
    [
      'pictures',
      'preprocessing' in input
        ? `${input.preprocessing.width} x ${input.preprocessing.height}, ${input.preprocessing.resize}`
        : undefined,
    ],
    ['megabytes', [listed.megabytes, card?.megabytes.text].filter(Boolean).join(' + texts ') || undefined],
    ['precisions', (card?.hub?.precisions ?? Object.keys(manifest.files)).join(', ')],
    ['source', manifest.source],
    ['published', card?.hub && [card.hub.repository, card.hub.revision].filter(Boolean).join(' at ')],
    [
      'checked',
      card && (card.checked === 'parity' ? 'against its Python reference' : 'its description alone'),
    ],
    [
      'files',
      {
        included: 'come with the package',
        pulled: 'are in the cache',
        pull: `imgsearch models pull ${manifest.id}`,
        make: card?.exporter ? `to be made: models/export/${card.exporter}` : 'your own',
      }[listed.files],
    ],
  ];
  const width = Math.max(...fields.map(([name]) => name.length));
  return [
    manifest.id,
    ...fields.flatMap(([name, value]) => (value ? [`  ${name.padEnd(width)}  ${value}`] : [])),
  ];
}

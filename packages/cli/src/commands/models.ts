import { starterModels } from '@imgsearch/models-starter';
import { presets } from '@imgsearch/onnx';
import type { Command } from 'commander';
import { type ModelChoice, openComponents, type Parts } from '../components.ts';
import type { CommandContext } from '../context.ts';
import { createTable } from '../report/table.ts';

const megabytes = (bytes: number | undefined): string =>
  bytes === undefined ? '' : (bytes / 1e6).toFixed(1);

/** `imgsearch models list|check`. */
export function addModelsCommand(program: Command, { signal }: CommandContext): void {
  const models = program
    .command('models')
    .description('The models that there are, and whether they work here.');
  models
    .command('list')
    .summary('starter models, and public ones that have a preset')
    .description(
      'Lists the starter models, which come with the package, and the public models that have a preset.',
    )
    .option('--json', 'as JSON')
    .action((options: { readonly json?: true }) => {
      const known = listModels();
      if (options.json) {
        process.stdout.write(`${JSON.stringify(known, null, 2)}\n`);
        return;
      }
      const table = createTable(['model', 'task', 'MB', 'weights', 'licence', 'source']);
      for (const { id, task, bytes, included, licence, source } of known)
        table.push([
          id,
          task,
          megabytes(bytes),
          included ? 'included' : 'to be made: models/export',
          licence,
          source,
        ]);
      process.stdout.write(`${table.toString()}\n`);
    });
  models
    .command('check')
    .summary('load the models and run one picture through each')
    .description('Checks hashes, loads every model and runs one picture through it.')
    .option('--background <MANIFEST>', 'another background remover')
    .option('--embedding <MANIFEST>', 'another embedder')
    .option('--category <MANIFEST>', 'another classifier')
    .option('--json', 'as JSON')
    .action(async (options: ModelChoice & { readonly json?: true }) => {
      const components = await openComponents(options);
      try {
        const checked = await checkModels(components.parts, signal);
        process.stdout.write(
          options.json ? `${JSON.stringify(checked, null, 2)}\n` : checked.map(line).join(''),
        );
      } finally {
        await components.close();
      }
    });
}

function listModels(): {
  id: string;
  task: string;
  included: boolean;
  bytes?: number;
  licence: string;
  source: string;
}[] {
  const starter = Object.values(starterModels).map(({ manifest }) => manifest);
  const included = starter.map(({ id, task, files, licence, source }) => ({
    id,
    task,
    included: true,
    ...(files.fp32?.size !== undefined && { bytes: files.fp32.size }),
    licence,
    source,
  }));
  const others = Object.values(presets).map(({ id, task, licence, source }) => ({
    id,
    task,
    included: false,
    licence,
    source,
  }));
  return [...included, ...others];
}

interface CheckedModel {
  readonly role: string;
  readonly id: string;
  readonly provider: string;
  readonly milliseconds: number;
  readonly warnings: readonly string[];
}

const line = ({ role, id, provider, milliseconds, warnings }: CheckedModel): string =>
  [
    `${role}: ${id} works on ${provider}, ${milliseconds.toFixed(1)} ms for one picture\n`,
    ...warnings.map((text) => `  ${text}\n`),
  ].join('');

async function checkModels(
  { backgroundRemover, embedder, classifier }: Parts,
  signal: AbortSignal,
): Promise<CheckedModel[]> {
  const side = 64;
  const data = Uint8Array.from({ length: side * side * 3 }, (_, i) => (i * 37) % 256);
  const image = { width: side, height: side, channels: 3 as const, data };
  const vector: Float32Array[] = [];
  const probes = [
    {
      role: 'background',
      part: backgroundRemover,
      probe: () => backgroundRemover.segment([image], { signal }),
    },
    {
      role: 'embedding',
      part: embedder,
      probe: async () => {
        if (embedder.input === 'raster') vector.push(...(await embedder.embedImages([image], { signal })));
      },
    },
    ...(classifier
      ? [
          {
            role: 'category',
            part: classifier,
            probe: () =>
              classifier.input === 'image'
                ? classifier.classify([image], { signal })
                : classifier.classify(vector, { signal }),
          },
        ]
      : []),
  ];
  const checked: CheckedModel[] = [];
  for (const { role, part, probe } of probes) {
    await probe();
    const start = performance.now();
    await probe();
    checked.push({
      role,
      id: part.info.id,
      provider: part.info.provider ?? 'unknown',
      milliseconds: performance.now() - start,
      warnings: part.info.warnings ?? [],
    });
  }
  return checked;
}

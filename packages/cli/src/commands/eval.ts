import { writeFile } from 'node:fs/promises';
import { type BackgroundRemoval, invalidOption, type Views } from '@imgsearch/core';
import { fitCalibration } from '@imgsearch/core/evaluation';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { againstPlain, plainOf } from '../against-plain.ts';
import { type ModelChoice, openComponents } from '../components.ts';
import type { CommandContext } from '../context.ts';
import { addEmbedderOptions, parseViews, VIEWS_HELP } from '../input/embedder-options.ts';
import { readLabelledImages } from '../input/read-labelled-images.ts';
import { calibrationText } from '../report/calibration-text.ts';
import { evaluationText } from '../report/evaluation-text.ts';
import { writeHtmlReport } from '../report/html/write-html-report.ts';
import type { EvaluationFile } from '../result-file.ts';
import { type EvaluationSettings, runEvaluation } from '../run-evaluation.ts';

interface EvalOptions extends ModelChoice {
  readonly json?: string | true | undefined;
  readonly html?: string | undefined;
  readonly modes: readonly BackgroundRemoval[];
  readonly everything?: true | undefined;
  readonly calibration?: string | undefined;
  readonly confident: number;
  readonly views?: Views | undefined;
}

const MODES = { off: 'off', on: 'always', always: 'always', gated: 'auto', auto: 'auto' } as const;

/** `off,gated` as modes. */
function parseModes(value: string): BackgroundRemoval[] {
  return value.split(',').map((name) => {
    if (!(name in MODES)) throw new InvalidArgumentError(`"${name}" is none of off, on, gated.`);
    return MODES[name as keyof typeof MODES];
  });
}

function parseProbability(value: string): number {
  const probability = Number(value);
  if (value.trim() === '' || !(probability >= 0 && probability <= 1))
    throw new InvalidArgumentError('Give a number from 0 to 1.');
  return probability;
}

/** `--modes`, the same for both commands. */
export const modesOption = (): Option =>
  new Option('--modes <LIST>', 'background removal: off, on, gated')
    .argParser(parseModes)
    .default(['off', 'always', 'auto'], 'off,on,gated');

const HELP = `
DATA is a folder with a folder per class (or with the folders queries and catalogue, and the classes in each), or a
CSV or JSON of image, label or productId, and where wanted split (query, catalogue; none: leave-one-out), category
and group (a sender: pictures of one group are not independent).

Several embedders, --augment and --views are measured beside the plain pipeline: what they gain, and what they cost.

  imgsearch eval photos/ --html report.html
  imgsearch eval shop.csv --json before.json && imgsearch eval shop.csv --embedding mine/manifest.json --json after.json
  imgsearch eval shop.csv --modes gated --calibration calibration.json --confident 0.6
  imgsearch eval shop.csv --augment mirror,crops
  imgsearch eval shop.csv --embedding starter,mine/manifest.json --weights 1,2 --views top:3
  imgsearch eval compare before.json after.json
  imgsearch eval compare one/manifest.json two/manifest.json --data shop.csv`;

/** `imgsearch eval DATA`. */
export function addEvalCommand(program: Command, { signal }: CommandContext): Command {
  return addEmbedderOptions(program.command('eval'))
    .enablePositionalOptions()
    .summary('how good the answers are on your own pictures')
    .description('Measures recall, precision and classification on pictures whose right answers are known.')
    .argument('<DATA>', 'a folder per class, a .csv or a .json')
    .option('--json [FILE]', 'every answer and figure as JSON, to a file or to stdout')
    .option('--html <FILE>', 'a report to look at, in one file')
    .addOption(modesOption())
    .option('--everything', 'search everything, without narrowing to the category')
    .option('--calibration <FILE>', 'fit how likely a first match is right, for search and your pipeline')
    .option('--confident <P>', 'least probability that --calibration calls confident', parseProbability, 0.5)
    .option('--views <HOW>', VIEWS_HELP, parseViews)
    .option('--background <MANIFEST>', 'another background remover')
    .option('--category <MANIFEST>', 'another classifier')
    .addHelpText('after', HELP)
    .action(async (data: string, options: EvalOptions) => {
      const { views = 'best' } = options;
      if (options.calibration && views !== 'best')
        throw invalidOption(
          '--calibration',
          'products by their nearest picture',
          '--views',
          'Leave --views out.',
        );
      const images = await readLabelledImages(data);
      const settings = { ...options, data, images, strangers: options.calibration !== undefined };
      const plain = await evaluatePlain(settings, signal);
      const components = await openComponents(options);
      try {
        const measured = await runEvaluation(components, settings, signal);
        const file = plain ? { ...measured, againstPlain: againstPlain(plain, measured) } : measured;
        // Before anything is written: too few queries are a mistake of the command.
        const run = file.runs.find(({ mode }) => mode === 'auto') ?? file.runs[0]!;
        const calibration = options.calibration && fitCalibration(run, { threshold: options.confident });
        if (options.html) await writeHtmlReport(options.html, file, images, components, signal);
        const json = `${JSON.stringify(file)}\n`;
        if (options.json === true) process.stdout.write(json);
        else process.stdout.write(evaluationText(file));
        if (typeof options.json === 'string') await writeFile(options.json, json);
        if (calibration && options.calibration) {
          await writeFile(options.calibration, `${JSON.stringify(calibration, null, 2)}\n`);
          if (options.json !== true)
            process.stdout.write(calibrationText(calibration, options.calibration, run));
        }
      } finally {
        await components.close();
      }
    });
}

/** The same pictures through the plain pipeline, where the one to be evaluated is more. */
async function evaluatePlain(
  settings: ModelChoice & EvaluationSettings,
  signal: AbortSignal,
): Promise<EvaluationFile | undefined> {
  const choice = plainOf(settings);
  if (choice === undefined) return undefined;
  const components = await openComponents(choice);
  try {
    return await runEvaluation(components, { ...settings, ...choice }, signal);
  } finally {
    await components.close();
  }
}

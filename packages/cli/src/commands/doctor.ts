import type { NodeProvider } from '@imgsearch/onnx/node';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { ModelChoice } from '../components.ts';
import type { CommandContext } from '../context.ts';
import { findingText, verdictText } from '../doctor/doctor-text.ts';
import type { Finding } from '../doctor/finding.ts';
import { runDoctor } from '../doctor/run-doctor.ts';
import { addEmbedderOptions } from '../input/embedder-options.ts';
import { DEFAULT_STORE } from '../kept-pipeline.ts';
import { version } from '../version.ts';

interface DoctorCommandOptions extends ModelChoice {
  readonly store: string;
  readonly opensearch?: string | undefined;
  readonly name: string;
  readonly needs: readonly NodeProvider[];
  readonly seconds: number;
  readonly json?: true | undefined;
}

/** What `doctor --json` writes. */
export interface DoctorReport {
  readonly format: 'imgsearch-doctor-1';
  readonly version: string;
  readonly date: string;
  readonly works: boolean;
  readonly findings: readonly Finding[];
}

function parseSeconds(value: string): number {
  const seconds = Number(value);
  if (value.trim() === '' || !(seconds >= 0 && seconds <= 3600))
    throw new InvalidArgumentError('Give a number from 0 to 3600.');
  return seconds;
}

const HELP = `
Exit code 0: all that is needed works; 1: something is broken, and the lines with an arrow say what to do.

  imgsearch doctor
  imgsearch doctor --opensearch https://user:password@search.internal:9200 --name products
  imgsearch doctor --needs cuda --embedding clip/manifest.json --json`;

/** `imgsearch doctor`. */
export function addDoctorCommand(program: Command, { signal, fail }: CommandContext): void {
  addEmbedderOptions(program.command('doctor'))
    .summary('say what works here, what does not, and what to do')
    .description(
      'Looks at Node, processor, memory, ONNX Runtime and its providers, models and store, by using them, and measures for ten seconds.',
    )
    .option('--store <FOLDER>', 'where index put the vectors', DEFAULT_STORE)
    .option('--opensearch <URL>', 'look at this OpenSearch instead')
    .option('--name <NAME>', 'the collection in OpenSearch', 'pictures')
    .addOption(
      new Option('--needs <PROVIDER...>', 'execution providers that must work')
        .choices(['cuda', 'tensorrt'])
        .default([], 'cpu'),
    )
    .option('--seconds <NUMBER>', 'how long to measure; 0: not at all', parseSeconds, 10)
    .option('--background <MANIFEST>', 'another background remover')
    .option('--category <MANIFEST>', 'another classifier')
    .option('--json', 'as JSON')
    .addHelpText('after', HELP)
    .action(async (options: DoctorCommandOptions) => {
      const { store: folder, opensearch: openSearch, name, needs, seconds, json } = options;
      const { background, embedding, category, profile, weights, augment } = options;
      const findings: Finding[] = [];
      const examination = runDoctor({
        models: { background, embedding, category, profile, weights, augment },
        store: { folder, openSearch, name },
        needed: needs,
        speed: seconds * 1000,
        signal,
      });
      for await (const finding of examination) {
        findings.push(finding);
        if (!json) process.stdout.write(findingText(finding));
        if (signal.aborted) return;
      }
      const works = findings.every(({ state }) => state !== 'broken');
      if (!works) fail();
      const report: DoctorReport = {
        format: 'imgsearch-doctor-1',
        version,
        date: new Date().toISOString(),
        works,
        findings,
      };
      process.stdout.write(json ? `${JSON.stringify(report, null, 2)}\n` : verdictText(findings));
    });
}

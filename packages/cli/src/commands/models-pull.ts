import { ImageSearchError } from '@imgsearch/core';
import type { Precision } from '@imgsearch/onnx';
import { pullModel } from '@imgsearch/onnx/node';
import type { Command } from 'commander';
import type { CommandContext } from '../context.ts';
import { hubEnvironment } from '../models/hub-environment.ts';
import { commercialUse, findModel, licenceLine } from '../models/known-models.ts';
import { createStepBar } from '../progress.ts';

interface PullWords {
  readonly from?: string;
  readonly repository?: string;
  readonly revision?: string;
  readonly precision?: Precision;
  readonly text: boolean;
  readonly offline?: true;
  readonly verify?: true;
  readonly token?: string;
  readonly cache?: string;
  readonly json?: true;
}

/** `imgsearch models pull`. */
export function addModelsPullCommand(models: Command, { signal }: CommandContext): void {
  models
    .command('pull <MODEL>')
    .summary('bring the files of a model into the cache')
    .description(
      'Brings the files of a model, named by its id or by its manifest, from the Hub, a mirror or a folder into the cache. Run again, it goes on where it was stopped. HF_HOME, HF_HUB_CACHE, HF_ENDPOINT, HF_TOKEN and HF_HUB_OFFLINE hold where no option is given.',
    )
    .option('--from <PLACE>', 'address of a hub or mirror, or a folder of the same layout')
    .option('--repository <OWNER/NAME>', 'another than the model is known to be in')
    .option('--revision <NAME>', 'branch, tag or commit')
    .option('--precision <KIND>', 'fp32, fp16, int8 or uint8')
    .option('--no-text', 'without the files for texts')
    .option('--offline', 'only look into the cache')
    .option('--verify', 'also hash what is there already')
    .option('--token <TOKEN>', 'better set HF_TOKEN: command lines can be seen by others')
    .option('--cache <FOLDER>', "the Hub's cache folder")
    .option('--json', 'as JSON')
    .action(async (id: string, { json, ...words }: PullWords) => {
      const { manifest, modelPath } = findModel(id);
      if (modelPath !== undefined && words.repository === undefined)
        throw new ImageSearchError({
          code: 'INVALID_OPTIONS',
          message: `The files of ${id} are here already: ${modelPath}.`,
          hint: 'Only public models are pulled; imgsearch models list says which.',
        });
      const environment = hubEnvironment();
      let bar: ReturnType<typeof createStepBar> | undefined;
      let shown = '';
      const pulled = await pullModel(manifest, {
        ...environment,
        ...words,
        offline: words.offline ?? environment.offline,
        signal,
        logger: { debug() {}, info: tell, warn: tell, error: tell },
        onProgress({ path, loaded, total }) {
          if (path !== shown) {
            bar?.end();
            bar = createStepBar(`${path}, MB`);
            shown = path;
          }
          bar?.show(tenths(loaded), total === undefined ? undefined : tenths(total));
        },
      }).finally(() => bar?.end());
      // Said even where nobody reads the rest.
      if (commercialUse(manifest) !== 'yes') tell(`${manifest.id}: ${licenceLine(manifest)}`);
      const { commit, files, model, asked, repository } = pulled;
      if (json) {
        const { id: model_id, licence } = manifest;
        const facts = { id: model_id, repository, commit, modelPath: model.modelPath, files, asked, licence };
        process.stdout.write(
          `${JSON.stringify({ ...facts, commercialUse: commercialUse(manifest) }, null, 2)}\n`,
        );
        return;
      }
      const bytes = files.reduce((sum, { size }) => sum + size, 0);
      process.stdout.write(
        `${manifest.id}: ${files.length} ${files.length === 1 ? 'file' : 'files'} of ${repository} at ${commit}, ${tenths(bytes)} MB\n${model.modelPath}\n`,
      );
    });
}

const tell = (message: string): void => void process.stderr.write(`${message}\n`);
const tenths = (bytes: number): number => Math.round(bytes / 1e5) / 10;

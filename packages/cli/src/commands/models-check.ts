import { failureKind, ImageSearchError } from '@imgsearch/core';
import type { ModelManifest, Precision } from '@imgsearch/onnx';
import { createOnnxRuntime, type OnnxRuntime, pullModel } from '@imgsearch/onnx/node';
import type { Command } from 'commander';
import { type ModelChoice, openComponents } from '../components.ts';
import type { CommandContext } from '../context.ts';
import { hubEnvironment } from '../models/hub-environment.ts';
import { findModel, licenceLine } from '../models/known-models.ts';
import { openModel, type Probed, probeModel, probeParts } from '../models/probe-models.ts';
import type { OnnxModelFiles } from '../models/read-manifest.ts';

interface CheckWords extends ModelChoice {
  readonly precision?: Precision;
  readonly cache?: string;
  readonly revision?: string;
  readonly repository?: string;
  readonly json?: true;
}

interface CheckedModel extends Partial<Probed> {
  readonly id: string;
  readonly ok: boolean;
  readonly licence?: string;
  readonly files?: readonly { readonly path: string; readonly size: number }[];
  readonly code?: string;
  readonly message?: string;
  readonly hint?: string | undefined;
}

/** `imgsearch models check`. */
export function addModelsCheckCommand(models: Command, { signal, fail }: CommandContext): void {
  models
    .command('check [MODELS...]')
    .summary('hashes, graphs and tensors of models, and one picture through each')
    .description(
      'Checks models, by id (what was pulled into the cache) or by manifest (the files beside it): hashes, then the graph, its tensors against the manifest, and one picture through it. Without a name: the models that the other commands use. Exit code 1 where one does not work.',
    )
    .option('--background <MANIFEST>', 'another background remover')
    .option('--embedding <MANIFEST>', 'another embedder')
    .option('--category <MANIFEST>', 'another classifier')
    .option('--precision <KIND>', 'of models checked by name: fp32, fp16, int8 or uint8')
    .option('--revision <NAME>', 'of models checked by id: branch, tag or commit')
    .option('--repository <OWNER/NAME>', 'where models checked by name were pulled from')
    .option('--cache <FOLDER>', "the Hub's cache folder")
    .option('--json', 'as JSON')
    .action(async (names: readonly string[], { json, ...words }: CheckWords) => {
      const checked =
        names.length === 0 ? await checkComponents(words, signal) : await checkNamed(names, words, signal);
      if (checked.some(({ ok }) => !ok)) fail();
      process.stdout.write(json ? `${JSON.stringify(checked, null, 2)}\n` : checked.map(text).join(''));
    });
}

async function checkComponents(choice: ModelChoice, signal: AbortSignal): Promise<CheckedModel[]> {
  const components = await openComponents(choice);
  try {
    const probed = await probeParts(components.parts, signal);
    return probed.map((one) => ({ ...one, ok: true }));
  } finally {
    await components.close();
  }
}

async function checkNamed(
  names: readonly string[],
  words: CheckWords,
  signal: AbortSignal,
): Promise<CheckedModel[]> {
  const runtime = createOnnxRuntime({ workers: 1 });
  try {
    const checked: CheckedModel[] = [];
    for (const name of names) checked.push(await checkOne(runtime, name, words, signal));
    return checked;
  } finally {
    await runtime.close();
  }
}

async function checkOne(
  runtime: OnnxRuntime,
  name: string,
  words: CheckWords,
  signal: AbortSignal,
): Promise<CheckedModel> {
  let id = name;
  try {
    const { manifest, modelPath } = findModel(name);
    id = manifest.id;
    const { model, files } = await locate(manifest, modelPath, words, signal);
    const part = await openModel(runtime, model);
    const probed = await probeModel(part, manifest, signal);
    await part.close?.();
    return { ...probed, id, ok: true, licence: licenceLine(manifest), ...(files && { files }) };
  } catch (error) {
    if (signal.aborted || !ImageSearchError.isInstance(error) || failureKind(error) === 'other') throw error;
    const { code, message, hint } = error;
    return { id, ok: false, code, message, hint };
  }
}

/** The files of a model: beside its manifest, or in the cache and then held to their hashes. */
async function locate(
  manifest: ModelManifest,
  modelPath: string | undefined,
  { precision, revision, repository, cache }: CheckWords,
  signal: AbortSignal,
): Promise<{ model: OnnxModelFiles; files?: CheckedModel['files'] }> {
  if (modelPath !== undefined && repository === undefined)
    return { model: { manifest, modelPath, precision } };
  return pullModel(manifest, {
    cache: cache ?? hubEnvironment().cache,
    precision,
    revision,
    repository,
    offline: true,
    verify: true,
    signal,
  });
}

function text({ id, role, ok, files, licence, ...rest }: CheckedModel): string {
  const name = role ? `${role}: ${id}` : id;
  if (!ok)
    return `${name} DOES NOT WORK\n  ${rest.code}: ${rest.message}\n${rest.hint ? `  ${rest.hint}\n` : ''}`;
  const intact = files ? ', its files are intact' : '';
  return [
    `${name} works on ${rest.provider}, ${rest.milliseconds?.toFixed(1)} ms for one picture${intact}\n`,
    ...(licence ? [`  ${licence}\n`] : []),
    ...(rest.warnings ?? []).map((line) => `  ${line}\n`),
  ].join('');
}

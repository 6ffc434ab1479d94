import { checkKeys, checkNumber, checkOneOf, checkString, invalidOption } from '@imgsearch/core';
import type { ModelManifest } from './model-manifest.ts';
import { parseLicence } from './parse-licence.ts';
import { parseFiles, parseModelFile } from './parse-model-file.ts';
import { parsePreprocessing } from './parse-preprocessing.ts';

const COMMON = [
  'manifestVersion',
  'id',
  'task',
  'files',
  'licence',
  'commercialUse',
  'source',
  'maxBatchSize',
  'input',
  'output',
];
const TASKS = ['segmentation', 'embedding', 'classification'] as const;

type Unchecked = Readonly<Record<string, unknown>>;

/**
 * Takes a manifest from JSON, or from code that the compiler has not seen, and checks all of it.
 * @param name how messages call it: the option it came through, or its file
 * @returns the same object, now typed; the caller must not change it any more
 * @throws ImageSearchError INVALID_OPTIONS that names the field, what it takes and what it got
 * @example
 * const manifest = parseManifest(JSON.parse(await readFile('my-model.json', 'utf8')), 'my-model.json');
 */
export function parseManifest(value: unknown, name = 'manifest'): ModelManifest {
  if (typeof value !== 'object' || value === null) throw invalidOption(name, 'a model manifest', value);
  const manifest = value as Unchecked;
  const task = checkOneOf(`${name}.task`, manifest.task, TASKS);
  const own = {
    segmentation: [],
    embedding: ['text', 'sameSpaceAs'],
    classification: ['labels', 'categories'],
  };
  checkKeys(name, manifest, [...COMMON, ...own[task]]);
  if (manifest.manifestVersion !== 1)
    throw invalidOption(
      `${name}.manifestVersion`,
      'the number 1',
      manifest.manifestVersion,
      'Another version of @imgsearch/onnx wrote this manifest: use that version, or write "manifestVersion": 1.',
    );
  checkString(`${name}.id`, manifest.id);
  parseLicence(name, manifest);
  checkString(`${name}.source`, manifest.source);
  parseFiles(`${name}.files`, manifest.files);
  if (manifest.maxBatchSize !== undefined)
    checkNumber(`${name}.maxBatchSize`, manifest.maxBatchSize, { min: 1, integer: true });
  if (task === 'segmentation') parseSegmentation(name, manifest);
  else if (task === 'embedding') parseEmbedding(name, manifest);
  else parseClassification(name, manifest);
  return value as ModelManifest;
}

function parseSegmentation(name: string, manifest: Unchecked): void {
  const { resize } = parsePictureInput(`${name}.input`, manifest.input);
  if (resize !== 'squash')
    throw invalidOption(
      `${name}.input.preprocessing.resize`,
      '"squash" for a segmentation model',
      resize,
      'A mask must cover the whole picture, each pixel in its place: use "squash".',
    );
  const output = parseOutput(`${name}.output`, manifest.output, [
    'activation',
    'stretch',
    'minComponentShare',
  ]);
  checkOneOf(`${name}.output.activation`, output.activation, ['none', 'sigmoid']);
  checkBoolean(`${name}.output.stretch`, output.stretch);
  checkNumber(`${name}.output.minComponentShare`, output.minComponentShare, { min: 0, max: 1, fallback: 0 });
}

function parseEmbedding(name: string, manifest: Unchecked): void {
  parsePictureInput(`${name}.input`, manifest.input);
  const output = parseOutput(`${name}.output`, manifest.output, ['dimensions', 'pooling']);
  checkNumber(`${name}.output.dimensions`, output.dimensions, { min: 1, integer: true });
  checkOneOf(`${name}.output.pooling`, output.pooling, ['none', 'cls'], 'none');
  if (manifest.text !== undefined) parseText(`${name}.text`, manifest.text);
  if (manifest.sameSpaceAs === undefined) return;
  for (const [at, twin] of checkList(`${name}.sameSpaceAs`, manifest.sameSpaceAs).entries()) {
    const fields = checkObject(`${name}.sameSpaceAs[${at}]`, twin, ['fingerprint', 'cosine']);
    checkString(`${name}.sameSpaceAs[${at}].fingerprint`, fields.fingerprint);
    checkNumber(`${name}.sameSpaceAs[${at}].cosine`, fields.cosine, { min: -1, max: 1 });
  }
}

function parseText(name: string, value: unknown): void {
  const keys = ['files', 'tokenizer', 'input', 'output', 'contextLength', 'padId', 'lowerCase', 'canonical'];
  const text = checkObject(name, value, keys);
  parseFiles(`${name}.files`, text.files);
  parseModelFile(`${name}.tokenizer`, text.tokenizer);
  const input = checkObject(`${name}.input`, text.input, ['ids', 'attentionMask']);
  checkString(`${name}.input.ids`, input.ids);
  if (input.attentionMask !== undefined) checkString(`${name}.input.attentionMask`, input.attentionMask);
  checkTensor(`${name}.output`, text.output);
  checkNumber(`${name}.contextLength`, text.contextLength, { min: 1, integer: true });
  checkNumber(`${name}.padId`, text.padId, { min: 0, integer: true });
  for (const key of ['lowerCase', 'canonical'])
    if (text[key] !== undefined) checkBoolean(`${name}.${key}`, text[key]);
}

function parseClassification(name: string, manifest: Unchecked): void {
  const ofVectors =
    typeof manifest.input === 'object' && manifest.input !== null && 'dimensions' in manifest.input;
  if (ofVectors) {
    const input = checkObject(`${name}.input`, manifest.input, ['name', 'dimensions']);
    checkTensor(`${name}.input.name`, input.name);
    checkNumber(`${name}.input.dimensions`, input.dimensions, { min: 1, integer: true });
  } else parsePictureInput(`${name}.input`, manifest.input);
  const output = parseOutput(`${name}.output`, manifest.output, ['activation']);
  checkOneOf(`${name}.output.activation`, output.activation, ['none', 'softmax']);
  const labels = checkList(`${name}.labels`, manifest.labels);
  if (labels.length === 0) throw invalidOption(`${name}.labels`, 'at least one label', labels);
  for (const [at, label] of labels.entries()) checkString(`${name}.labels[${at}]`, label);
  if (manifest.categories === undefined) return;
  const categories = checkObject(`${name}.categories`, manifest.categories, labels as string[]);
  for (const [label, category] of Object.entries(categories))
    checkString(`${name}.categories[${JSON.stringify(label)}]`, category);
}

function parsePictureInput(name: string, value: unknown): ReturnType<typeof parsePreprocessing> {
  const input = checkObject(name, value, ['name', 'preprocessing']);
  checkTensor(`${name}.name`, input.name);
  return parsePreprocessing(`${name}.preprocessing`, input.preprocessing);
}

function parseOutput(name: string, value: unknown, keys: readonly string[]): Unchecked {
  const output = checkObject(name, value, ['name', ...keys]);
  checkTensor(`${name}.name`, output.name);
  return output;
}

/** A tensor of the graph, by name or by position. */
function checkTensor(name: string, value: unknown): void {
  if (typeof value === 'number' ? Number.isInteger(value) && value >= 0 : typeof value === 'string' && value)
    return;
  throw invalidOption(name, 'the name of a tensor, or its position from 0', value);
}

function checkObject(name: string, value: unknown, keys: readonly string[]): Unchecked {
  if (value === undefined) throw invalidOption(name, `an object with the keys ${keys.join(', ')}`, value);
  checkKeys(name, value, keys);
  return value as Unchecked;
}

function checkList(name: string, value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw invalidOption(name, 'an array', value);
  return value;
}

function checkBoolean(name: string, value: unknown): void {
  if (typeof value !== 'boolean') throw invalidOption(name, 'true or false', value);
}

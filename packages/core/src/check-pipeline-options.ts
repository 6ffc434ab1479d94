import { checkFields } from './filter/check-fields.ts';
import { checkKeys, checkNumber, invalidOption } from './options/check.ts';
import { checkLogger } from './options/check-logger.ts';
import { type ResolvedPolicies, resolvePolicies } from './photo/resolve-policies.ts';
import { SPEC_VERSION } from './spec/component.ts';
import type { Fields } from './spec/fields.ts';
import type { PipelineOptions } from './spec/pipeline.ts';
import { createTaxonomyIndex, OTHER_CATEGORY, type TaxonomyIndex } from './taxonomy/create-taxonomy-index.ts';
import { defaultTaxonomy } from './taxonomy/default-taxonomy.ts';

const REQUIRED = {
  imageProcessor: ['decode', 'cutOut', 'encode'],
  embedder: ['embedImages'],
  store: ['open', 'upsert', 'delete', 'get', 'search', 'close'],
} as const;
const OPTIONAL = {
  backgroundRemover: ['segment'],
  classifier: ['classify'],
  cache: ['remember', 'stats'],
} as const;

export interface CheckedPipelineOptions {
  readonly policies: ResolvedPolicies;
  readonly taxonomy: TaxonomyIndex;
}

/** Checks everything that a pipeline is made of, once. @throws ImageSearchError INVALID_OPTIONS */
export function checkPipelineOptions<F extends Fields>(options: PipelineOptions<F>): CheckedPipelineOptions {
  if (typeof options !== 'object' || options === null)
    throw invalidOption('options', 'an object such as { imageProcessor, embedder, store }', options);
  checkKeys('options', options, [
    ...Object.keys(REQUIRED),
    ...Object.keys(OPTIONAL),
    'fields',
    'taxonomy',
    'policies',
    'hydrate',
    'calibration',
    'logger',
  ]);
  for (const [role, methods] of Object.entries(REQUIRED)) checkComponent(role, at(options, role), methods);
  for (const [role, methods] of Object.entries(OPTIONAL))
    if (at(options, role) !== undefined) checkComponent(role, at(options, role), methods);
  checkLogger(options.logger);
  if (options.hydrate !== undefined && typeof options.hydrate !== 'function')
    throw invalidOption('hydrate', 'a function of product ids', options.hydrate);
  checkFields(options.fields ?? {});
  const taxonomy = createTaxonomyIndex(options.taxonomy ?? defaultTaxonomy);
  checkCategories(options.classifier?.info.categories ?? [], taxonomy);
  return { taxonomy, policies: resolvePolicies(options.policies) };
}

const at = (options: object, role: string): unknown => (options as Record<string, unknown>)[role];

function checkComponent(role: string, component: unknown, methods: readonly string[]): void {
  if (component instanceof Promise)
    throw invalidOption(role, 'a component', component, `Write "await" before the factory of "${role}".`);
  checkMethods(role, component, [...methods]);
  const { specVersion } = component as { specVersion?: unknown };
  if (specVersion !== SPEC_VERSION)
    throw invalidOption(
      role,
      `a component of specVersion ${SPEC_VERSION}`,
      specVersion,
      'Install versions of the adapter and of @imgsearch/core that fit together.',
    );
  const info = (component as { info?: unknown }).info;
  if (typeof info !== 'object' || info === null) throw invalidOption(`${role}.info`, 'an object', info);
  for (const count of ['maxBatchSize', 'dimensions'])
    if (count in info) checkNumber(`${role}.info.${count}`, at(info, count), { min: 1, integer: true });
}

function checkMethods(option: string, value: unknown, methods: readonly string[]): void {
  const isObject = typeof value === 'object' && value !== null;
  if (!isObject || !methods.every((method) => typeof at(value, method) === 'function'))
    throw invalidOption(option, `an object with the methods ${methods.join(', ')}`, value);
}

/** What a classifier says must be leaves of the tree, or nothing could be narrowed by it. */
function checkCategories(categories: readonly string[], taxonomy: TaxonomyIndex): void {
  const known = new Set([...taxonomy.leaves, OTHER_CATEGORY]);
  const unknown = categories.filter((id) => !known.has(id));
  if (unknown.length > 0)
    throw invalidOption(
      'classifier',
      'a classifier whose categories are leaves of the taxonomy',
      unknown.slice(0, 5).join(', '),
      'Map its labels to your categories in its manifest, or pass a "taxonomy" that has them.',
    );
}

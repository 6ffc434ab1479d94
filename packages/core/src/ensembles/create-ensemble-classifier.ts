import { ImageSearchError } from '../errors/image-search-error.ts';
import { checkKeys, invalidOption } from '../options/check.ts';
import type { CallOptions } from '../spec/call-options.ts';
import type {
  CategoryClassifier,
  Classification,
  EmbeddingClassifier,
  ImageClassifier,
} from '../spec/category-classifier.ts';
import { SPEC_VERSION } from '../spec/component.ts';
import { checkMembers } from './check-members.ts';
import { describeMembers, ensembleFingerprint } from './describe-members.ts';
import { encloseCalls } from './enclose-calls.ts';
import { runMembers } from './run-members.ts';

export interface EnsembleClassifierOptions<C extends CategoryClassifier = CategoryClassifier> {
  /** 2 to 8, all of the same `input` and of the same categories, in whatever order. */
  readonly members: readonly {
    readonly classifier: C;
    /** Share of the probability beside the others, above 0. Default 1. */
    readonly weight?: number | undefined;
  }[];
}

/**
 * Several classifiers as one: the weighted mean of their probabilities, in the order of the first one's categories (a
 * linear opinion pool, Genest & Zidek 1986). Members and shares are in the fingerprint, and so in the `category`.
 * Closing it closes the members.
 * @throws ImageSearchError INVALID_OPTIONS, also for members that know different categories
 * @example
 * const ensemble = createEnsembleClassifier({
 *   members: [{ classifier: createFakeClassifier(), weight: 3 }, { classifier }],
 * });
 */
export function createEnsembleClassifier<C extends CategoryClassifier>(
  options: EnsembleClassifierOptions<C>,
): C extends ImageClassifier ? ImageClassifier : EmbeddingClassifier {
  checkKeys('options', options, ['members']);
  const members = checkMembers<CategoryClassifier>(options?.members, 'classifier', 'classify');
  const { warnings, ...described } = describeMembers(members);
  const { categories } = members[0]!.model.info;
  const orders = members.map(({ model }, at) => orderOf(model, categories, at));
  const shares = members.map(({ share }) => share);
  const total = shares.reduce((sum, share) => sum + share, 0);
  const calls = encloseCalls(
    described.id,
    members.map(({ model }) => model),
  );

  const mean = (answers: readonly Classification[]): Classification => {
    const sums = new Float64Array(categories.length);
    answers.forEach(({ probabilities }, at) => {
      const { id } = members[at]!.model.info;
      if (probabilities.length !== sums.length) throw wrongLength(id, probabilities.length, sums.length);
      orders[at]!.forEach((from, to) => {
        sums[to]! += (shares[at]! / total) * probabilities[from]!;
      });
    });
    return { probabilities: Float32Array.from(sums) };
  };
  return {
    specVersion: SPEC_VERSION,
    input: members[0]!.model.input,
    info: {
      ...described,
      fingerprint: ensembleFingerprint(
        'mean',
        shares,
        members.map(({ model }) => model.info.fingerprint),
      ),
      categories,
      ...(warnings.length > 0 && { warnings }),
    },
    classify: (inputs: readonly never[], call?: CallOptions) =>
      calls.run(call, async () => {
        const answers = await runMembers(members, inputs.length, (model) => model.classify(inputs, call));
        return inputs.map((_, at) => mean(answers.map((each) => each[at]!)));
      }),
    close: calls.close,
    [Symbol.asyncDispose]: calls.close,
  } as never;
}

/** Where each of the categories stands among the member's own. */
function orderOf({ info }: CategoryClassifier, categories: readonly string[], at: number): number[] {
  const order = categories.map((id) => info.categories.indexOf(id));
  if (order.every((from) => from >= 0) && info.categories.length === categories.length) return order;
  const differing = [
    ...categories.filter((id) => !info.categories.includes(id)),
    ...info.categories.filter((id) => !categories.includes(id)),
  ];
  throw invalidOption(
    `members[${at}].classifier`,
    "a classifier of the first one's categories",
    info.categories,
    `Only one of the two knows ${differing.slice(0, 5).join(', ')}: map the labels of both to one taxonomy.`,
  );
}

const wrongLength = (id: string, got: number, wanted: number): ImageSearchError =>
  new ImageSearchError({
    code: 'INFERENCE_FAILED',
    message: `The classifier ${id} gave ${got} probabilities for ${wanted} categories.`,
    hint: 'A classifier gives one probability for each of `info.categories`, in their order.',
  });

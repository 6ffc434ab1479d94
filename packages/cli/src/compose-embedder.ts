import { type CategoryClassifier, type Embedder, invalidOption, type RasterEmbedder } from '@imgsearch/core';
import {
  type AugmentOptions,
  createAugmentedEmbedder,
  createEnsembleEmbedder,
  createMemberClassifier,
  type MemberParts,
} from '@imgsearch/core/ensembles';

/** What the embedder is made of, in words of the command line. */
export interface EmbedderChoice {
  /** A manifest, or several with commas between; `starter` is the starter model. Default: it alone. */
  readonly embedding?: string | undefined;
  /** Shares of several. */
  readonly weights?: readonly number[] | undefined;
  /** Views beside the picture itself. */
  readonly augment?: AugmentOptions | undefined;
}

/** Name of the starter embedder among manifests. */
export const STARTER = 'starter';

export const membersOf = ({ embedding }: EmbedderChoice): readonly string[] =>
  embedding === undefined ? [STARTER] : embedding.split(',').map((name) => name.trim());

/** One embedder of what was named. @throws ImageSearchError INVALID_OPTIONS, or what `open` throws */
export async function composeEmbedder(
  choice: EmbedderChoice,
  open: (name: string) => Promise<RasterEmbedder>,
): Promise<RasterEmbedder> {
  const names = membersOf(choice);
  const { weights, augment } = choice;
  if (weights !== undefined && weights.length !== names.length)
    throw invalidOption(
      '--weights',
      `a number for each of ${names.join(', ')}`,
      weights.join(','),
      'Give as many weights as embedders, in their order.',
    );
  const opening = names.map((name) => open(name));
  await Promise.allSettled(opening);
  const members = (await Promise.all(opening)).map((embedder, at) => ({ embedder, weight: weights?.[at] }));
  const embedder = members.length === 1 ? members[0]!.embedder : createEnsembleEmbedder({ members });
  return augment ? createAugmentedEmbedder({ ...augment, embedder }) : embedder;
}

/** A head on vectors sees those of its own member: the starter's the starter's, another one the first one's. */
export function headFor(
  embedder: Embedder & Partial<MemberParts>,
  classifier: CategoryClassifier,
  choice: EmbedderChoice & { readonly category?: string | undefined },
): CategoryClassifier {
  const { parts } = embedder;
  if (parts === undefined || classifier.input !== 'embedding') return classifier;
  const member = choice.category === undefined ? membersOf(choice).indexOf(STARTER) : 0;
  return createMemberClassifier({ ensemble: { parts }, member, classifier });
}

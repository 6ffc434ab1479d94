import { invalidOption } from '../options/check.ts';
import type { LabelledImage } from './labelled-image.ts';

/** The pictures by role, and what is right for whom. */
export interface AnswerSheet {
  readonly catalogue: readonly LabelledImage[];
  /** Those that have a right answer. */
  readonly queries: readonly LabelledImage[];
  /** Those that have none: what they show is not in the catalogue. */
  readonly strangers: readonly LabelledImage[];
  /** Pictures that are both: each is then a product of its own in the store, and never its own answer. */
  readonly leaveOneOut: boolean;
  /** What is counted as one answer. */
  answerOf(image: LabelledImage): string;
  isRight(query: LabelledImage, answer: LabelledImage): boolean;
  /** Right answers in the catalogue, the query itself not among them. */
  relevant(query: LabelledImage): number;
}

/** @throws ImageSearchError INVALID_OPTIONS */
export function createAnswerSheet(images: readonly LabelledImage[]): AnswerSheet {
  const ids = new Set<string>();
  for (const { id } of images) {
    if (ids.has(id))
      throw invalidOption('images', 'pictures of different ids', id, `Give "${id}" to one picture only.`);
    ids.add(id);
  }
  const catalogue = images.filter(({ split }) => split !== 'query');
  const asked = images.filter(({ split }) => split !== 'catalogue');
  for (const [role, list] of Object.entries({ query: asked, catalogue }))
    if (list.length === 0)
      throw invalidOption(
        'images',
        `at least one picture for the ${role}`,
        images,
        `No picture has split "${role}" or none.`,
      );
  const answerOf = ({ id, productId }: LabelledImage): string =>
    productId === undefined ? `picture ${id}` : `product ${productId}`;
  const isRight: AnswerSheet['isRight'] = (query, answer) =>
    query.productId === undefined ? query.label === answer.label : query.productId === answer.productId;
  const rightKey = ({ productId, label }: LabelledImage): string =>
    productId === undefined ? `label ${label}` : `product ${productId}`;

  // Answers by what they are right for; a picture of a known product is right for its label too.
  const answers = new Map<string, Map<string, number>>();
  for (const image of catalogue) {
    for (const key of new Set([rightKey(image), `label ${image.label}`])) {
      const counts = answers.get(key) ?? new Map<string, number>();
      counts.set(answerOf(image), (counts.get(answerOf(image)) ?? 0) + 1);
      answers.set(key, counts);
    }
  }
  const relevant = (query: LabelledImage): number => {
    const counts = answers.get(rightKey(query));
    if (counts === undefined) return 0;
    const onlyItself = query.split === undefined && counts.get(answerOf(query)) === 1;
    return counts.size - Number(onlyItself);
  };
  return {
    catalogue,
    queries: asked.filter((query) => relevant(query) > 0),
    strangers: asked.filter((query) => relevant(query) === 0),
    leaveOneOut: images.some(({ split }) => split === undefined),
    answerOf,
    isRight,
    relevant,
  };
}

import type { FeedbackKind } from '../spec/feedback.ts';

/** What something that was done with a product says of liking it: a look less than a word. */
export const worthOf: Readonly<Record<FeedbackKind, number>> = {
  click: 0.5,
  like: 1,
  purchase: 1,
  refusal: -1,
};

import { ImageSearchError } from '../errors/image-search-error.ts';
import type { ModelInfo } from '../spec/component.ts';
import type { Member } from './check-members.ts';

/**
 * One call to each member, answers by member. Members of one runner are called one after another, because the call of
 * an ensemble is given one place there; others side by side.
 * @throws ImageSearchError INFERENCE_FAILED for a member with another number of answers, or whatever a member throws
 */
export async function runMembers<Model extends { readonly info: ModelInfo }, Output>(
  members: readonly Member<Model>[],
  inputs: number,
  call: (model: Model) => Promise<readonly Output[]>,
): Promise<readonly (readonly Output[])[]> {
  const byRunner = new Map<object, number[]>();
  members.forEach(({ model }, at) => {
    const runner = model.info.runner ?? model;
    byRunner.set(runner, [...(byRunner.get(runner) ?? []), at]);
  });
  const answers: (readonly Output[])[] = [];
  await Promise.all(
    [...byRunner.values()].map(async (places) => {
      for (const at of places) {
        const { model } = members[at]!;
        answers[at] = checkCount(await call(model), inputs, model.info.id);
      }
    }),
  );
  return answers;
}

/** @throws ImageSearchError INFERENCE_FAILED */
export function checkCount<Output>(
  answers: readonly Output[],
  inputs: number,
  id: string,
): readonly Output[] {
  if (answers.length === inputs) return answers;
  throw new ImageSearchError({
    code: 'INFERENCE_FAILED',
    message: `The model ${id} gave ${answers.length} answers for ${inputs} inputs.`,
    hint: 'An adapter must answer every item of a call, in order.',
  });
}

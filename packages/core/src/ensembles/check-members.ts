import { checkKeys, checkNumber, invalidOption } from '../options/check.ts';
import { type Component, type ModelInfo, SPEC_VERSION } from '../spec/component.ts';

/** A model and its share among the others. */
export interface Member<Model> {
  readonly model: Model;
  /** Above 0; all shares of an ensemble sum to 1. Six digits, which is what the fingerprint says. */
  readonly share: number;
}

type AnyModel = Component & { readonly info: ModelInfo; readonly input: string };

/** More would multiply the cost of every search by more than anybody pays. */
const MAX_MEMBERS = 8;

/**
 * The members of an ensemble with their shares of 1.
 * @param role name of the option, and of the key of each member
 * @throws ImageSearchError INVALID_OPTIONS
 */
export function checkMembers<Model extends AnyModel>(
  given: unknown,
  role: string,
  method: string,
): readonly Member<Model>[] {
  if (!Array.isArray(given) || given.length < 2 || given.length > MAX_MEMBERS)
    throw invalidOption(
      'members',
      `a list of 2 to ${MAX_MEMBERS} members such as { ${role}, weight }`,
      given,
    );
  const members = given.map((member: unknown, at) => {
    checkKeys(`members[${at}]`, member ?? null, [role, 'weight']);
    const { [role]: model, weight } = member as Readonly<Record<string, unknown>>;
    const option = `members[${at}].weight`;
    const checked = checkNumber(option, weight, { min: 0, max: 1e6, fallback: 1 });
    if (checked === 0)
      throw invalidOption(option, 'a number above 0', weight, 'Leave this member out instead.');
    return { model: checkModel<Model>(`members[${at}].${role}`, model, method), weight: checked };
  });
  const [first] = members;
  const odd = members.findIndex(({ model }) => model.input !== first!.model.input);
  if (odd > 0)
    throw invalidOption(
      `members[${odd}].${role}`,
      `a model whose input is "${first!.model.input}", as the first one's`,
      members[odd]!.model.input,
      'All members of an ensemble look at the same thing.',
    );
  const total = members.reduce((sum, { weight }) => sum + weight, 0);
  return members.map(({ model, weight }) => ({ model, share: Number((weight / total).toPrecision(6)) }));
}

/** @throws ImageSearchError INVALID_OPTIONS */
export function checkModel<Model extends AnyModel>(option: string, model: unknown, method: string): Model {
  if (model instanceof Promise)
    throw invalidOption(option, 'a model', model, `Write "await" before the factory of "${option}".`);
  const given = (typeof model === 'object' && model !== null ? model : {}) as Readonly<
    Record<string, unknown>
  >;
  const isModel =
    typeof given[method] === 'function' && typeof given.info === 'object' && given.info !== null;
  if (!isModel) throw invalidOption(option, `an object with the method ${method} and an info`, model);
  if (given.specVersion !== SPEC_VERSION)
    throw invalidOption(
      option,
      `a component of specVersion ${SPEC_VERSION}`,
      given.specVersion,
      'Install versions of the adapter and of @imgsearch/core that fit together.',
    );
  return model as Model;
}

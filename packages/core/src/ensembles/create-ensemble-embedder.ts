import { checkKeys } from '../options/check.ts';
import type { CallOptions } from '../spec/call-options.ts';
import { SPEC_VERSION } from '../spec/component.ts';
import type { Embedder, EncodedEmbedder, RasterEmbedder } from '../spec/embedder.ts';
import { checkMembers, type Member } from './check-members.ts';
import { describeMembers, ensembleFingerprint } from './describe-members.ts';
import { encloseCalls } from './enclose-calls.ts';
import { runMembers } from './run-members.ts';
import { lengthOf } from './unit-vector.ts';

export interface EnsembleEmbedderOptions<E extends Embedder = Embedder> {
  /** 2 to 8, in the order of their parts in a vector. All of the same `input`. */
  readonly members: readonly {
    readonly embedder: E;
    /** Share of the cosine beside the others, above 0. Default 1. */
    readonly weight?: number | undefined;
  }[];
}

/** Where a member's part lies in a vector of the ensemble. */
export interface MemberPart {
  readonly id: string;
  readonly fingerprint: string;
  readonly offset: number;
  readonly dimensions: number;
  /** Of the cosine; all of them sum to 1. */
  readonly share: number;
}

/** An embedder that knows the parts of its vectors. */
export interface MemberParts {
  readonly parts: readonly MemberPart[];
}

/** Combinations of comparable twins beyond this are not listed. */
const MAX_TWINS = 64;

/**
 * Several embedders as one: a vector is their unit vectors one after another, each times the root of its share. The
 * cosine of two such vectors is then the weighted mean of the members' cosines, in any store. `dimensions` is the sum;
 * members and shares are in the fingerprint, and so in the `space`. Texts become vectors where every member has a text
 * tower. A search costs what all members cost together; whether it is better, `imgsearch eval` tells. Closing it closes
 * the members.
 *
 * A classifier that is a head on one member's vectors goes through `createMemberClassifier`.
 * @throws ImageSearchError INVALID_OPTIONS
 * @example
 * const ensemble = createEnsembleEmbedder({
 *   members: [{ embedder: createFakeEmbedder({ dimensions: 8 }), weight: 2 }, { embedder }],
 * });
 */
export function createEnsembleEmbedder<E extends Embedder>(
  options: EnsembleEmbedderOptions<E>,
): (E extends RasterEmbedder ? RasterEmbedder : EncodedEmbedder) & MemberParts {
  checkKeys('options', options, ['members']);
  const members = checkMembers<Embedder>(options?.members, 'embedder', 'embedImages');
  const { warnings, ...described } = describeMembers(members);
  const shares = members.map(({ share }) => share);
  const total = shares.reduce((sum, share) => sum + share, 0);
  const parts = partsOf(members);
  const dimensions = parts.reduce((sum, part) => sum + part.dimensions, 0);
  const twins = twinsOf(members).map((prints) => ensembleFingerprint('concatenated', shares, prints));
  const calls = encloseCalls(
    described.id,
    members.map(({ model }) => model),
  );

  const join = (vectors: readonly Float32Array[]): Float32Array => {
    const joined = new Float32Array(dimensions);
    vectors.forEach((vector, at) => {
      const { offset, share } = parts[at]!;
      const factor = Math.sqrt(share / total) / lengthOf(vector);
      for (let i = 0; i < vector.length; i++) joined[offset + i] = vector[i]! * factor;
    });
    return joined;
  };
  const embed = async (
    inputs: readonly unknown[],
    call: (model: Embedder) => Promise<readonly Float32Array[]>,
  ): Promise<Float32Array[]> => {
    const answers = await runMembers(members, inputs.length, call);
    return inputs.map((_, at) => join(answers.map((vectors) => vectors[at]!)));
  };
  const ensemble: Omit<RasterEmbedder, 'input' | 'embedImages'> & MemberParts = {
    specVersion: SPEC_VERSION,
    parts,
    info: {
      ...described,
      fingerprint: ensembleFingerprint(
        'concatenated',
        shares,
        members.map(({ model }) => model.info.fingerprint),
      ),
      dimensions,
      ...(warnings.length > 0 && { warnings }),
      ...(twins.length > 0 && { sameSpaceAs: twins }),
    },
    ...(members.every(({ model }) => model.embedTexts) && {
      embedTexts: (texts: readonly string[], call?: CallOptions) =>
        calls.run(call, () => embed(texts, (model) => model.embedTexts!(texts, call))),
    }),
    close: calls.close,
    [Symbol.asyncDispose]: calls.close,
  };
  return {
    ...ensemble,
    input: members[0]!.model.input,
    embedImages: (images: readonly never[], call?: CallOptions) =>
      calls.run(call, () => embed(images, (model) => model.embedImages(images, call))),
  } as never;
}

function partsOf(members: readonly Member<Embedder>[]): MemberPart[] {
  let offset = 0;
  return members.map(({ model: { info }, share }) => {
    const { id, fingerprint, dimensions } = info;
    offset += dimensions;
    return { id, fingerprint, offset: offset - dimensions, dimensions, share };
  });
}

/** Every other choice among the members and their twins: where each cosine stays, their mean does. */
function twinsOf(members: readonly Member<Embedder>[]): string[][] {
  let choices: string[][] = [[]];
  for (const { model } of members) {
    const { fingerprint, sameSpaceAs = [] } = model.info;
    choices = choices.flatMap((choice) =>
      [fingerprint, ...sameSpaceAs].slice(0, MAX_TWINS).map((print) => [...choice, print]),
    );
    choices = choices.slice(0, MAX_TWINS + 1);
  }
  return choices.slice(1);
}

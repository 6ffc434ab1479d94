import type { ModelInfo } from '../spec/component.ts';
import type { Member } from './check-members.ts';

interface Informed {
  readonly info: ModelInfo;
}

/** What an ensemble says of itself, from what its members say. */
export function describeMembers(
  members: readonly Member<Informed>[],
): Omit<ModelInfo, 'fingerprint'> & { readonly warnings: readonly string[] } {
  const infos = members.map(({ model }) => model.info);
  const common = <Key extends 'runner' | 'provider'>(key: Key): ModelInfo[Key] =>
    infos.every((info) => info[key] === infos[0]![key]) ? infos[0]![key] : undefined;
  return {
    id: infos.map(({ id }) => id).join('+'),
    maxBatchSize: Math.min(...infos.map(({ maxBatchSize }) => maxBatchSize)),
    runner: common('runner'),
    provider: common('provider'),
    warnings: infos.flatMap(({ id, warnings = [] }) => warnings.map((warning) => `${id}: ${warning}`)),
  };
}

/** `concatenated(0.5*a,0.5*b)`, readable, so that a mismatch can be told by name. */
export const ensembleFingerprint = (
  how: string,
  shares: readonly number[],
  fingerprints: readonly string[],
): string => `${how}(${shares.map((share, at) => `${share}*${fingerprints[at]}`).join(',')})`;

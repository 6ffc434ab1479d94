import type { Fingerprint } from '../spec/fingerprint.ts';

export interface FingerprintComparison {
  /** `comparable`: other weights, but a manifest measured the two spaces as one. */
  readonly space: 'same' | 'comparable' | 'different';
  readonly category: 'same' | 'different';
  readonly settings: 'same' | 'different';
  /** What differs, one sentence fragment each: `embedder is "a" here, "b" in the store`. */
  readonly differences: {
    readonly space: readonly string[];
    readonly category: readonly string[];
    readonly settings: readonly string[];
  };
}

/** What differs between a pipeline and the data that it found. */
export function compareFingerprints(here: Fingerprint, stored: Fingerprint): FingerprintComparison {
  const comparable =
    here.sameSpaceAs?.includes(stored.space) || stored.sameSpaceAs?.includes(here.space) || false;
  const part = (name: 'category' | 'settings'): 'same' | 'different' =>
    here[name] === stored[name] ? 'same' : 'different';
  return {
    space: here.space === stored.space ? 'same' : comparable ? 'comparable' : 'different',
    category: part('category'),
    settings: part('settings'),
    differences: {
      space: differencesOf(here.space, stored.space),
      category: differencesOf(here.category, stored.category),
      settings: differencesOf(here.settings, stored.settings),
    },
  };
}

function differencesOf(here: string, stored: string): string[] {
  if (here === stored) return [];
  const ours = pairsOf(here);
  const theirs = pairsOf(stored);
  return [...new Set([...ours.keys(), ...theirs.keys()])]
    .filter((name) => ours.get(name) !== theirs.get(name))
    .map((name) => `${name} is ${show(ours.get(name))} here, ${show(theirs.get(name))} in the store`);
}

const pairsOf = (text: string): Map<string, string> =>
  new Map(
    text.split(';').map((pair) => {
      const at = pair.indexOf('=');
      return at < 0 ? ['fingerprint', pair] : [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );

function show(value: string | undefined): string {
  if (value === undefined) return 'absent';
  try {
    return `"${decodeURIComponent(value)}"`;
  } catch {
    return `"${value}"`;
  }
}

import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createMutator, createRandom, type MutationKind } from './create-mutator.ts';
import { DECODED, putToServer, type Result } from './put-to-server.ts';
import type { Judge } from './start-judge.ts';

export interface HostileRow extends Result {
  /** Where it is from: a path within the corpus. */
  readonly name: string;
  /** Extension of a file, or format of what was mutated. */
  readonly kind: string;
  readonly mutation?: MutationKind;
}

export interface HostileRun {
  readonly url: string;
  readonly judge: Judge;
  readonly corpus: string;
  /** For files of the run's own. */
  readonly folder: string;
}

const listFiles = (corpus: string): string[] =>
  readdirSync(corpus, { recursive: true })
    .map(String)
    .filter((name) => statSync(path.join(corpus, name)).isFile())
    .sort();

/** Every file of a corpus as it is. */
export async function putCorpus({ url, judge, corpus, folder }: HostileRun): Promise<HostileRow[]> {
  const rows: HostileRow[] = [];
  for (const name of listFiles(corpus)) {
    const file = path.join(corpus, name);
    const result = await putToServer(url, judge, {
      file,
      bytes: Uint8Array.from(readFileSync(file)),
      folder,
    });
    const kind = path.extname(name).slice(1).toLowerCase() || 'none';
    rows.push({ ...result, name, kind });
  }
  return rows;
}

/** Mutations of the corpus' good files, every format as often as another. */
export async function putMutations(
  { url, judge, corpus, folder }: HostileRun,
  count: number,
  seed: number,
): Promise<HostileRow[]> {
  const good = new Map<string, string[]>();
  for (const name of listFiles(corpus)) {
    const file = path.join(corpus, name);
    if (statSync(file).size > 200_000) continue;
    const { format, state } = await judge.ask({ file, raster: null });
    if (state === 'readable' && format && DECODED.includes(format))
      good.set(format, [...(good.get(format) ?? []), name]);
  }
  const random = createRandom(seed);
  const mutate = createMutator(random);
  const formats = [...good.keys()].sort();
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const rows: HostileRow[] = [];
  for (let turn = 0; turn < count; turn++) {
    const kind = pick(formats);
    const [name, other] = [pick(good.get(kind)!), pick(good.get(kind)!)];
    const mutated = mutate(readFileSync(path.join(corpus, name)), readFileSync(path.join(corpus, other)));
    const file = path.join(folder, 'mutation');
    writeFileSync(file, mutated.bytes);
    const bytes = Uint8Array.from(mutated.bytes);
    const result = await putToServer(url, judge, { file, bytes, folder });
    rows.push({ ...result, name, kind, mutation: mutated.kind });
  }
  return rows;
}

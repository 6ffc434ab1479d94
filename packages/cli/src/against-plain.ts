import { compareFiles } from './compare-files.ts';
import type { ModelChoice } from './components.ts';
import { membersOf } from './compose-embedder.ts';
import type { AgainstPlain, EvaluationFile } from './result-file.ts';
import type { EvaluationSettings } from './run-evaluation.ts';

type Choice = ModelChoice & Pick<EvaluationSettings, 'views'>;

/** The first embedder alone, each picture looked at once, products by their nearest picture; undefined for just that. */
export function plainOf(choice: Choice): Choice | undefined {
  const [first, ...others] = membersOf(choice);
  const { augment, views = 'best' } = choice;
  if (others.length === 0 && !augment && views === 'best') return undefined;
  return { ...choice, embedding: first, weights: undefined, augment: undefined, views: undefined };
}

/** What the evaluated pipeline gains over the plain one, and what it costs. */
export function againstPlain(plain: EvaluationFile, file: EvaluationFile): AgainstPlain {
  const cost = file.figures.flatMap(({ mode, timings }) => {
    const before = plain.figures.find((each) => each.mode === mode)?.timings;
    const times = (step: string): number | undefined => {
      const [now, then] = [timings[step]?.p50, before?.[step]?.p50];
      return now !== undefined && then !== undefined && then > 0 ? now / then : undefined;
    };
    return [{ mode, embed: times('embed'), search: times('search'), total: times('total') }];
  });
  return { models: plain.models, comparisons: compareFiles(plain, file), cost };
}

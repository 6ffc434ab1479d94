import type { Attributes } from '@opentelemetry/api';
import type { ModelInfo } from '../spec/component.ts';
import type { Step } from '../spec/photo-report.ts';
import type { Telemetry } from './create-telemetry.ts';

/** Does a step of a photo's way, or the whole way of a picture that is indexed, in a span of its own. */
export type StepTracer = <T>(step: Step | 'index', work: () => Promise<T>) => Promise<T>;

/** The parts that give their names to spans. */
export interface NamedParts {
  readonly backgroundRemover?: { readonly info: ModelInfo } | undefined;
  readonly embedder: { readonly info: ModelInfo };
  readonly classifier?: { readonly info: ModelInfo } | undefined;
}

/**
 * Spans by the semantic conventions where they have a word for it (`embeddings {model}`), else `imgsearch.{step}` with the
 * model. A step's span includes its waiting, as its timing does.
 */
export function createStepTracer(telemetry: Telemetry, parts: NamedParts): StepTracer {
  const model = (info: ModelInfo | undefined): Attributes | undefined =>
    info && { 'gen_ai.request.model': info.id };
  const { info } = parts.embedder;
  const spans: {
    readonly [S in Step | 'index']?: readonly [name: string, attributes: Attributes | undefined];
  } = {
    // The root's name is `imgsearch.search`.
    search: ['imgsearch.match', undefined],
    segment: ['imgsearch.segment', model(parts.backgroundRemover?.info)],
    embed: [
      `embeddings ${info.id}`,
      { ...model(info), 'gen_ai.operation.name': 'embeddings', 'gen_ai.provider.name': 'imgsearch' },
    ],
    classify: ['imgsearch.classify', model(parts.classifier?.info)],
  };
  return (step, work) => {
    const [name, attributes] = spans[step] ?? [`imgsearch.${step}`, undefined];
    return telemetry.span(name, { attributes }, work);
  };
}

import type { NodeProvider } from '@imgsearch/onnx/node';
import { type Components, type ModelChoice, openComponents } from '../components.ts';
import { checkMemory } from './check-memory.ts';
import { checkModels } from './check-models.ts';
import { checkNode } from './check-node.ts';
import { checkProcessor } from './check-processor.ts';
import { checkProviders } from './check-providers.ts';
import { checkSpeed } from './check-speed.ts';
import { checkStore, type StoreChoice } from './check-store.ts';
import { brokenBy, type Finding } from './finding.ts';

export interface DoctorOptions {
  readonly models: ModelChoice;
  readonly store: StoreChoice;
  /** Execution providers that must work, besides the CPU. */
  readonly needed: readonly NodeProvider[];
  /** Milliseconds of the speed test; 0 leaves it out. */
  readonly speed: number;
  readonly signal: AbortSignal;
}

/** Every check in turn, from the ground up: none stops those after it, whatever it meets. */
export async function* runDoctor(options: DoctorOptions): AsyncGenerator<Finding> {
  const { models, store, needed, speed, signal } = options;
  yield* attempt('node', 'Node', () => checkNode());
  yield* attempt('processor', 'Processor', () => checkProcessor());
  yield* attempt('memory', 'Memory', () => checkMemory());
  yield* attemptAll('provider', 'ONNX Runtime', () => checkProviders({ needed, signal }));
  let intact = true;
  for await (const finding of attemptAll('model', 'Models', () => checkModels(models))) {
    intact &&= finding.state !== 'broken';
    yield finding;
  }
  let components: Components | undefined;
  try {
    if (intact) components = await openComponents(models);
  } catch (error) {
    yield brokenBy(error, 'model', 'Models in worker threads');
  }
  try {
    yield* attempt('store', 'Store', () => checkStore({ ...store, signal }, components?.parts));
    const { parts } = components ?? {};
    if (parts && speed > 0)
      yield* attempt('speed', 'Speed', () => checkSpeed(parts, { duration: speed, signal }));
  } finally {
    await components?.close();
  }
}

function attempt(
  check: Finding['check'],
  subject: string,
  look: () => Finding | Promise<Finding>,
): AsyncGenerator<Finding> {
  return attemptAll(check, subject, async function* () {
    yield await look();
  });
}

async function* attemptAll(
  check: Finding['check'],
  subject: string,
  look: () => AsyncGenerator<Finding>,
): AsyncGenerator<Finding> {
  try {
    yield* look();
  } catch (error) {
    yield brokenBy(error, check, subject);
  }
}

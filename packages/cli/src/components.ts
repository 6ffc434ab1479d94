import type { BackgroundRemover, CategoryClassifier, Embedder, ImageProcessor } from '@imgsearch/core';
import { starterModels } from '@imgsearch/models-starter';
import {
  createOnnxBackgroundRemover,
  createOnnxClassifier,
  createOnnxEmbedder,
  createOnnxRuntime,
  type OnnxRuntime,
} from '@imgsearch/onnx/node';
import { createSharpImageProcessor } from '@imgsearch/sharp';
import { composeEmbedder, type EmbedderChoice, headFor, membersOf, STARTER } from './compose-embedder.ts';
import { findModelFiles } from './models/find-model-files.ts';
import { readProfile } from './read-profile.ts';

/** Files that replace the starter models. */
export interface ModelChoice extends EmbedderChoice {
  readonly background?: string | undefined;
  readonly category?: string | undefined;
  /** What `models bench` wrote: precisions and batch sizes. */
  readonly profile?: string | undefined;
}

/** What `createImageSearchPipeline` takes. */
export interface Parts {
  readonly imageProcessor: ImageProcessor;
  readonly backgroundRemover: BackgroundRemover;
  readonly embedder: Embedder;
  /** Absent where the embedder is another and no classifier was named: the starter's is a head on the starter's vectors. */
  readonly classifier?: CategoryClassifier | undefined;
}

export interface Components {
  readonly parts: Parts;
  close(): Promise<void>;
}

/** The models that every command composes its pipeline of. The caller closes them. */
export async function openComponents(choice: ModelChoice = {}): Promise<Components> {
  const runtime = createOnnxRuntime();
  const opening = [
    openBackgroundRemover(runtime, choice),
    openEmbedder(runtime, choice),
    openClassifier(runtime, choice),
  ] as const;
  // Closed only when nothing is loading any more: what still loads would fail unheard.
  await Promise.allSettled(opening);
  try {
    const [backgroundRemover, embedder, head] = await Promise.all(opening);
    const classifier = head && headFor(embedder, head, choice);
    const imageProcessor = createSharpImageProcessor();
    return {
      parts: { imageProcessor, backgroundRemover, embedder, classifier },
      close: async () => {
        await Promise.all(
          [imageProcessor, backgroundRemover, embedder, classifier].map((part) => part?.close?.()),
        );
        await runtime.close();
      },
    };
  } catch (error) {
    await runtime.close();
    throw error;
  }
}

async function openBackgroundRemover(
  runtime: OnnxRuntime,
  { background, profile }: ModelChoice,
): Promise<BackgroundRemover> {
  const model = background
    ? await findModelFiles(background, 'segmentation')
    : starterModels.backgroundRemoval;
  return createOnnxBackgroundRemover({ runtime, ...model, profile: readProfile(profile) });
}

function openEmbedder(runtime: OnnxRuntime, choice: ModelChoice): Promise<Embedder> {
  return composeEmbedder(choice, async (name) => {
    const model = name === STARTER ? starterModels.embedding : await findModelFiles(name, 'embedding');
    return createOnnxEmbedder({ runtime, ...model, profile: readProfile(choice.profile) });
  });
}

async function openClassifier(
  runtime: OnnxRuntime,
  choice: ModelChoice,
): Promise<CategoryClassifier | undefined> {
  const profile = readProfile(choice.profile);
  if (choice.category) {
    const model = await findModelFiles(choice.category, 'classification');
    return createOnnxClassifier({ runtime, ...model, profile });
  }
  if (!membersOf(choice).includes(STARTER)) return undefined;
  return createOnnxClassifier({ runtime, ...starterModels.category, profile });
}

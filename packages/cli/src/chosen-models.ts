import { starterModels } from '@imgsearch/models-starter';
import type { ModelManifest } from '@imgsearch/onnx';
import type { ModelChoice } from './components.ts';
import { membersOf, STARTER } from './compose-embedder.ts';
import { findModelFiles } from './models/find-model-files.ts';

/** One model of a composition. */
export interface ChosenModel {
  readonly role: 'background' | 'embedding' | 'category';
  /** @throws ImageSearchError MODEL_NOT_FOUND, MODEL_MISMATCH, INVALID_OPTIONS */
  read(): Promise<{ readonly manifest: ModelManifest; readonly modelPath: string }>;
}

/** The models that a choice comes to, each read when it is asked for: one that cannot be read keeps no other away. */
export function chosenModels(choice: ModelChoice): ChosenModel[] {
  const { background, category } = choice;
  const members = membersOf(choice);
  const models: ChosenModel[] = [
    {
      role: 'background',
      read: async () =>
        background === undefined
          ? starterModels.backgroundRemoval
          : findModelFiles(background, 'segmentation'),
    },
    ...members.map(
      (name): ChosenModel => ({
        role: 'embedding',
        read: async () => (name === STARTER ? starterModels.embedding : findModelFiles(name, 'embedding')),
      }),
    ),
  ];
  if (category !== undefined)
    models.push({ role: 'category', read: () => findModelFiles(category, 'classification') });
  // The starter's classifier is a head on the starter's vectors.
  else if (members.includes(STARTER))
    models.push({ role: 'category', read: async () => starterModels.category });
  return models;
}

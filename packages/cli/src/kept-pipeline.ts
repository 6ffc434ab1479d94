import { type Calibration, createImageSearchPipeline, type ImageSearchPipeline } from '@imgsearch/core';
import { createLanceDbStore } from '@imgsearch/lancedb';
import { type Components, type ModelChoice, openComponents } from './components.ts';

/** Folder that `index` fills and `search` reads unless `--store` names another. */
export const DEFAULT_STORE = '.imgsearch';

export interface KeptPipeline {
  readonly pipeline: ImageSearchPipeline;
  close(): Promise<void>;
}

/** The pipeline over a folder on disk. The caller closes it. */
export async function openKeptPipeline(
  folder: string,
  choice: ModelChoice,
  calibration?: Calibration,
): Promise<KeptPipeline> {
  const components: Components = await openComponents(choice);
  const store = createLanceDbStore({ folder });
  const pipeline = createImageSearchPipeline({ ...components.parts, store, calibration });
  return {
    pipeline,
    close: async () => {
      await pipeline.close();
      await store.close();
      await components.close();
    },
  };
}

import { createPipeline, type OpenedPipeline, type ShopPipeline } from './create-pipeline.ts';

/** Routes and actions are bundled apart, and development loads them again: a process has one pipeline all the same. */
const shared = globalThis as { imgsearch?: Promise<OpenedPipeline> | undefined };

/** Opened by the first who asks. */
export async function getPipeline(): Promise<ShopPipeline> {
  shared.imgsearch ??= createPipeline().catch((error: unknown) => {
    // The next one tries again.
    shared.imgsearch = undefined;
    throw error;
  });
  return (await shared.imgsearch).pipeline;
}

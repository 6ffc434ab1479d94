import { createPipeline, type OpenedPipeline, type ShopPipeline } from './create-pipeline.ts';

/** Routes and actions are bundled apart, and development loads them again: a process has one pipeline all the same. */
const shared = globalThis as { imgsearch?: Promise<OpenedPipeline> | undefined };

/** Milliseconds that the last answers may take on their way, once all are made. */
const GRACE = 5000;

/**
 * Next answers what has arrived when it is told to end, and then waits until every connection is closed: a client who goes
 * on asking keeps his for ever. So nothing more is taken, and what is open after the last answer is not waited for.
 */
function endInTime({ close }: OpenedPipeline): void {
  process.once('SIGTERM', () => {
    close()
      .catch(console.error)
      .finally(() => setTimeout(() => process.exit(143), GRACE).unref());
  });
}

/** Opened by the first who asks. */
export async function getPipeline(): Promise<ShopPipeline> {
  shared.imgsearch ??= createPipeline().then(
    (opened) => {
      endInTime(opened);
      return opened;
    },
    (error: unknown) => {
      // The next one tries again.
      shared.imgsearch = undefined;
      throw error;
    },
  );
  return (await shared.imgsearch).pipeline;
}

import { once } from 'node:events';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { starterModels } from '@imgsearch/models-starter';
import type { ContenderAnswer, RawModelsData, RawModelsTask } from './messages.ts';

export interface RawStarterModels {
  /** Photos a second through all three models. @param batches of the background remover, embedder, classifier */
  run(batches: readonly number[], milliseconds: number): Promise<number>;
  /** While they are idle. */
  close(): Promise<void>;
}

/** The starter models in onnxruntime-node and nothing else, in so many threads of so many threads. */
export async function rawStarterModels(workers: number, threads: number): Promise<RawStarterModels> {
  const { backgroundRemoval, embedding, category } = starterModels;
  const file = ({
    modelPath,
    manifest,
  }: {
    modelPath: string;
    manifest: { files: { fp32?: { path: string } } };
  }) => path.join(modelPath, manifest.files.fp32!.path);
  const picture = ({ width, height }: { width: number; height: number }): number[] => [3, height, width];
  const workerData: RawModelsData = {
    threads,
    models: [
      { path: file(backgroundRemoval), shape: picture(backgroundRemoval.manifest.input.preprocessing) },
      { path: file(embedding), shape: picture(embedding.manifest.input.preprocessing) },
      { path: file(category), shape: [embedding.manifest.output.dimensions] },
    ],
  };
  const all = await Promise.all(
    Array.from({ length: workers }, async () => {
      const worker = new Worker(new URL('raw-models-worker.ts', import.meta.url), { workerData });
      await once(worker, 'message');
      return worker;
    }),
  );
  return {
    async run(batches, milliseconds) {
      const speeds = all.map(async (worker) => {
        worker.postMessage({ batches, milliseconds } satisfies RawModelsTask);
        const [{ speed }] = (await once(worker, 'message')) as [ContenderAnswer];
        return speed;
      });
      return (await Promise.all(speeds)).reduce((sum, speed) => sum + speed, 0);
    },
    async close() {
      await Promise.all(all.map((worker) => worker.terminate()));
    },
  };
}

// A server of its own process, as a team would write it: starter models, memory store, the handler, plain Node.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { createImageSearchPipeline, createMemoryStore } from '@imgsearch/core';
import { fromFile } from '@imgsearch/core/node';
import { createImageSearchHandler, toNodeHandler } from '@imgsearch/http';
import { starterModels } from '@imgsearch/models-starter';
import * as onnx from '@imgsearch/onnx/node';
import { createSharpImageProcessor } from '@imgsearch/sharp';
import { collectGarbage } from './collect-garbage.ts';
import type { ServerQuestion, ServerReport, ServerSetup } from './messages.ts';

const setup = JSON.parse(readFileSync(process.argv[2]!, 'utf8')) as ServerSetup;
const runtime = onnx.createOnnxRuntime(setup.runtime);
const { batchSize } = setup;
const pipeline = createImageSearchPipeline({
  imageProcessor: createSharpImageProcessor(),
  backgroundRemover: await onnx.createOnnxBackgroundRemover({
    runtime,
    batchSize,
    ...starterModels.backgroundRemoval,
  }),
  embedder: await onnx.createOnnxEmbedder({ runtime, batchSize, ...starterModels.embedding }),
  classifier: await onnx.createOnnxClassifier({ runtime, batchSize, ...starterModels.category }),
  store: createMemoryStore(),
});
const indexed = await pipeline.index(
  setup.catalogue.map((file, at) => ({ id: String(at), images: [fromFile(file)] })),
);
if (indexed.failed > 0) throw indexed.failures[0]!.error;

const node = toNodeHandler(
  createImageSearchHandler({
    pipeline,
    repeatFor: 0,
    deadline: setup.deadline,
    logger: { ...console, warn: () => undefined },
  }),
);
let seen = {
  requests: 0,
  answers: {} as Record<number, number>,
  refusals: [] as number[],
  refusedAfterReading: 0,
};
const server = createServer((request, response) => {
  const begin = performance.now();
  const mine = seen;
  mine.requests++;
  const { end } = response;
  response.end = (...inputs: unknown[]) => {
    const tooLate = request.readableDidRead && String(inputs[0]).includes('QUEUE_FULL');
    if (tooLate) mine.refusedAfterReading++;
    return Reflect.apply(end, response, inputs);
  };
  response.once('finish', () => {
    const { statusCode } = response;
    mine.answers[statusCode] = (mine.answers[statusCode] ?? 0) + 1;
    if (statusCode === 503) mine.refusals.push(performance.now() - begin);
  });
  void node(request, response);
});
server.listen(
  0,
  '127.0.0.1',
  () => void tell({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }),
);

const delay = monitorEventLoopDelay({ resolution: 1 });
delay.enable();
/** Resolves when it is on its way: a channel that is closed drops what is not. */
const tell = (message: unknown): Promise<void> =>
  new Promise((resolve) => (process.send ? process.send(message, () => resolve()) : resolve()));
const report = async (): Promise<ServerReport> => ({
  ...seen,
  stats: pipeline.stats(),
  health: pipeline.health(),
  loopP99: delay.percentile(99) / 1e6,
  memory: process.memoryUsage.rss(),
  children: await childrenOf(process.pid),
});

/** Linux only; none elsewhere. */
async function childrenOf(pid: number): Promise<number[]> {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
      .trim()
      .split(' ')
      .filter(Boolean)
      .map(Number);
  } catch {
    return [];
  }
}

process.on('message', async (question: ServerQuestion) => {
  if (question === 'collect-garbage') await collectGarbage();
  if (question === 'begin' || question === 'measure-idle') {
    seen = { requests: 0, answers: {}, refusals: [], refusedAfterReading: 0 };
    delay.reset();
  }
  if (question === 'measure-idle') await sleep(2000);
  await tell(await report());
});

// What docs/serving.md tells everybody to write.
process.once('SIGTERM', async () => {
  server.close();
  setInterval(() => server.closeIdleConnections(), 50).unref();
  await pipeline.close({ components: true });
  await runtime.close();
  setTimeout(() => server.closeAllConnections(), 5000).unref();
  await tell({ closed: await report() });
  process.disconnect?.();
});

import { ImageSearchError, type Segmentation } from '@imgsearch/core';
import type { Tensor } from 'onnxruntime-node';
import { preprocess } from '../preprocessing/preprocess.ts';
import { classificationOutput } from './classification-output.ts';
import { embeddingOutput } from './embedding-output.ts';
import { fromFloat16Bits, toFloat16Bits } from './float16.ts';
import type { Job, JobInput, JobOutput } from './protocol.ts';
import { segmentationOutput } from './segmentation-output.ts';
import type { TextEncoder } from './text-encoder.ts';

type TensorConstructor = new (
  type: 'float32' | 'float16' | 'int64' | 'int32',
  data: Float32Array | Uint16Array | BigInt64Array | Int32Array,
  dimensions: readonly number[],
) => Tensor;

/** An open session with the input memory that its runs share; one run at a time. */
export interface RunnableSession {
  run(feeds: Record<string, Tensor>, fetches: readonly string[]): Promise<Record<string, Tensor>>;
  readonly Tensor: TensorConstructor;
  /** Reused between runs: nothing of it lives on in an output. */
  scratch: Float32Array;
  readonly textEncoder: (path: string) => Promise<TextEncoder>;
}

/** Runs a job in batches of the graph's size and makes one result an input, in order. */
export async function runJob(session: RunnableSession, job: Job): Promise<(Segmentation | Float32Array)[]> {
  const { input, output, batch } = job;
  const total = inputCount(input);
  const results: (Segmentation | Float32Array)[] = [];
  for (let start = 0; start < total; start += batch.size) {
    const count = Math.min(batch.size, total - start);
    const rows = batch.fixed ? batch.size : count;
    const feeds = await buildFeeds(session, input, start, count, rows);
    const answer = (await session.run(feeds, [output.name]))[output.name]!;
    readRows(answer, rows, count, output, results);
  }
  return results;
}

function inputCount(input: JobInput): number {
  if (input.kind === 'rasters') return input.images.length;
  return input.kind === 'vectors' ? input.vectors.length : input.texts.length;
}

async function buildFeeds(
  session: RunnableSession,
  input: JobInput,
  start: number,
  count: number,
  rows: number,
): Promise<Record<string, Tensor>> {
  if (input.kind === 'rasters') {
    const { width, height } = input.preprocessing;
    const size = 3 * width * height;
    const data = scratch(session, rows * size);
    for (let i = 0; i < count; i++) preprocess(input.images[start + i]!, input.preprocessing, data, i * size);
    data.fill(0, count * size);
    return { [input.name]: floatTensor(session, input.type, data, [rows, 3, height, width]) };
  }
  if (input.kind === 'vectors') {
    const size = input.vectors[start]!.length;
    const data = scratch(session, rows * size);
    for (let i = 0; i < count; i++) data.set(input.vectors[start + i]!, i * size);
    data.fill(0, count * size);
    return { [input.name]: floatTensor(session, input.type, data, [rows, size]) };
  }
  const encode = await session.textEncoder(input.tokenizerPath);
  const ids = new Int32Array(rows * input.contextLength).fill(input.padId);
  const mask = new Int32Array(ids.length);
  for (let i = 0; i < count; i++) {
    const encoded = encode(input.texts[start + i]!, input);
    ids.set(encoded, i * input.contextLength);
    mask.fill(1, i * input.contextLength, i * input.contextLength + encoded.length);
  }
  const dimensions = [rows, input.contextLength];
  return {
    [input.ids.name]: integerTensor(session, input.ids.type, ids, dimensions),
    ...(input.attentionMask && {
      [input.attentionMask.name]: integerTensor(session, input.attentionMask.type, mask, dimensions),
    }),
  };
}

function scratch(session: RunnableSession, length: number): Float32Array {
  if (session.scratch.length < length) session.scratch = new Float32Array(length);
  return session.scratch.subarray(0, length);
}

function floatTensor(
  { Tensor }: RunnableSession,
  type: string,
  data: Float32Array,
  dimensions: readonly number[],
): Tensor {
  if (type !== 'float16') return new Tensor('float32', data, dimensions);
  return new Tensor('float16', Uint16Array.from(data, toFloat16Bits), dimensions);
}

function integerTensor(
  { Tensor }: RunnableSession,
  type: string,
  data: Int32Array,
  dimensions: readonly number[],
): Tensor {
  if (type === 'int32') return new Tensor('int32', data, dimensions);
  return new Tensor('int64', BigInt64Array.from(data, BigInt), dimensions);
}

function readRows(
  answer: Tensor,
  rows: number,
  count: number,
  output: JobOutput,
  results: (Segmentation | Float32Array)[],
): void {
  const values = floatValues(answer);
  const size = values.length / rows;
  for (let i = 0; i < count; i++) {
    const row = values.subarray(i * size, (i + 1) * size);
    if (output.kind === 'embedding') results.push(embeddingOutput(row, output));
    else if (output.kind === 'classification') results.push(classificationOutput(row, output));
    else results.push(readMask(row, answer.dims, output));
  }
}

function readMask(
  row: Float32Array,
  dims: readonly number[],
  output: JobOutput & { kind: 'segmentation' },
): Segmentation {
  const [height = 0, width = 0] = dims.slice(-2);
  if (dims.length < 3 || row.length < width * height || row.length === 0) {
    throw new ImageSearchError({
      code: 'MODEL_MISMATCH',
      message: `The output "${output.name}" has the shape [${dims.join(', ')}], which is no picture of [batch, planes, height, width].`,
      hint: 'Name the output that holds the mask in output.name.',
    });
  }
  return segmentationOutput(row.subarray(0, width * height), width, height, output);
}

/** The numbers of a tensor; without a Float16Array in the runtime, half precision comes as bits. */
function floatValues(tensor: Tensor): Float32Array {
  const { data } = tensor;
  if (data instanceof Float32Array) return data;
  if (data instanceof Uint16Array) return Float32Array.from(data, fromFloat16Bits);
  return Float32Array.from(data as unknown as ArrayLike<number>);
}

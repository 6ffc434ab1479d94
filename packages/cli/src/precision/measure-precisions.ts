import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type ImageSearchError, toImageSearchError } from '@imgsearch/core';
import type { MeasuredPrecision, ModelManifest, Precision } from '@imgsearch/onnx';
import type { Measurement, MeasureReply, MeasureTask } from './measure-model.ts';

export interface PrecisionsToMeasure {
  readonly manifest: ModelManifest;
  readonly modelPath: string;
  readonly batchSizes: readonly number[];
  readonly files: readonly string[];
  /** Of each batch size of each precision, in each of two passes. */
  readonly milliseconds: number;
  readonly signal?: AbortSignal | undefined;
  readonly onStep?: ((precision: Precision) => void) | undefined;
}

export interface MeasuredModel {
  /** The most precise first. */
  readonly measured: readonly MeasuredPrecision[];
  /** Mean cosine between the answers of two precisions. */
  cosine(one: Precision, other: Precision): number;
  /** Precisions that the manifest names and that could not be run, and why. */
  readonly failed: readonly {
    readonly precision: Precision;
    readonly code: string;
    readonly message: string;
  }[];
}

const ORDER: readonly Precision[] = ['fp32', 'fp16', 'int8', 'uint8'];

/**
 * Every precision that a model has, on the same pictures: speed, memory, and how true it is to the most precise one.
 * Two passes in opposite order, a process each; the better of two speeds counts, for other work only slows down.
 * @throws ImageSearchError MODEL_NOT_FOUND where no precision could be run, ABORTED
 */
export async function measurePrecisions(options: PrecisionsToMeasure): Promise<MeasuredModel> {
  const { manifest, modelPath, batchSizes, files, milliseconds, signal, onStep } = options;
  const precisions = ORDER.filter((precision) => manifest.files[precision]);
  const passes = new Map<Precision, Measurement[]>();
  const failed = new Map<Precision, { code: string; message: string }>();
  for (const precision of [...precisions, ...precisions.toReversed()]) {
    if (failed.has(precision)) continue;
    signal?.throwIfAborted();
    onStep?.(precision);
    const reply = await inChild({ manifest, modelPath, precision, batchSizes, files, milliseconds }, signal);
    if (reply.ok) passes.set(precision, [...(passes.get(precision) ?? []), reply.measurement]);
    else failed.set(precision, { code: reply.code, message: reply.message });
  }
  const [reference] = passes.keys();
  if (reference === undefined) {
    const [{ code, message } = { code: 'MODEL_NOT_FOUND', message: `${manifest.id} has no files.` }] =
      failed.values();
    throw toImageSearchError(new Error(message), code as ImageSearchError['code'], manifest.id);
  }
  const answers = (precision: Precision) => passes.get(precision)![0]!.answers;
  const measured = precisions.flatMap((precision): MeasuredPrecision[] => {
    const [first, second] = passes.get(precision) ?? [];
    if (first === undefined) return [];
    const cosines = cosinesBetween(answers(precision), answers(reference));
    return [
      {
        precision,
        picturesASecond: Object.fromEntries(
          batchSizes.map((size) => [
            size,
            round(Math.max(first.picturesASecond[size]!, second?.picturesASecond[size] ?? 0)),
          ]),
        ),
        memory: Math.max(0, Math.min(first.memory, second?.memory ?? first.memory)),
        cosine: { mean: mean(cosines), least: Math.min(...cosines) },
        fingerprint: first.fingerprint,
      },
    ];
  });
  return {
    measured,
    cosine: (one, other) => mean(cosinesBetween(answers(one), answers(other))),
    failed: [...failed].map(([precision, why]) => ({ precision, ...why })),
  };
}

/** Beside this file, in the sources and in `dist`. */
const script = (): string =>
  fileURLToPath(
    new URL(import.meta.url.endsWith('.ts') ? './measure-model.ts' : './measure-model.js', import.meta.url),
  );

function inChild(task: MeasureTask, signal: AbortSignal | undefined): Promise<MeasureReply> {
  return new Promise((resolve) => {
    const child = fork(script(), [], { serialization: 'advanced', execArgv: [] });
    const onAbort = (): void => void child.kill('SIGKILL');
    signal?.addEventListener('abort', onAbort, { once: true });
    let reply: MeasureReply | undefined;
    child.on('message', (message) => {
      reply = message as MeasureReply;
    });
    child.on('close', (code, killed) => {
      signal?.removeEventListener('abort', onAbort);
      resolve(
        reply ?? {
          ok: false,
          code: killed === 'SIGKILL' ? 'OUT_OF_MEMORY' : 'INFERENCE_FAILED',
          message: `The process that measured ${task.precision} ended with ${killed ?? `code ${code}`}${killed === 'SIGKILL' ? ': out of memory, most likely' : ''}.`,
        },
      );
    });
    child.send(task);
  });
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
const round = (value: number): number => Number(value.toPrecision(4));

/** Picture by picture; vectors of any length but 0, and two empty masks are alike. */
function cosinesBetween(one: readonly Float32Array[], other: readonly Float32Array[]): number[] {
  return one.map((vector, at) => {
    let [dot, mine, theirs] = [0, 0, 0];
    for (const [i, value] of vector.entries()) {
      const otherValue = other[at]![i]!;
      dot += value * otherValue;
      mine += value * value;
      theirs += otherValue * otherValue;
    }
    if (mine === 0 || theirs === 0) return mine === theirs ? 1 : 0;
    return Math.min(1, dot / Math.sqrt(mine * theirs));
  });
}

import type { CallOptions } from '@imgsearch/core';
import type { LoadedModel } from '../runtime/onnx-runtime.ts';
import type { Job, JobInput } from '../runtime/protocol.ts';

/** Tasks of one call at once: enough for any number of workers, too few to keep others waiting. */
const LANES = 16;

/**
 * All or nothing: inputs in tasks of `taskSize`, spread over idle workers, results in order. The first failure
 * drops the tasks that still wait.
 */
export async function runBatches<Input, Result>(
  model: LoadedModel,
  inputs: readonly Input[],
  taskSize: number,
  toInput: (inputs: readonly Input[]) => JobInput,
  job: Omit<Job, 'input'>,
  options: CallOptions | undefined,
): Promise<Result[]> {
  if (inputs.length <= taskSize)
    return inputs.length === 0
      ? []
      : ((await model.run({ ...job, input: toInput(inputs) }, options)) as Result[]);
  const failure = new AbortController();
  const signal = options?.signal ? AbortSignal.any([options.signal, failure.signal]) : failure.signal;
  const results: Result[][] = [];
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let start = next; start < inputs.length; start = next) {
      next += taskSize;
      const input = toInput(inputs.slice(start, start + taskSize));
      results[start / taskSize] = (await model.run({ ...job, input }, { ...options, signal })) as Result[];
    }
  };
  const lanes = Array.from({ length: LANES }, lane);
  try {
    await Promise.all(lanes);
    return results.flat();
  } catch (error) {
    failure.abort(error);
    await Promise.allSettled(lanes);
    throw error;
  }
}

import type { CallOptions } from '@imgsearch/core';
import type { LoadedModel } from '../runtime/onnx-runtime.ts';
import type { Job, JobInput } from '../runtime/protocol.ts';

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
  const tasks: Promise<readonly unknown[]>[] = [];
  for (let start = 0; start < inputs.length; start += taskSize) {
    const input = toInput(inputs.slice(start, start + taskSize));
    tasks.push(model.run({ ...job, input }, { ...options, signal }));
  }
  try {
    return (await Promise.all(tasks)).flat() as Result[];
  } catch (error) {
    failure.abort(error);
    await Promise.allSettled(tasks);
    throw error;
  }
}

import { ImageSearchError } from '@imgsearch/core';
import type { SessionInfo, TensorInfo } from './protocol.ts';

/** What a manifest expects of a graph. `any` stands for a dimension that nobody fixes. */
export interface ExpectedTensors {
  readonly inputs: readonly {
    /** Tensor name, or position where names vary between exports. */
    readonly name: string | number;
    readonly types: readonly string[];
    readonly shape: readonly (number | 'batch' | 'any')[];
  }[];
  readonly output: {
    readonly name: string | number;
    /** Allowed numbers of dimensions. */
    readonly ranks: readonly number[];
    /** Where the last axis is known to hold what the manifest counts, such as the dimensions of an embedding. */
    readonly lastDimension?: number | undefined;
  };
  readonly maxBatchSize?: number | undefined;
}

export interface CheckedModel {
  readonly inputs: readonly TensorInfo[];
  readonly output: TensorInfo;
  /** Batch that the graph itself is bound to. */
  readonly batch: { readonly limit: number; readonly fixed: boolean };
}

/**
 * Holds a graph against its manifest, before the first photo.
 * @throws ImageSearchError MODEL_MISMATCH that says what was expected, what the file has, and what to change
 */
export function checkModel(path: string, info: SessionInfo, expected: ExpectedTensors): CheckedModel {
  const mismatch = (message: string, hint: string): ImageSearchError =>
    new ImageSearchError({ code: 'MODEL_MISMATCH', message: `${path}: ${message}`, hint });

  let limit = expected.maxBatchSize ?? Number.POSITIVE_INFINITY;
  let fixed = false;
  const inputs = expected.inputs.map(({ name, types, shape }) => {
    const tensor =
      typeof name === 'number' ? info.inputs[name] : info.inputs.find((input) => input.name === name);
    if (!tensor)
      throw mismatch(
        `the manifest names the input ${JSON.stringify(name)}, but the graph takes ${describeAll(info.inputs)}.`,
        'Set the input name of the manifest to that of the graph (or its position), or use the file that the manifest is for.',
      );
    if (!types.includes(tensor.type))
      throw mismatch(
        `the input "${tensor.name}" takes ${tensor.type}, but this task sends ${types.join(' or ')}.`,
        'Export the model with such an input, or use another precision.',
      );
    const agrees =
      tensor.shape.length === shape.length &&
      tensor.shape.every(
        (size, axis) => typeof shape[axis] === 'string' || typeof size === 'string' || size === shape[axis],
      );
    if (!agrees)
      throw mismatch(
        `the input "${tensor.name}" has the shape ${describeShape(tensor.shape)}, but the manifest sends ${describeShape(shape)}.`,
        'Set width and height (or dimensions) of the manifest to what the graph takes.',
      );
    const size = tensor.shape[0];
    if (shape[0] === 'batch' && typeof size === 'number') {
      limit = size;
      fixed = true;
    }
    return tensor;
  });
  const extra = info.inputs.filter((input) => !inputs.includes(input));
  if (extra.length > 0)
    throw mismatch(
      `the graph also takes ${describeAll(extra)}, which the manifest does not name.`,
      'Use an export with the inputs of the manifest alone.',
    );

  const { name, ranks, lastDimension } = expected.output;
  const output =
    typeof name === 'number' ? info.outputs[name] : info.outputs.find((one) => one.name === name);
  if (!output)
    throw mismatch(
      `the manifest names the output ${JSON.stringify(name)}, but the graph gives ${describeAll(info.outputs)}.`,
      'Set the output of the manifest to a name (or position) of the graph.',
    );
  // A graph without a declared output shape is judged by its first answer.
  if (output.shape.length > 0 && !ranks.includes(output.shape.length))
    throw mismatch(
      `the output "${output.name}" has the shape ${describeShape(output.shape)}, but ${ranks.join(' or ')} dimensions are needed.`,
      'Name another output, or set the pooling that the graph needs.',
    );
  const last = output.shape.at(-1);
  if (lastDimension !== undefined && typeof last === 'number' && last !== lastDimension)
    throw mismatch(
      `the output "${output.name}" has the shape ${describeShape(output.shape)}, but the manifest counts ${lastDimension} values.`,
      'Set output.dimensions (or the labels) of the manifest to what the model gives.',
    );
  if (!['float32', 'float16'].includes(output.type))
    throw mismatch(
      `the output "${output.name}" is ${output.type}, but float32 or float16 is needed.`,
      'Name another output, or export the model with float outputs.',
    );
  return { inputs, output, batch: { limit, fixed } };
}

const describeShape = (shape: readonly (number | string)[]): string => `[${shape.join(', ')}]`;
const describeAll = (tensors: readonly TensorInfo[]): string =>
  tensors.map(({ name, type, shape }) => `"${name}" ${type}${describeShape(shape)}`).join(', ') || 'nothing';

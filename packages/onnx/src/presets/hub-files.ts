import type { ModelFile, Precision } from '../manifest/model-manifest.ts';

/**
 * The files of a graph as the Hugging Face Hub lays them out, relative to the repository: `onnx/NAME.onnx` for fp32,
 * `onnx/NAME_fp16.onnx` and so on beside it. `models/export` writes the same. Which of them a repository really has is
 * its own matter.
 */
export const hubFiles = (name: string): Readonly<Record<Precision, ModelFile>> => ({
  fp32: { path: `onnx/${name}.onnx` },
  fp16: { path: `onnx/${name}_fp16.onnx` },
  int8: { path: `onnx/${name}_int8.onnx` },
  uint8: { path: `onnx/${name}_uint8.onnx` },
});

export * from '../adapters/create-onnx-background-remover.ts';
export * from '../adapters/create-onnx-classifier.ts';
export * from '../adapters/create-onnx-embedder.ts';
export type { OnnxModelOptions } from '../adapters/model-options.ts';
export type * from '../manifest/model-manifest.ts';
export type * from '../manifest/model-profile.ts';
export type { LoadedModel, ModelLocation, OnnxRuntime } from '../runtime/onnx-runtime.ts';
export type { WebProvider } from '../runtime/protocol.ts';
export { createOnnxRuntime, type ModelProgress, type WebOnnxRuntimeOptions } from './create-onnx-runtime.ts';

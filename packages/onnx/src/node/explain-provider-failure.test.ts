import { expect, it } from 'vitest';
import { explainProviderFailure } from './explain-provider-failure.ts';

// Texts as ONNX Runtime 1.16 to 1.30 prints them, paths shortened.
const loader = (library: string, missing: string): string =>
  `[E:onnxruntime:Default, provider_bridge_ort.cc:2195 TryGetProviderInfo_CUDA] provider_bridge_ort.cc:1778 onnxruntime::Provider& onnxruntime::ProviderLibrary::Get() [ONNXRuntimeError] : 1 : FAIL : Failed to load library ${library} with error: ${missing}: cannot open shared object file: No such file or directory`;

it.each([
  [
    'the provider itself',
    loader('/x/libonnxruntime_providers_shared.so', '/x/libonnxruntime_providers_shared.so'),
    ['libonnxruntime_providers_shared.so'],
    /npm rebuild onnxruntime-node/,
  ],
  ['cuDNN', loader('libonnxruntime_providers_cuda.so', 'libcudnn.so.9'), ['libcudnn.so.9'], /cudnn9-cuda-12/],
  [
    'a part of cuDNN',
    loader('libonnxruntime_providers_cuda.so', 'libcudnn_adv.so.9'),
    ['libcudnn_adv.so.9'],
    /cudnn9-cuda-12/,
  ],
  [
    'cuBLAS',
    loader('libonnxruntime_providers_cuda.so', 'libcublasLt.so.12'),
    ['libcublasLt.so.12'],
    /cuda-libraries-12/,
  ],
  [
    'cuFFT',
    loader('libonnxruntime_providers_cuda.so', 'libcufft.so.11'),
    ['libcufft.so.11'],
    /cuda-libraries-12/,
  ],
  [
    'TensorRT',
    loader('libonnxruntime_providers_tensorrt.so', 'libnvinfer.so.10'),
    ['libnvinfer.so.10'],
    /libnvinfer10/,
  ],
  ['the driver', loader('libonnxruntime_providers_cuda.so', 'libcuda.so.1'), ['libcuda.so.1'], /driver/],
  [
    'no GPU',
    'CUDA failure 100: no CUDA-capable device is detected ; GPU=-1 ; hostname=box ; expr=cudaSetDevice(info_.device_id);',
    [],
    /--gpus all/,
  ],
  [
    'an old driver',
    'CUDA failure 35: CUDA driver version is insufficient for CUDA runtime version ; GPU=0',
    [],
    /525/,
  ],
  ['no such GPU', 'CUDA failure 101: invalid device ordinal ; GPU=3 ; hostname=box', [], /nvidia-smi -L/],
  [
    'the message alone',
    'OrtSessionOptionsAppendExecutionProvider_Cuda: Failed to load shared library',
    [],
    /CUDA 12 with cuDNN 9/,
  ],
  ['another build', 'this build of onnxruntime-node has only cpu, dml', [], /Linux x64/],
])('says what to do about %s', (_, text, missing, next) => {
  const found = explainProviderFailure(text);
  expect(found.missing).toEqual(missing);
  expect(found.next.join('\n')).toMatch(next);
  expect(found.next).toHaveLength(1);
});

it('does not guess', () => {
  expect(explainProviderFailure('something new')).toEqual({ missing: [], next: [] });
});

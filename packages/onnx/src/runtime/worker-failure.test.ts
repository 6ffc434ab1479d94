import { expect, it } from 'vitest';
import { workerFailure } from './worker-failure.ts';

// As ONNX Runtime 1.16 to 1.30, CUDA 12, cuBLAS, cuDNN 8 and 9 and TensorRT 10 say it.
it.each([
  "Non-zero status code returned while running Conv node. Name:'/conv1/Conv' Status Message: bfc_arena.cc:376 AllocateRawInternal Failed to allocate memory for requested buffer of size 1073741824",
  'bfc_arena.cc:359 AllocateRawInternal Available memory of 402653184 is smaller than requested bytes of 536870912',
  'bfc_arena.cc:282 AllocateRawInternal Failed to find a free memory block despite calling Extend. rounded_bytes=67108864',
  'CUDA failure 2: out of memory ; GPU=0 ; hostname=box ; expr=cudaMalloc((void**)&p, size);',
  'CUBLAS failure 3: CUBLAS_STATUS_ALLOC_FAILED ; GPU=0 ; hostname=box ; expr=cublasCreate(&handle);',
  'CUDNN failure 2: CUDNN_STATUS_ALLOC_FAILED ; GPU=0 ; hostname=box ; expr=cudnnCreate(&handle);',
  'CUDNN_FE failure 11: CUDNN_STATUS_INTERNAL_ERROR_DEVICE_ALLOCATION_FAILED ; GPU=0 ; hostname=box',
  '[defaultAllocator.cpp::allocate::31] Error Code 1: Cuda Runtime (out of memory)',
  '[virtualMemoryBuffer.cpp::resizePhysical::154] Error Code 2: OutOfMemory (Requested size was 16581132288 bytes.)',
  'std::bad_alloc',
])('memory that ran out is told by its text: %s', (text) => {
  expect(workerFailure(new Error(text))).toMatchObject({ code: 'OUT_OF_MEMORY' });
});

it.each([
  'CUDA failure 700: an illegal memory access was encountered ; GPU=0 ; hostname=box',
  'Got invalid dimensions for input: pixels for the following indices index: 2 Got: 9 Expected: 8 Please fix either the inputs/outputs or the model.',
])('and nothing else is: %s', (text) => {
  expect(workerFailure(new Error(text))).toMatchObject({ code: 'INFERENCE_FAILED' });
});

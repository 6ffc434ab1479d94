/** Texts by which ONNX Runtime, CUDA, cuBLAS, cuDNN and TensorRT say that memory ran out; there is no code to go by. */
const OUT_OF_MEMORY =
  /Failed to allocate memory for requested buffer|Available memory of .* is smaller than requested bytes|Failed to find a free memory block despite calling Extend|out of memory|OutOfMemory|CUBLAS_STATUS_ALLOC_FAILED|CUDNN_STATUS_ALLOC_FAILED|DEVICE_ALLOCATION_FAILED|std::bad_alloc|bad allocation|Array buffer allocation failed/i;

export const isOutOfMemory = (text: string): boolean => OUT_OF_MEMORY.test(text);

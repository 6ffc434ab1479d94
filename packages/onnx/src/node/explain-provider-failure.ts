/** Why an execution provider did not load, as far as the texts of ONNX Runtime, the loader and CUDA say it. */
export interface ProviderFailure {
  /** Libraries that the loader did not find, e.g. `libcudnn.so.9`. */
  readonly missing: readonly string[];
  /** What to do, a sentence or two each; empty where the text is unknown. */
  readonly next: readonly string[];
}

/** First match a line of the table; several lines may apply to one text. */
const ADVICE: readonly (readonly [pattern: RegExp, next: string])[] = [
  [
    /this build of onnxruntime-node has only/,
    'onnxruntime-node has CUDA and TensorRT on Linux x64 alone: run there, or use "cpu".',
  ],
  [
    /libonnxruntime_providers_\w+\.so: cannot open/,
    'The provider libraries of onnxruntime-node were not downloaded, because its install script did not run: `npm rebuild onnxruntime-node` without ONNXRUNTIME_NODE_INSTALL=skip; with pnpm set `onnxruntime-node: true` under allowBuilds and run `pnpm rebuild onnxruntime-node`.',
  ],
  [
    /libcuda\.so/,
    "The driver's library is not there: install NVIDIA's driver, or start the container with the NVIDIA Container Toolkit (docker run --gpus all).",
  ],
  [
    /libcudnn\w*\.so/,
    "Install cuDNN 9 for CUDA 12: `apt-get install cudnn9-cuda-12` from NVIDIA's repository, or an image of the kind nvidia/cuda:12.x-cudnn-runtime. Where it lies elsewhere, name its folder in LD_LIBRARY_PATH.",
  ],
  [
    /lib(?:cublas|cublasLt|cudart|cufft|curand|cusparse|cusolver|nvrtc|nvJitLink)\.so/,
    "Install the CUDA 12 runtime: `apt-get install cuda-libraries-12-8` from NVIDIA's repository, or an image of the kind nvidia/cuda:12.x-cudnn-runtime. Where it lies elsewhere, name its folder in LD_LIBRARY_PATH.",
  ],
  [
    /libnv(?:infer|onnxparser)\w*\.so/,
    "Install TensorRT 10 for CUDA 12: `apt-get install libnvinfer10 libnvinfer-plugin10 libnvonnxparsers10` from NVIDIA's repository.",
  ],
  [
    /no CUDA-capable device|CUDA failure 100\b/,
    'CUDA sees no GPU: look at nvidia-smi, CUDA_VISIBLE_DEVICES, and whether the container was given one (--gpus all).',
  ],
  [
    /driver version is insufficient|CUDA failure 35\b/,
    'The driver is older than CUDA 12 wants: install NVIDIA driver 525 or later.',
  ],
  [
    /invalid device ordinal|CUDA failure 101\b/,
    'There is no GPU of that number: `nvidia-smi -L` lists them, from 0; CUDA_VISIBLE_DEVICES hides and renumbers them.',
  ],
  [
    /no kernel image is available|CUDA failure 209\b/,
    'This ONNX Runtime has no code for a GPU of this age: use a newer GPU, or "cpu".',
  ],
  [
    /CUDA failure 2\b|out of memory|CUBLAS_STATUS_ALLOC_FAILED/,
    'The memory of the GPU is used up: end what else runs on it (nvidia-smi), use fewer workers, or smaller files (fp16).',
  ],
];

/** What the error says alone, without what stands on stderr. */
const UNNAMED =
  'Install its libraries: let the install script of onnxruntime-node run, which fetches the providers, and add CUDA 12 with cuDNN 9, for TensorRT also TensorRT 10.';

/**
 * Reads what was said when a provider failed: the message of the error, and stderr where it is at hand, because ONNX
 * Runtime names the missing library there alone.
 */
export function explainProviderFailure(text: string): ProviderFailure {
  const missing = [...text.matchAll(/([\w.+-]+\.so[\w.]*): cannot open shared object file/g)].map(
    ([, library]) => library!,
  );
  const next = ADVICE.filter(([pattern]) => pattern.test(text)).map(([, advice]) => advice);
  if (next.length === 0 && /Failed to load shared library/.test(text)) next.push(UNNAMED);
  return { missing: [...new Set(missing)], next };
}

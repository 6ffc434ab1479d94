// Loaded into inference workers before anything else: runs of a graph over more than so many pictures find no memory, with
// the texts that ONNX Runtime and CUDA have for it; all others, and the one by which a model is checked when it is loaded, are
// as they are. Each run is a line of a file.
import { appendFileSync } from 'node:fs';
import { InferenceSession, type Tensor } from 'onnxruntime-node';

const TEXTS = [
  "Non-zero status code returned while running Conv node. Name:'conv1' Status Message: bfc_arena.cc:376 Failed to allocate memory for requested buffer of size 411041792",
  'Available memory of 1048576 is smaller than requested bytes of 4194304',
  'Failed to find a free memory block despite calling Extend. rounded_bytes:4194304',
  'CUDA failure 2: out of memory ; GPU=0 ; hostname=a ; expr=cudaMalloc((void**)&p, size);',
  'CUBLAS failure 3: CUBLAS_STATUS_ALLOC_FAILED ; GPU=0 ; hostname=a ; expr=cublasCreate(&cublas_handle_);',
  'std::bad_alloc',
];
const [room, log] = [Number(process.env.MEMORY_ROOM), process.env.MEMORY_LOG!];
const prototype = (
  InferenceSession as unknown as { prototype: { run(...given: unknown[]): Promise<unknown> } }
).prototype;
const { run } = prototype;
let [runs, failed] = [0, 0];
prototype.run = async function (this: unknown, feeds: unknown, ...rest: unknown[]) {
  const [first] = Object.values(feeds as Record<string, Tensor>);
  const pictures = first!.dims[0]!;
  const fits = runs++ === 0 || pictures <= room;
  appendFileSync(log, `${pictures} ${fits ? 'ran' : 'no memory'}\n`);
  if (!fits) throw new Error(TEXTS[failed++ % TEXTS.length]);
  return run.call(this, feeds, ...rest);
};

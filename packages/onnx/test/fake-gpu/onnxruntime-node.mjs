// onnxruntime-node on a machine with GPUs that is not there. Answers are computed by the real library on the CPU; what
// a GPU adds, numbers, memory that runs out and the texts of each failure, is read from the environment:
// FAKE_GPU = { gpus, tensorrt, broken: { device: text }, fits, fitsAgain, later: { after, fits }, outOfMemory, log }.
// What was done is appended to the file `log`, a line of JSON each.
import { appendFileSync } from 'node:fs';
import real from 'onnxruntime-node';

const machine = JSON.parse(process.env.FAKE_GPU ?? '{}');
const note = (entry) => {
  if (machine.log) appendFileSync(machine.log, `${JSON.stringify({ process: process.pid, ...entry })}\n`);
};
const FAILED =
  "Non-zero status code returned while running MatMul node. Name:'/MatMul' Status Message: /onnxruntime_src/onnxruntime/core/framework/bfc_arena.cc:376 void* onnxruntime::BFCArena::AllocateRawInternal(size_t, bool, onnxruntime::Stream*) Failed to allocate memory for requested buffer of size 1073741824\n";

/** Runs of this process on a GPU, and how often each size was run. */
let runs = 0;
const seen = new Map();

function load({ name, deviceId = 0 }) {
  if (name === 'tensorrt' && !machine.tensorrt)
    throw new Error('OrtSessionOptionsAppendExecutionProvider_TensorRT: Failed to load shared library');
  if (!machine.gpus)
    throw new Error('OrtSessionOptionsAppendExecutionProvider_Cuda: Failed to load shared library');
  if (deviceId >= machine.gpus)
    throw new Error(
      `CUDA failure 101: invalid device ordinal ; GPU=${deviceId} ; hostname=box ; file=/onnxruntime_src/onnxruntime/core/providers/cuda/cuda_execution_provider.cc ; line=245 ; expr=cudaSetDevice(info_.device_id);`,
    );
  if (machine.broken?.[deviceId]) throw new Error(machine.broken[deviceId]);
}

function wrap(session, provider, device) {
  return {
    inputMetadata: session.inputMetadata,
    outputMetadata: session.outputMetadata,
    release: () => session.release(),
    async run(feeds, fetches) {
      const [batch] = Object.values(feeds)[0].dims;
      note({ did: 'run', provider, device, batch });
      runs++;
      const again = (seen.get(batch) ?? 0) > 0;
      seen.set(batch, (seen.get(batch) ?? 0) + 1);
      const { later, fits = Infinity, fitsAgain = fits } = machine;
      const room = later && runs > later.after ? later.fits : again ? fitsAgain : fits;
      if (batch > room) throw new Error(machine.outOfMemory ?? FAILED);
      return session.run(feeds, fetches);
    },
  };
}

export const { Tensor } = real;
export const listSupportedBackends = () =>
  ['cpu', 'webgpu', 'cuda', 'tensorrt'].map((name) => ({ name, bundled: name === 'cpu' }));
export const InferenceSession = {
  async create(path, options) {
    const providers = options.executionProviders.map((one) =>
      typeof one === 'string' ? { name: one } : one,
    );
    note({ did: 'create', providers, session: options.extra?.session });
    for (const provider of providers) if (provider.name !== 'cpu') load(provider);
    // The CPU must be allowed to compute what it stands in for.
    const { extra: _, ...rest } = options;
    const session = await real.InferenceSession.create(path, { ...rest, executionProviders: ['cpu'] });
    const [{ name, deviceId }] = providers;
    return name === 'cpu' ? session : wrap(session, name, deviceId);
  },
};

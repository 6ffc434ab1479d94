import { ImageSearchError } from '@imgsearch/core';
import type { InferenceSession } from 'onnxruntime-node';
import { isOutOfMemory } from '../runtime/is-out-of-memory.ts';
import type { NodeProvider, SessionInfo, SessionSpec, TensorInfo } from '../runtime/protocol.ts';
import { explainProviderFailure } from './explain-provider-failure.ts';
import type { Ort } from './import-onnx-runtime.ts';

/**
 * Opens a session with the first provider that really loads, and says which it was and what failed before.
 * Runs in a worker: creating a session blocks.
 * @throws ImageSearchError MODEL_CORRUPT, PROVIDER_UNAVAILABLE, OUT_OF_MEMORY
 */
export async function openSession(
  ort: Ort,
  spec: SessionSpec,
): Promise<{ readonly session: InferenceSession; readonly info: SessionInfo }> {
  const warnings: string[] = [];
  for (const provider of spec.providers as readonly NodeProvider[]) {
    try {
      refuseUnlisted(ort, provider);
      const session = await ort.InferenceSession.create(spec.path, {
        executionProviders: executionProviders(provider, spec),
        intraOpNumThreads: spec.threads,
        interOpNumThreads: 1,
        extra: {
          session: {
            // Several sessions share these cores: threads of one that spin while they wait take them from the next.
            intra_op: { allow_spinning: '0' },
            // Else operators that the provider lacks run on the CPU, and nothing says so.
            ...(spec.requireProvider === 'every-operator' && { disable_cpu_ep_fallback: '1' }),
          },
        },
      });
      const info = { provider, warnings, ...tensorsOf(session) };
      return { session, info };
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      // The CPU provider is always there: what fails on it is the file, or there is no room for it.
      if (provider === 'cpu')
        throw isOutOfMemory(text) ? noRoom(spec.path, text, error) : corrupt(spec.path, text, error);
      const where = spec.device === undefined ? `"${provider}"` : `"${provider}" on GPU ${spec.device}`;
      if (spec.requireProvider) throw unavailable(where, text, error);
      warnings.push(`The execution provider ${where} could not be used: ${text}`);
    }
  }
  throw unavailable(spec.providers.map((one) => `"${one}"`).join(', '), warnings.join(' '), undefined);
}

/** TensorRT hands operators that it lacks to the next provider: that is CUDA where the user named it, else the CPU. */
function executionProviders(
  provider: NodeProvider,
  { providers, device }: SessionSpec,
): InferenceSession.ExecutionProviderConfig[] {
  if (provider === 'cpu') return ['cpu'];
  const on = <Name extends 'cuda' | 'tensorrt'>(name: Name) => ({
    name,
    ...(device !== undefined && { deviceId: device }),
  });
  return provider === 'tensorrt' && providers.includes('cuda')
    ? [on('tensorrt'), on('cuda')]
    : [on(provider)];
}

/** ONNX Runtime drops a provider that it was built without, and runs on the CPU with a line on the console. */
function refuseUnlisted(ort: Ort, provider: NodeProvider): void {
  const listed = ort.listSupportedBackends().map(({ name }) => name);
  if (!listed.includes(provider))
    throw new Error(`this build of onnxruntime-node has only ${listed.join(', ')}`);
}

function tensorsOf(session: InferenceSession): Pick<SessionInfo, 'inputs' | 'outputs'> {
  const describe = (metadata: readonly InferenceSession.ValueMetadata[]): TensorInfo[] =>
    metadata.map((value) =>
      value.isTensor
        ? { name: value.name, type: value.type, shape: value.shape }
        : { name: value.name, type: 'not a tensor', shape: [] },
    );
  return { inputs: describe(session.inputMetadata), outputs: describe(session.outputMetadata) };
}

const corrupt = (path: string, text: string, cause: unknown): ImageSearchError =>
  new ImageSearchError({
    code: 'MODEL_CORRUPT',
    message: `ONNX Runtime could not load ${path}: ${text}`,
    hint: 'Download or export the file again, and compare its SHA-256; a newer opset needs a newer onnxruntime-node.',
    cause,
  });

const noRoom = (path: string, text: string, cause: unknown): ImageSearchError =>
  new ImageSearchError({
    code: 'OUT_OF_MEMORY',
    message: `There was not enough memory to load ${path}: ${text}`,
    hint: 'Use fewer workers, each of which holds every model, a smaller precision (int8, fp16), or more memory.',
    cause,
  });

const unavailable = (provider: string, text: string, cause: unknown): ImageSearchError =>
  new ImageSearchError({
    code: 'PROVIDER_UNAVAILABLE',
    message: `The execution provider ${provider} could not be used: ${text}`,
    hint: [
      ...explainProviderFailure(text).next,
      '`npx @imgsearch/cli doctor --needs cuda` says which library is missing; or add "cpu" to providers and leave out requireProvider.',
    ].join(' '),
    cause,
  });

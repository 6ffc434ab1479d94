import { ImageSearchError } from '@imgsearch/core';
import type { InferenceSession } from 'onnxruntime-node';
import type { Provider, SessionInfo, SessionSpec, TensorInfo } from '../runtime/protocol.ts';
import type { Ort } from './import-onnx-runtime.ts';

/**
 * Opens a session with the first provider that really loads, and says which it was and what failed before.
 * Runs in a worker: creating a session blocks.
 * @throws ImageSearchError MODEL_CORRUPT, PROVIDER_UNAVAILABLE
 */
export async function openSession(
  ort: Ort,
  spec: SessionSpec,
): Promise<{ readonly session: InferenceSession; readonly info: SessionInfo }> {
  const warnings: string[] = [];
  for (const provider of spec.providers) {
    try {
      refuseUnlisted(ort, provider);
      const session = await ort.InferenceSession.create(spec.path, {
        executionProviders: [provider],
        intraOpNumThreads: spec.threads,
        interOpNumThreads: 1,
        // Several sessions share these cores: threads of one that spin while they wait take them from the next.
        extra: { session: { intra_op: { allow_spinning: '0' } } },
      });
      const info = { provider, warnings, ...tensorsOf(session) };
      return { session, info };
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      // The CPU provider is always there: what fails on it is the file.
      if (provider === 'cpu') throw corrupt(spec.path, text, error);
      if (spec.requireProvider) throw unavailable(provider, text, error);
      warnings.push(`The execution provider "${provider}" could not be used: ${text}`);
    }
  }
  throw unavailable(spec.providers.join(', '), warnings.join(' '), undefined);
}

/** ONNX Runtime drops a provider that it was built without, and runs on the CPU with a line on the console. */
function refuseUnlisted(ort: Ort, provider: Provider): void {
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

const unavailable = (provider: string, text: string, cause: unknown): ImageSearchError =>
  new ImageSearchError({
    code: 'PROVIDER_UNAVAILABLE',
    message: `The execution provider "${provider}" could not be used: ${text}`,
    hint: 'Install its libraries (for CUDA: let the install script of onnxruntime-node run, and CUDA 12 with cuDNN 9), or add "cpu" to providers and leave out requireProvider.',
    cause,
  });

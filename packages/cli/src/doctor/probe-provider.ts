// Loads one execution provider, in a process of its own: what a native library does here costs nobody else. Its last
// line on stdout is a `ProviderReply`; stderr is the native library's, which names there what it misses.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createOnnxClassifier, createOnnxRuntime, type NodeProvider } from '@imgsearch/onnx/node';
import type { ProviderReply } from './probe-providers.ts';
import { readReport } from './read-report.ts';
import { TINY_MANIFEST, TINY_MODEL } from './tiny-model.ts';

async function probe(provider: NodeProvider): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'imgsearch-probe-'));
  const runtime = createOnnxRuntime({ providers: [provider], requireProvider: true, workers: 1, threads: 1 });
  try {
    const modelPath = path.join(folder, 'tiny.onnx');
    writeFileSync(modelPath, TINY_MODEL);
    const classifier = await createOnnxClassifier({ runtime, manifest: TINY_MANIFEST, modelPath });
    if (classifier.input !== 'embedding') throw new Error('The tiny model takes vectors.');
    const [answer] = await classifier.classify([new Float32Array([0.25, 0.5, 0.125, 0])]);
    if (Math.abs(answer!.probabilities[1]! - 0.5) > 1e-3)
      throw new Error(`It computes wrongly: ${[...answer!.probabilities].join(', ')} for 0.25, 0.5, 0.125.`);
  } finally {
    await runtime.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Folder of the native library, where ONNX Runtime looks for its providers. */
function nativeFolder(): string | undefined {
  const library = readReport().sharedObjects?.find((file) =>
    /onnxruntime[^/\\]*\.(?:so|dll|dylib)/.test(path.basename(file)),
  );
  return library && path.dirname(library);
}

const say = (reply: ProviderReply): void => {
  process.stdout.write(`\n${JSON.stringify(reply)}\n`);
};
try {
  await probe(process.argv[2] as NodeProvider);
  say({ works: true, folder: nativeFolder() });
} catch (error) {
  say({
    works: false,
    message: error instanceof Error ? error.message : String(error),
    folder: nativeFolder(),
  });
}

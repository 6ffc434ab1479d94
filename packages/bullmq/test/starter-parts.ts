import { starterModels } from '@imgsearch/models-starter';
import {
  createOnnxBackgroundRemover,
  createOnnxClassifier,
  createOnnxEmbedder,
  createOnnxRuntime,
} from '@imgsearch/onnx/node';
import { createSharpImageProcessor } from '@imgsearch/sharp';

/** Everything but the store, as the README puts it together; one thread, because several processes share the machine. */
export async function createStarterParts() {
  const runtime = createOnnxRuntime({ workers: 1, threads: 1 });
  const [backgroundRemover, embedder, classifier] = await Promise.all([
    createOnnxBackgroundRemover({ runtime, ...starterModels.backgroundRemoval }),
    createOnnxEmbedder({ runtime, ...starterModels.embedding }),
    createOnnxClassifier({ runtime, ...starterModels.category }),
  ]);
  if (embedder.input !== 'raster') throw new Error('The starter embedder looks at rasters.');
  return {
    models: { imageProcessor: createSharpImageProcessor(), backgroundRemover, embedder, classifier },
    close: () => runtime.close(),
  };
}

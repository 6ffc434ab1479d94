// Puts the fake binding in the place of onnxruntime-node, in whatever process loads this first (`--import`).
import { registerHooks } from 'node:module';

const fake = new URL('./onnxruntime-node.mjs', import.meta.url).href;

registerHooks({
  resolve(specifier, context, next) {
    // The fake itself computes with the real one.
    return specifier === 'onnxruntime-node' && context.parentURL !== fake
      ? { url: fake, shortCircuit: true }
      : next(specifier, context);
  },
});

import type { EmbeddingManifest } from '../manifest/model-manifest.ts';

/** SigLIP base (Zhai et al. 2023, arXiv:2303.15343): picture and text in one space of 768 dimensions. */
export const siglipBasePatch16: EmbeddingManifest = {
  manifestVersion: 1,
  id: 'siglip-base-patch16-224',
  task: 'embedding',
  files: {
    fp32: { path: 'vision_model.onnx' },
    fp16: { path: 'vision_model_fp16.onnx' },
    int8: { path: 'vision_model_int8.onnx' },
  },
  licence: 'Apache-2.0',
  source: 'https://huggingface.co/google/siglip-base-patch16-224',
  input: {
    name: 'pixel_values',
    preprocessing: {
      width: 224,
      height: 224,
      resize: 'squash',
      kernel: 'bicubic',
      scale: 'divide-by-255',
      mean: [0.5, 0.5, 0.5],
      std: [0.5, 0.5, 0.5],
    },
  },
  output: { name: 'pooler_output', dimensions: 768 },
  text: {
    files: {
      fp32: { path: 'text_model.onnx' },
      fp16: { path: 'text_model_fp16.onnx' },
      int8: { path: 'text_model_int8.onnx' },
    },
    tokenizer: { path: 'tokenizer.json' },
    input: { ids: 'input_ids' },
    output: 'pooler_output',
    contextLength: 64,
    // The tower pools over all 64 places without a mask: another padding moves the embedding.
    padId: 1,
    lowerCase: true,
  },
};

import type { EmbeddingManifest } from '../manifest/model-manifest.ts';

/**
 * CLIP ViT-B/32 (Radford et al. 2021, arXiv:2103.00020): picture and text in one space of 512 dimensions. Files are
 * named as `models/export/export_clip.py` and the ONNX exports on the Hugging Face Hub name them.
 */
export const clipVitB32: EmbeddingManifest = {
  manifestVersion: 1,
  id: 'clip-vit-b-32',
  task: 'embedding',
  files: {
    fp32: { path: 'vision_model.onnx' },
    fp16: { path: 'vision_model_fp16.onnx' },
    int8: { path: 'vision_model_int8.onnx' },
  },
  licence: 'MIT',
  source: 'https://huggingface.co/openai/clip-vit-base-patch32',
  input: {
    name: 'pixel_values',
    preprocessing: {
      width: 224,
      height: 224,
      resize: 'crop',
      shortestSide: 224,
      cropRounding: 'down',
      kernel: 'bicubic',
      scale: 'divide-by-255',
      mean: [0.48145466, 0.4578275, 0.40821073],
      std: [0.26862954, 0.26130258, 0.27577711],
    },
  },
  output: { name: 'image_embeds', dimensions: 512 },
  text: {
    files: {
      fp32: { path: 'text_model.onnx' },
      fp16: { path: 'text_model_fp16.onnx' },
      int8: { path: 'text_model_int8.onnx' },
    },
    tokenizer: { path: 'tokenizer.json' },
    input: { ids: 'input_ids' },
    output: 'text_embeds',
    contextLength: 77,
    // The end-of-text token: the tower reads at its first occurrence, so that more of it changes nothing.
    padId: 49407,
  },
};

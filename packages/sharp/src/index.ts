export type { ImageFormat } from '@imgsearch/core';
export {
  createSharpImageProcessor,
  type SharpImageProcessorOptions,
} from './create-sharp-image-processor.ts';

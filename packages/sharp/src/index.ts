export {
  createSharpImageProcessor,
  type SharpImageProcessorOptions,
} from './create-sharp-image-processor.ts';
export type { ImageFormat } from './sniff-format.ts';

export {
  type CanvasImageProcessorOptions,
  createCanvasImageProcessor,
} from './create-canvas-image-processor.ts';
export type { BrowserFormat } from './read-header.ts';

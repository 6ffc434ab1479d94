import type { LabelledImage } from '@imgsearch/core/evaluation';

/** A labelled picture and the file that it is. */
export interface LabelledFile extends LabelledImage {
  readonly file: string;
}

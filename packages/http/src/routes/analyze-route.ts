import type { AnalyzeResult, ImageSource } from '@imgsearch/core';
import type { AnalyzeAnswer } from '../schemas/answer-schemas.ts';
import { answerPhoto } from './answer-photo.ts';
import type { Route, RouteContext } from './route.ts';
import { showBackground, showCategory } from './search-route.ts';

/** `POST /analyze`: the way of a photo, to look at. */
export function analyzeRoute(context: RouteContext): Route {
  return answerPhoto(context, {
    name: 'analyze',
    parameters: context.schemas.analyze,
    json: context.schemas.analyzeJson,
    ask: (pipeline, [image], parameters, call) =>
      pipeline.analyze({ image: image as ImageSource, ...parameters }, call),
    show: showAnalysis,
  });
}

const dataUrl = (png: Uint8Array): string =>
  `data:image/png;base64,${Buffer.from(png.buffer, png.byteOffset, png.byteLength).toString('base64')}`;

/** The vector stays here: whoever collects enough of them has a copy of the model. */
function showAnalysis({ category, background, pictures, timings }: AnalyzeResult): AnalyzeAnswer {
  const { original, mask, cutOut, input } = pictures;
  return {
    category: showCategory(category),
    background: showBackground(background),
    pictures: {
      original: dataUrl(original),
      ...(mask && { mask: dataUrl(mask) }),
      ...(cutOut && { cutOut: dataUrl(cutOut) }),
      input: dataUrl(input),
    },
    timings,
  };
}

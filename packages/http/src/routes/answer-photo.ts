import {
  type Fetcher,
  ImageSearchError,
  type ImageSearchPipeline,
  type ImageSource,
  invalidOption,
  type QueryCallOptions,
  type Timings,
} from '@imgsearch/core';
import type * as v from 'valibot';
import { jsonAnswer, serverTiming } from '../answer/answers.ts';
import { fetchPhoto } from '../request/fetch-photo.ts';
import { readParameters } from '../request/read-parameters.ts';
import { expectedBytes, readUpload } from '../request/read-upload.ts';
import type { Upload } from '../request/upload.ts';
import { checkInput } from '../schemas/check-input.ts';
import type { Route, RouteContext } from './route.ts';

/** How a question about a photo is checked and answered. */
export interface PhotoRoute<P, A extends { readonly timings: Timings }> {
  readonly name: string;
  /** Photos that a form may have. Default 1. */
  readonly maxPhotos?: number;
  readonly parameters: v.GenericSchema<unknown, P>;
  readonly json: v.GenericSchema<unknown, P & { readonly url?: string | undefined }>;
  /** `images` is empty where JSON asks for something else. */
  ask(
    pipeline: ImageSearchPipeline,
    images: readonly ImageSource[],
    parameters: P,
    call: QueryCallOptions,
  ): Promise<A>;
  show(answer: A): object;
}

interface Question<P> {
  /** Empty where JSON asks for something else. */
  readonly photos: readonly Uint8Array[];
  /** Where the photo is still to be fetched from. */
  readonly address?: string | undefined;
  readonly parameters: P;
}

/** A route that takes a photo: refuses before it reads, reads or fetches within limits, and asks the pipeline once. */
export function answerPhoto<P, A extends { readonly timings: Timings }>(
  context: RouteContext,
  route: PhotoRoute<P, A>,
): Route {
  const { settings, budget, tags } = context;
  return async (request, url) => {
    const pipeline = await settings.pipelineFor(request);
    const { signal } = request;
    // Nothing is read of what could not be answered in time.
    const place = pipeline.admit({ signal, deadline: Date.now() + settings.deadline });
    const taken = [place.release];
    try {
      const share = budget.open(expectedBytes(request, settings.uploads.maxBytes));
      taken.push(share.release);
      const limits = { ...settings.uploads, onBytes: share.add };
      const begin = performance.now();
      const question = toQuestion(await readUpload(request, limits), url, route);
      const { address, parameters } = question;
      const photos =
        address === undefined
          ? question.photos
          : [await fetchPhoto(address, fetcherOf(settings), { ...limits, signal })];
      const uploadTime = performance.now() - begin;
      const identity = [
        route.name,
        parameters,
        pipeline.info.fingerprint,
        settings.shared ? '' : identityOf(pipeline),
      ];
      // A question too deep to be written down has no tag; the pipeline says what is wrong with it.
      const hasPhoto = photos.length > 0;
      const digest = tags && hasPhoto ? tags.digest(photos, identity).catch(() => undefined) : undefined;
      const asked = request.headers.get('if-none-match');
      const known = asked === null ? undefined : await digest;
      const fresh = asked !== null && known ? tags?.findFresh(asked, known) : undefined;
      if (fresh)
        return new Response(null, {
          status: 304,
          headers: { etag: fresh, 'cache-control': 'private, no-cache' },
        });
      const call = { signal, place, deadline: Date.now() + settings.deadline };
      const answer = await route.ask(pipeline, photos, parameters, call);
      const tagged = await digest;
      return jsonAnswer(route.show(answer), {
        'server-timing': serverTiming(answer.timings, uploadTime),
        ...(tagged && tags && { etag: tags.issue(tagged) }),
      });
    } finally {
      for (const giveBack of taken) giveBack();
    }
  };
}

function toQuestion<P, A extends { readonly timings: Timings }>(
  upload: Upload,
  url: URL,
  route: PhotoRoute<P, A>,
): Question<P> {
  if (upload.kind === 'photos') {
    const { photos, fields } = upload;
    if (photos.length > (route.maxPhotos ?? 1))
      throw invalidOption('image', 'one picture', `${photos.length} pictures`, 'Send one picture at a time.');
    const given = readParameters(url.searchParams, fields);
    return { photos, parameters: checkInput(route.parameters, given) };
  }
  const { url: address, ...parameters } = checkInput(route.json, upload.value);
  return { photos: [], address, parameters: parameters as unknown as P };
}

function fetcherOf({ fetcher }: RouteContext['settings']): Fetcher {
  if (fetcher) return fetcher;
  throw new ImageSearchError({
    code: 'UNSUPPORTED_FORMAT',
    message: 'Photos are not fetched from addresses here.',
    hint: 'Send the picture itself, as the body or as a file in a form.',
  });
}

const identities = new WeakMap<ImageSearchPipeline, string>();

/** What a function gives may be anybody's, so each is told apart. */
function identityOf(pipeline: ImageSearchPipeline): string {
  const identity = identities.get(pipeline) ?? crypto.randomUUID();
  identities.set(pipeline, identity);
  return identity;
}

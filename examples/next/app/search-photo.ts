'use server';

import type { PictureBox } from '@imgsearch/core';
import { toProblem } from '@imgsearch/http';
import { headers } from 'next/headers';
import { getPipeline } from '../lib/get-pipeline.ts';
import { limitRate } from '../lib/limit-rate.ts';
import type { SearchStep } from '../lib/search-step.ts';
import { toFoundProduct } from '../lib/to-found-product.ts';

const PAGE = 12;
/** Milliseconds until the work must have begun. */
const PATIENCE = 20_000;

/** What a form says, and nothing else: it comes from a stranger. */
function readForm(form: FormData) {
  const text = (name: string): string | undefined => {
    const value = form.get(name);
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const price = Number(text('maxPrice'));
  const [left, top, width, height] = text('part')?.split(',').map(Number) ?? [];
  return {
    // What these numbers may be, the pipeline knows.
    box: left === undefined ? undefined : ({ left, top, width, height } as PictureBox),
    photo: form.get('photo'),
    category: text('category'),
    cursor: text('cursor'),
    diverse: text('diverse') !== undefined,
    filter: Number.isFinite(price) && price > 0 ? { price: { $lte: price } } : undefined,
  };
}

/**
 * Searches with the photo of a form, and tells what it has found out as soon as it knows: first what is in the photo,
 * then the products. Errors come as a step too, because Next hides what an action throws.
 */
export async function searchPhoto(form: FormData): Promise<AsyncIterable<SearchStep>> {
  const caller = await headers();
  return tellSteps(form, caller);
}

async function* tellSteps(form: FormData, caller: Headers): AsyncGenerator<SearchStep> {
  try {
    if ((await limitRate(caller)) > 0) {
      yield { type: 'problem', code: 'TOO_MANY_REQUESTS' };
      return;
    }
    const { photo, box, category, cursor, diverse, filter } = readForm(form);
    const pipeline = await getPipeline();
    const call = { deadline: Date.now() + PATIENCE };
    const seen = await pipeline.embed({ image: photo as File, box }, call);
    const { removed, reason = '' } = seen.background;
    yield { type: 'seen', category: category ?? seen.category.id, background: removed ? 'removed' : reason };
    // What the photo shows is known: it is not asked for twice.
    const chosen = category ?? (seen.category.id === 'other' ? false : seen.category.id);
    const { matches, confidence, next } = await pipeline.search(
      {
        vector: seen.vector,
        fingerprint: seen.fingerprint,
        category: chosen,
        filter,
        limit: PAGE,
        cursor,
        ...(diverse && { diversity: { lambda: 0.6 } }),
      },
      call,
    );
    yield { type: 'found', products: matches.map(toFoundProduct), confident: confidence?.confident, next };
  } catch (error) {
    const { code, status } = toProblem(error);
    if (status >= 500) console.error(error);
    yield { type: 'problem', code };
  }
}

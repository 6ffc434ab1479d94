'use client';

import { ImageSearchError, type PictureBox } from '@imgsearch/core';
import { createImageSearchClient } from '@imgsearch/http/client';
import { useCallback, useEffect, useRef, useState } from 'react';
import { searchPhoto } from '../app/search-photo.ts';
import { type Complaint, sayProblem } from '../lib/say-problem.ts';
import type { FoundProduct, SearchStep } from '../lib/search-step.ts';
import { toFoundProduct } from '../lib/to-found-product.ts';

/** What the shopper wants besides the photo. */
export interface Wishes {
  readonly category: string;
  readonly maxPrice: string;
  readonly diverse: boolean;
}

/** What was asked: with a photo, or a part of it, or for more like a product. */
export type Question =
  | { readonly photo: File; readonly part?: PictureBox | undefined }
  | { readonly like: FoundProduct };

export interface SearchState {
  /** `looking`: nothing is known yet. `matching`: what the photo shows is. */
  readonly phase: 'idle' | 'looking' | 'matching' | 'done' | 'failed';
  readonly question?: Question | undefined;
  readonly wishes: Wishes;
  readonly seen?: { readonly category: string; readonly background: string } | undefined;
  readonly products: readonly FoundProduct[];
  readonly confident?: boolean | undefined;
  readonly next?: string | undefined;
  readonly complaint?: Complaint | undefined;
}

const IDLE: SearchState = {
  phase: 'idle',
  wishes: { category: '', maxPrice: '', diverse: false },
  products: [],
};
const MAX_BYTES = 25_000_000;
const client = createImageSearchClient({ url: '/api' });

class Refused extends Error {
  readonly code: string;
  constructor(code: string) {
    super(code);
    this.code = code;
  }
}
/** Without a code nobody answered: Next tells a page no more than that. */
const codeOf = (error: unknown): string =>
  error instanceof Refused || ImageSearchError.isInstance(error) ? error.code : 'SOURCE_FAILED';

/** Asks, and tells what is found out as soon as it is. */
async function* ask(question: Question, wishes: Wishes, cursor?: string): AsyncGenerator<SearchStep> {
  if ('like' in question) {
    const price = Number(wishes.maxPrice);
    const { matches, next } = await client.similar(question.like.productId, {
      limit: 12,
      ...(wishes.category !== '' && { category: wishes.category }),
      ...(price > 0 && { filter: { price: { $lte: price } } }),
      ...(wishes.diverse && { diversity: 0.6 }),
      ...(cursor !== undefined && { cursor }),
    });
    yield { type: 'found', products: matches.map(toFoundProduct), next };
    return;
  }
  const { photo, part } = question;
  if (photo.size > MAX_BYTES) throw new Refused('IMAGE_TOO_LARGE');
  const form = new FormData();
  form.set('photo', photo);
  form.set('category', wishes.category);
  form.set('maxPrice', wishes.maxPrice);
  if (part) form.set('part', [part.left, part.top, part.width, part.height].join());
  if (wishes.diverse) form.set('diverse', 'on');
  if (cursor !== undefined) form.set('cursor', cursor);
  yield* await searchPhoto(form);
}

/**
 * The questions of this visit with their answers. Each new one is a place in the browser's history, so that its back
 * button leads to the answer before; a reload forgets them, as it forgets the photos.
 */
export function useSearch() {
  const [states, setStates] = useState<Readonly<Record<number, SearchState>>>({});
  const [place, setPlace] = useState(0);
  /** The newest run of each place: what an older one still answers is not wanted. */
  const newest = useRef<Record<number, symbol>>({});
  const state = states[place] ?? IDLE;

  useEffect(() => {
    const travel = ({ state: kept }: PopStateEvent): void => setPlace(kept?.place ?? 0);
    addEventListener('popstate', travel);
    return () => removeEventListener('popstate', travel);
  }, []);

  const run = useCallback(
    async (at: number, question: Question, wishes: Wishes, cursor?: string): Promise<void> => {
      const mine = Symbol('run');
      newest.current[at] = mine;
      const show = (change: (before: SearchState) => SearchState): void => {
        if (newest.current[at] === mine)
          setStates((before) => ({ ...before, [at]: change(before[at] ?? IDLE) }));
      };
      show((before) =>
        cursor === undefined
          ? { phase: 'looking', question, wishes, products: [] }
          : { ...before, phase: 'matching', complaint: undefined },
      );
      try {
        for await (const step of ask(question, wishes, cursor)) {
          if (step.type === 'problem') throw new Refused(step.code);
          if (step.type === 'seen') show((before) => ({ ...before, phase: 'matching', seen: step }));
          else
            show((before) => ({
              ...before,
              phase: 'done',
              products: cursor === undefined ? step.products : [...before.products, ...step.products],
              confident: step.confident,
              next: step.next,
            }));
        }
      } catch (error) {
        show((before) => ({ ...before, phase: 'failed', complaint: sayProblem(codeOf(error)) }));
      }
    },
    [],
  );

  const { question, wishes, next } = state;
  return {
    /** Which question of this visit it is; 0 before the first. */
    place,
    state,
    /** Another question. */
    ask: (asked: Question): void => {
      const at = Date.now();
      history.pushState({ place: at }, '');
      setPlace(at);
      void run(at, asked, wishes);
    },
    /** The same question, with other wishes or once more. */
    again: (changed: Wishes = wishes): void => {
      if (question) void run(place, question, changed);
    },
    /** Products after those that are shown. */
    more: (): void => {
      if (question) void run(place, question, wishes, next);
    },
  };
}

'use client';

import { ImageSearchError } from '@imgsearch/core';
import { createImageSearchClient } from '@imgsearch/http/client';
import { useCallback, useRef, useState } from 'react';
import { searchPhoto } from '../app/search-photo.ts';
import { sayProblem } from '../lib/say-problem.ts';
import type { FoundProduct } from '../lib/search-step.ts';
import { toFoundProduct } from '../lib/to-found-product.ts';

/** What the shopper wants besides the photo. */
export interface Wishes {
  readonly category: string;
  readonly maxPrice: string;
  readonly diverse: boolean;
}

/** What was asked last. */
export type Question = { readonly photo: File } | { readonly like: FoundProduct };

export interface SearchState {
  /** `looking`: nothing is known yet. `matching`: what the photo shows is. */
  readonly phase: 'idle' | 'looking' | 'matching' | 'done' | 'failed';
  readonly question?: Question | undefined;
  readonly seen?: { readonly category: string; readonly background: string } | undefined;
  readonly products: readonly FoundProduct[];
  readonly next?: string | undefined;
  readonly complaint?: string | undefined;
}

const MAX_BYTES = 25_000_000;
const client = createImageSearchClient({ url: '/api' });

class Refused extends Error {
  readonly code: string;
  constructor(code: string) {
    super(code);
    this.code = code;
  }
}
const codeOf = (error: unknown): string =>
  error instanceof Refused || ImageSearchError.isInstance(error) ? error.code : '';

/** Asks, keeps the answer, and forgets answers to questions that are no longer asked. */
export function useSearch() {
  const [state, setState] = useState<SearchState>({ phase: 'idle', products: [] });
  const turn = useRef(0);

  const ask = useCallback(async (question: Question, wishes: Wishes, cursor?: string): Promise<void> => {
    const mine = ++turn.current;
    const show = (change: (before: SearchState) => SearchState): void => {
      if (turn.current === mine) setState(change);
    };
    const add = (products: readonly FoundProduct[], next: string | undefined): void =>
      show((before) => ({
        ...before,
        phase: 'done',
        products: cursor === undefined ? products : [...before.products, ...products],
        next,
      }));
    show((before) =>
      cursor === undefined
        ? { phase: 'looking', question, products: [] }
        : { ...before, phase: 'matching', complaint: undefined },
    );
    try {
      if ('like' in question) {
        const price = Number(wishes.maxPrice);
        const { matches, next } = await client.similar(question.like.productId, {
          limit: 12,
          ...(wishes.category !== '' && { category: wishes.category }),
          ...(price > 0 && { filter: { price: { $lte: price } } }),
          ...(wishes.diverse && { diversity: 0.6 }),
          ...(cursor !== undefined && { cursor }),
        });
        add(matches.map(toFoundProduct), next);
        return;
      }
      if (question.photo.size > MAX_BYTES) throw new Refused('IMAGE_TOO_LARGE');
      const form = new FormData();
      form.set('photo', question.photo);
      form.set('category', wishes.category);
      form.set('maxPrice', wishes.maxPrice);
      if (wishes.diverse) form.set('diverse', 'on');
      if (cursor !== undefined) form.set('cursor', cursor);
      for await (const step of await searchPhoto(form)) {
        if (step.type === 'problem') throw new Refused(step.code);
        if (step.type === 'found') add(step.products, step.next);
        else show((before) => ({ ...before, phase: 'matching', seen: step }));
      }
    } catch (error) {
      show((before) => ({ ...before, phase: 'failed', complaint: sayProblem(codeOf(error)) }));
    }
  }, []);

  return { state, ask };
}

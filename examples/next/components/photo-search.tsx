'use client';

import { useState } from 'react';
import type { FoundProduct } from '../lib/search-step.ts';
import type { Category } from './category.ts';
import { PhotoInput } from './photo-input.tsx';
import { Question } from './question.tsx';
import { Results } from './results.tsx';
import { useSearch, type Wishes } from './use-search.ts';
import { WishForm } from './wish-form.tsx';

/** The whole page below its heading. */
export function PhotoSearch({ categories }: { readonly categories: readonly Category[] }) {
  const { state, ask } = useSearch();
  const [wishes, setWishes] = useState<Wishes>({ category: '', maxPrice: '', diverse: false });
  const { question, next } = state;
  const nameOf = (id: string): string => categories.find((category) => category.id === id)?.name ?? id;
  return (
    <>
      <PhotoInput onPhoto={(photo) => ask({ photo }, wishes)} />
      {question && (
        <>
          <Question question={question} state={state} nameOf={nameOf} />
          <WishForm
            wishes={wishes}
            categories={categories}
            onChange={(changed) => {
              setWishes(changed);
              void ask(question, changed);
            }}
          />
        </>
      )}
      <Results
        state={state}
        nameOf={nameOf}
        onLike={(like: FoundProduct) => ask({ like }, wishes)}
        onMore={() => question && ask(question, wishes, next)}
      />
    </>
  );
}

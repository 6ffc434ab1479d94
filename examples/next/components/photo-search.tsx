'use client';

import type { FoundProduct } from '../lib/search-step.ts';
import type { Category } from './category.ts';
import { PhotoInput } from './photo-input.tsx';
import { Question } from './question.tsx';
import { Results } from './results.tsx';
import { useSearch } from './use-search.ts';
import { WishForm } from './wish-form.tsx';

/** The whole page below its heading. */
export function PhotoSearch({ categories }: { readonly categories: readonly Category[] }) {
  const { place, state, ask, again, more } = useSearch();
  const { question, wishes } = state;
  const nameOf = (id: string): string => categories.find((category) => category.id === id)?.name ?? id;
  return (
    <>
      <PhotoInput onPhoto={(photo) => ask({ photo })} />
      {question && (
        <>
          <Question
            question={question}
            state={state}
            nameOf={nameOf}
            onPart={(part) => 'photo' in question && ask({ photo: question.photo, part })}
          />
          <WishForm key={place} wishes={wishes} categories={categories} onChange={again} />
        </>
      )}
      <Results
        state={state}
        nameOf={nameOf}
        onLike={(like: FoundProduct) => ask({ like })}
        onMore={more}
        onAgain={() => again()}
      />
    </>
  );
}

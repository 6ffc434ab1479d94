'use client';

import { useEffect, useRef } from 'react';
import type { FoundProduct } from '../lib/search-step.ts';
import { ProductCard } from './product-card.tsx';
import type { SearchState } from './use-search.ts';

interface ResultsProps {
  readonly state: SearchState;
  readonly nameOf: (id: string) => string;
  readonly onLike: (product: FoundProduct) => void;
  readonly onMore: () => void;
  readonly onAgain: () => void;
}

const UNSURE = 'We may not have this very thing. These come closest.';
const waiting = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth'];

/** Products, what stands for them while they are looked for, or why there are none. */
export function Results({ state, nameOf, onLike, onMore, onAgain }: ResultsProps) {
  const { phase, products, confident, next, complaint, question } = state;
  const busy = phase === 'looking' || phase === 'matching';
  const heading = useRef<HTMLHeadingElement>(null);
  const isLike = question !== undefined && 'like' in question;
  // Whoever asked from a card that is gone would otherwise be nowhere.
  useEffect(() => {
    if (isLike && phase === 'looking') heading.current?.focus();
  }, [isLike, phase]);
  return (
    <section aria-busy={busy} aria-label="Results" className="results">
      <p role="status" className="unseen">
        {spoken(state)}
      </p>
      {phase !== 'idle' && (
        <h2 ref={heading} tabIndex={-1}>
          {phase === 'failed' && products.length === 0 ? 'That did not work' : 'Similar products'}
        </h2>
      )}
      {complaint && (
        <p role="alert" className="complaint">
          {complaint.words}
        </p>
      )}
      {complaint?.retryable && products.length === 0 && (
        <button type="button" onClick={onAgain}>
          Try again
        </button>
      )}
      {confident === false && products.length > 0 && <p className="unsure">{UNSURE}</p>}
      {phase === 'done' && products.length === 0 && (
        <p>Nothing like it is in the shop. Try another category, or a higher price.</p>
      )}
      <ul className="cards">
        {products.map((product) => (
          <ProductCard
            key={product.productId}
            product={product}
            category={nameOf(product.category)}
            onLike={() => onLike(product)}
          />
        ))}
        {busy && waiting.map((place) => <li key={place} className="card waiting" aria-hidden />)}
      </ul>
      {next !== undefined && !busy && (
        <button type="button" onClick={onMore}>
          Show more
        </button>
      )}
    </section>
  );
}

/** What a screen reader says while others look. */
function spoken({ phase, products, confident, seen }: SearchState): string {
  switch (phase) {
    case 'looking':
      return 'Searching.';
    case 'matching':
      return seen ? 'We know what it is, and look for it.' : 'Searching.';
    case 'done':
      return `${products.length} similar products.${confident === false && products.length > 0 ? ` ${UNSURE}` : ''}`;
    default:
      return '';
  }
}

'use client';

import Image from 'next/image';
import type { FoundProduct } from '../lib/search-step.ts';

interface ProductCardProps {
  readonly product: FoundProduct;
  readonly category: string;
  readonly onLike: () => void;
}

const money = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' });

/** One product. */
export function ProductCard({ product, category, onLike }: ProductCardProps) {
  const { productId, name, brand, price, similarity } = product;
  return (
    <li className="card">
      <Image
        src={`/pictures/${productId}`}
        alt=""
        width={320}
        height={320}
        sizes="(max-width: 640px) 46vw, (max-width: 940px) 30vw, 250px"
      />
      <h3>{name}</h3>
      <p className="quiet">
        {brand} · {category}
      </p>
      <p className="price">
        {money.format(price)}{' '}
        <span className="quiet">{Math.max(0, Math.round(similarity * 100))} % alike</span>
      </p>
      <button type="button" onClick={onLike} aria-label={`More like this: ${name}`}>
        More like this
      </button>
    </li>
  );
}

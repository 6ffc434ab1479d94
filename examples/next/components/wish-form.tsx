'use client';

import { useEffect, useState } from 'react';
import type { Category } from './category.ts';
import type { Wishes } from './use-search.ts';

interface WishFormProps {
  readonly wishes: Wishes;
  readonly categories: readonly Category[];
  readonly onChange: (wishes: Wishes) => void;
}

/** Category, price and order. Whoever types a price is not searched for at every key. */
export function WishForm({ wishes, categories, onChange }: WishFormProps) {
  const [price, setPrice] = useState(wishes.maxPrice);
  useEffect(() => {
    if (price === wishes.maxPrice) return;
    const timer = setTimeout(() => onChange({ ...wishes, maxPrice: price }), 400);
    return () => clearTimeout(timer);
  }, [price, wishes, onChange]);
  return (
    <form className="wishes" aria-label="Narrow the results" onSubmit={(event) => event.preventDefault()}>
      <label>
        Category
        <select
          value={wishes.category}
          onChange={(event) => onChange({ ...wishes, category: event.target.value })}
        >
          <option value="">Whatever fits</option>
          {categories.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label>
        Highest price
        <input
          inputMode="decimal"
          placeholder="any"
          size={6}
          value={price}
          onChange={(event) => setPrice(event.target.value.replace(/[^\d.]/g, ''))}
        />
      </label>
      <label className="tick">
        <input
          type="checkbox"
          checked={wishes.diverse}
          onChange={(event) => onChange({ ...wishes, diverse: event.target.checked })}
        />
        More variety
      </label>
    </form>
  );
}

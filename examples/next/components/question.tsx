'use client';

import Image from 'next/image';
import { useEffect, useState } from 'react';
import type { Question as Asked, SearchState } from './use-search.ts';

interface QuestionProps {
  readonly question: Asked;
  readonly state: SearchState;
  readonly nameOf: (id: string) => string;
}

const backgrounds: Readonly<Record<string, string>> = {
  removed: 'We looked at it without its background.',
  empty: 'Nothing stood out from the background, so we looked at all of it.',
  full: 'It fills the picture, so we looked at all of it.',
  undecided: 'It was hard to tell from its background, so we looked at all of it.',
  'cut-by-frame': 'It goes beyond the edge, so we looked at all of it.',
};

/** What was asked, and what was seen in it. */
export function Question({ question, state, nameOf }: QuestionProps) {
  const { seen, phase } = state;
  const known = seen
    ? seen.category === 'other'
      ? 'We are not sure what it is, so we looked everywhere.'
      : `We looked among: ${nameOf(seen.category)}.`
    : phase === 'looking' && 'photo' in question
      ? 'Looking at your photo …'
      : '';
  return (
    <section className="question" aria-label="What you asked for">
      {'photo' in question ? (
        <Preview photo={question.photo} />
      ) : (
        <Image src={`/pictures/${question.like.productId}`} alt="" width={112} height={112} />
      )}
      <div>
        <h2>{'photo' in question ? 'Your photo' : `More like ${question.like.name}`}</h2>
        <p className="quiet">{known}</p>
        <p className="quiet">{seen ? (backgrounds[seen.background] ?? '') : ''}</p>
      </div>
    </section>
  );
}

/** The shopper's own picture stays in the browser: nothing is loaded for it. */
function Preview({ photo }: { readonly photo: File }) {
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    const made = URL.createObjectURL(photo);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [photo]);
  return url ? (
    // biome-ignore lint/performance/noImgElement: an address of this page's own memory cannot be optimised by a server
    <img src={url} alt="The one that you chose" width={112} height={112} onError={() => setUrl(undefined)} />
  ) : (
    <span className="empty" />
  );
}

'use client';

import type { PictureBox } from '@imgsearch/core';
import Image from 'next/image';
import { type ReactNode, useEffect, useState } from 'react';
import { PartDialog } from './part-dialog.tsx';
import type { Question as Asked, SearchState } from './use-search.ts';

interface QuestionProps {
  readonly question: Asked;
  readonly state: SearchState;
  readonly nameOf: (id: string) => string;
  /** A part of the photo is meant; undefined: all of it. */
  readonly onPart: (part: PictureBox | undefined) => void;
}

const backgrounds: Readonly<Record<string, string>> = {
  removed: 'We looked at it without its background.',
  empty: 'Nothing stood out from the background, so we looked at all of it.',
  full: 'It fills the picture, so we looked at all of it.',
  undecided: 'It was hard to tell from its background, so we looked at all of it.',
  'cut-by-frame': 'It goes beyond the edge, so we looked at all of it.',
};

/** What was asked, and what was seen in it. */
export function Question({ question, state, nameOf, onPart }: QuestionProps) {
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
        <Photo {...question} readable={phase !== 'failed'} onPart={onPart}>
          <p className="quiet">{known}</p>
          <p className="quiet">{seen ? (backgrounds[seen.background] ?? '') : ''}</p>
        </Photo>
      ) : (
        <>
          <Image src={`/pictures/${question.like.productId}`} alt="" width={112} height={112} />
          <h2>More like {question.like.name}</h2>
        </>
      )}
    </section>
  );
}

interface PhotoProps {
  readonly photo: File;
  readonly part?: PictureBox | undefined;
  readonly readable: boolean;
  readonly onPart: (part: PictureBox | undefined) => void;
  readonly children: ReactNode;
}

/** The shopper's own picture stays in the browser: nothing is loaded for it. */
function Photo({ photo, part, readable, onPart, children }: PhotoProps) {
  const [url, setUrl] = useState<string>();
  const [choosing, setChoosing] = useState(false);
  useEffect(() => {
    const made = URL.createObjectURL(photo);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [photo]);
  return (
    <>
      {url ? (
        // biome-ignore lint/performance/noImgElement: an address of this page's own memory cannot be optimised by a server
        <img
          src={url}
          alt={part ? 'The part that you chose' : 'The one that you chose'}
          width={112}
          height={112}
          style={part && { objectViewBox: insetOf(part) }}
          onError={() => setUrl(undefined)}
        />
      ) : (
        <span className="empty" />
      )}
      <div>
        <h2>{part ? 'A part of your photo' : 'Your photo'}</h2>
        <div className="told">{children}</div>
        {url && readable && (
          <button type="button" className="small" onClick={() => setChoosing(true)}>
            Search for a part of it
          </button>
        )}
      </div>
      {choosing && url && (
        <PartDialog url={url} part={part} onPart={onPart} onClose={() => setChoosing(false)} />
      )}
    </>
  );
}

/** For `object-view-box`; a browser that does not know it shows all of the photo. */
function insetOf({ left, top, width, height }: PictureBox): string {
  const sides = [top, 1 - left - width, 1 - top - height, left];
  return `inset(${sides.map((side) => `${Math.max(0, side) * 100}%`).join(' ')})`;
}

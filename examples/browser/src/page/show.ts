import type { SearchAnswer } from '@imgsearch/http/client';

const find = (id: string): HTMLElement => {
  const found = document.getElementById(id);
  if (!found) throw new Error(`The page has no #${id}.`);
  return found;
};

/** Shows each, or hides it. */
export function show(shown: boolean, ...ids: readonly string[]): void {
  for (const id of ids) find(id).hidden = !shown;
}

export function showText(id: string, text: string): void {
  find(id).textContent = text;
}

export function showProgress(loaded: number, total: number): void {
  Object.assign(find('progress'), { max: total, value: loaded });
}

/** Shows a picture, and forgets the one before it. */
export function showPicture(id: string, picture: Blob): void {
  const image = find(id) as HTMLImageElement;
  URL.revokeObjectURL(image.src);
  image.src = URL.createObjectURL(picture);
  image.hidden = false;
}

export function showMatches(matches: SearchAnswer['matches']): void {
  find('matches').replaceChildren(
    ...matches.map(({ productId, similarity, metadata }) => {
      const item = document.createElement('li');
      const image = document.createElement('img');
      Object.assign(image, { src: `/pictures/${encodeURIComponent(productId)}`, alt: '' });
      const caption = document.createElement('p');
      caption.textContent = String(metadata.name ?? productId);
      const likeness = document.createElement('p');
      likeness.className = 'quiet';
      likeness.textContent = `${Math.round(similarity * 100)} % alike`;
      item.append(image, caption, likeness);
      return item;
    }),
  );
  show(true, 'found');
}

/** A button for each photo to try, which takes it as a shopper's. */
export function showSamples(names: readonly string[], take: (address: string) => void): void {
  find('samples').replaceChildren(
    ...names.map((name, at) => {
      const button = document.createElement('button');
      const image = document.createElement('img');
      const address = `/samples/${encodeURIComponent(name)}`;
      Object.assign(image, { src: address, alt: `Sample photo ${at + 1}` });
      button.type = 'button';
      button.append(image);
      button.addEventListener('click', () => take(address));
      return button;
    }),
  );
}

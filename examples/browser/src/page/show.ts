import type { SearchAnswer } from '@imgsearch/http/client';

const find = (id: string): HTMLElement => {
  const found = document.getElementById(id);
  if (!found) throw new Error(`The page has no #${id}.`);
  return found;
};

export function showText(id: string, text: string): void {
  find(id).textContent = text;
}

/** Shows a picture, and forgets the one before it. */
export function showPicture(id: string, picture: Blob): void {
  const image = find(id) as HTMLImageElement;
  URL.revokeObjectURL(image.src);
  image.src = URL.createObjectURL(picture);
  image.hidden = false;
  find('way').hidden = false;
}

export function showMatches(matches: SearchAnswer['matches']): void {
  find('matches').replaceChildren(
    ...matches.map(({ productId, similarity, metadata }) => {
      const item = document.createElement('li');
      const image = document.createElement('img');
      const name = String(metadata.name ?? productId);
      Object.assign(image, { src: `/pictures/${encodeURIComponent(productId)}`, alt: name });
      const caption = document.createElement('p');
      caption.textContent = name;
      const likeness = document.createElement('p');
      likeness.className = 'quiet';
      likeness.textContent = `${Math.round(similarity * 100)} % alike`;
      item.append(image, caption, likeness);
      return item;
    }),
  );
}

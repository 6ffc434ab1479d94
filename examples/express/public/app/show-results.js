// The right side: what was found, in one column or in two.
import { bar, byId, element, grey } from './element.js';
import { formatCount, formatPercent, formatPrice, language, say } from './strings.js';

const nameOf = ({ metadata, productId }) =>
  (language === 'ko' && metadata.nameKorean) || metadata.name || productId;

function card(match, { onlyHere, narrowed, onMore }) {
  const { metadata, similarity, reach, image, category } = match;
  const name = nameOf(match);
  const picture = element('button', {
    type: 'button',
    class: 'card-picture',
    'aria-label': say('moreLike', { name }),
  });
  picture.append(
    element('img', { src: image, alt: '', decoding: 'async' }),
    element('span', { class: 'card-more', 'aria-hidden': 'true', text: say('moreLikeThis') }),
  );
  picture.addEventListener('click', () => onMore(image, category));
  const marks = [
    narrowed && reach !== 'category' && element('span', { class: 'mark', text: say(`reach.${reach}`) }),
    onlyHere && element('span', { class: 'mark strong', text: say('onlyHere') }),
  ].filter(Boolean);
  return element(
    'li',
    { class: 'card' },
    picture,
    element(
      'div',
      { class: 'card-text' },
      metadata.brand && element('p', { class: 'card-brand', text: metadata.brand }),
      element('p', { class: 'card-name', text: name }),
      metadata.price !== undefined &&
        element('p', { class: 'card-price', text: formatPrice(metadata.price, metadata.currency) }),
      element(
        'p',
        { class: 'card-similarity', title: `cosine ${similarity.toFixed(4)}` },
        bar(similarity),
        element('span', { text: say('similar', { percent: formatPercent(Math.max(0, similarity)) }) }),
      ),
      marks.length > 0 && element('p', { class: 'marks' }, ...marks),
    ),
  );
}

function column({ title, answer, others, onMore }) {
  const { matches, query } = answer;
  // Without a category everything was searched from the start, and nothing lies beyond it.
  const narrowed = query.category.id !== 'other';
  const known = others && new Set(others.matches.map(({ productId }) => productId));
  const list = element(
    'ol',
    { class: 'cards' },
    ...matches.map((match) =>
      card(match, { onlyHere: known && !known.has(match.productId), narrowed, onMore }),
    ),
  );
  const empty = matches.length === 0 && element('p', { class: 'empty', text: say('foundNoneHint') });
  return element(
    'div',
    { class: 'column' },
    title && element('h3', { class: 'column-title', text: title }),
    list,
    empty,
  );
}

/** "12 similar products" */
export function foundText(count) {
  if (count === 0) return say('foundNone');
  return count === 1 ? say('foundOne') : say('foundMany', { count: formatCount(count) });
}

/** Says where the first match is not a confident one. Fitted with background removal on auto: it is silent otherwise. */
function showUnsure({ confidence, matches, query }) {
  const unsure = confidence?.confident === false && matches.length > 0 && query.background.mode === 'auto';
  byId('unsure').hidden = !unsure;
  if (unsure) byId('unsure').textContent = say('unsure', { percent: formatPercent(confidence.probability) });
}

/**
 * @param answers one, or two to compare (off, on)
 * @param shelf products in all
 * @param onMore called with the address of a picture to search with
 */
export function showResults(answers, { shelf, onMore }) {
  const [first, second] = answers;
  byId('found-title').textContent = foundText((second ?? first).matches.length);
  byId('found-note').textContent = say('foundIn', {
    time: Math.round((second ?? first).timings.total),
    products: say('shelf', { count: formatCount(shelf) }),
  });
  showUnsure(second ?? first);
  const columns = byId('columns');
  columns.classList.toggle('two', Boolean(second));
  if (!second) {
    columns.replaceChildren(column({ answer: first, onMore }));
    return;
  }
  const onTitle = second.query.background.removed ? say('backgroundOn') : say('asItWas');
  columns.replaceChildren(
    column({ title: say('backgroundOff'), answer: first, others: second, onMore }),
    column({ title: onTitle, answer: second, others: first, onMore }),
  );
}

/** Grey places for what is being searched. */
export function showWaiting() {
  byId('found-title').textContent = say('searching');
  byId('found-note').textContent = '';
  byId('unsure').hidden = true;
  if (byId('columns').childElementCount > 0) return;
  const empty = Array.from({ length: 8 }, () =>
    element(
      'li',
      { class: 'card waiting' },
      grey('card-picture'),
      element('span', { class: 'card-text' }, grey('line'), grey('line'), grey('line')),
    ),
  );
  byId('columns').replaceChildren(
    element('div', { class: 'column' }, element('ol', { class: 'cards', 'aria-hidden': 'true' }, ...empty)),
  );
}

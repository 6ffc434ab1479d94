import { fetchPicture, fetchSamples, searchByPhoto } from './api.js';
import { categoryName, fillCategorySelect, setCategories } from './categories.js';
import { prepareChoosePart } from './choose-part.js';
import { byId, element } from './element.js';
import { watchPhotoInput } from './photo-input.js';
import { foundText, showResults, showWaiting } from './show-results.js';
import { showWay, showWayWaiting } from './show-way.js';
import { formatCount, formatPrice, say, sayProblem, translatePage } from './strings.js';
import { watchStatus } from './watch-status.js';

const page = byId('main');
let photo;
/** The part of it that is meant; undefined: all of it. */
let box;
/** Photos of this visit by their place in the browser's history; a reload forgets them. */
const visited = new Map();
let shelf = 0;
let ready = false;
let running;

/** What may work in a moment, with the same photo. */
const RETRYABLE = ['TIMEOUT', 'QUEUE_FULL', 'OUT_OF_MEMORY', 'STORE_UNAVAILABLE', 'OFFLINE', 'OTHER'];

function announce(text) {
  byId('announcer').textContent = text;
}

function showProblem(error) {
  const known = sayProblem(error.code) ?? sayProblem('OTHER');
  if (!error.code) console.error(error);
  byId('problem').hidden = false;
  byId('problem-again').hidden = photo === undefined || !RETRYABLE.includes(error.code ?? 'OTHER');
  byId('problem-title').textContent = known[0];
  // What exactly is wrong with a catalogue only the server knows.
  byId('problem-hint').textContent =
    error.code === 'START' && error.message !== 'START' ? `${error.message} ${error.hint ?? ''}` : known[1];
}

function readQuery() {
  const form = new FormData(byId('filters'));
  return {
    backgroundRemoval: form.get('background') ?? 'auto',
    category: form.get('category') ?? '',
    minPrice: form.get('minPrice') ?? '',
    maxPrice: form.get('maxPrice') ?? '',
    box,
  };
}

async function ask(signal) {
  const query = readQuery();
  if (!byId('compare').checked) return [await searchByPhoto(photo, { ...query, limit: 12 }, signal)];
  return Promise.all(
    ['off', 'always'].map((backgroundRemoval) =>
      searchByPhoto(photo, { ...query, backgroundRemoval, limit: 12 }, signal),
    ),
  );
}

/** Searches with the current photo and filters; a newer search ends an older one. */
async function search() {
  if (!photo) return;
  byId('problem').hidden = true;
  if (!ready) {
    announce(say('queued'));
    byId('getting-ready-note').textContent = say('queued');
    return;
  }
  running?.abort();
  const mine = new AbortController();
  running = mine;
  page.dataset.view = 'answer';
  byId('answer').hidden = false;
  byId('answer').setAttribute('aria-busy', 'true');
  showWayWaiting();
  showWaiting();
  announce(say('searching'));
  try {
    const answers = await ask(mine.signal);
    if (running !== mine) return;
    const shown = answers.at(-1);
    showWay(shown);
    showResults(answers, { shelf, onMore: searchWithPicture });
    fillCategorySelect(byId('category'), shown.recognised.id);
    announce(
      say('announce', {
        found: foundText(shown.matches.length),
        category: categoryName(shown.recognised.id),
        unsure: byId('unsure').hidden ? '' : byId('unsure').textContent,
      }).trim(),
    );
  } catch (error) {
    if (running !== mine || error.name === 'AbortError') return;
    clearAnswer();
    showProblem(error);
  } finally {
    if (running === mine) byId('answer').removeAttribute('aria-busy');
  }
}

/** Where the browser's back button leads to. */
function remember(category) {
  const place = Date.now();
  visited.set(place, { photo, box, category });
  history.pushState({ place }, '');
}

/** Where nothing was found, the page is what it was before the first photo. */
function clearAnswer() {
  page.dataset.view = 'welcome';
  byId('answer').hidden = true;
  byId('answer').removeAttribute('aria-busy');
  for (const id of ['columns', 'steps']) byId(id).replaceChildren();
}

function welcome() {
  running?.abort();
  running = undefined;
  photo = undefined;
  clearAnswer();
  byId('problem').hidden = true;
  announce('');
  press(undefined);
}

/** @param category that of a product, which nobody has to guess; the next photo is recognised again */
function setCategory(category) {
  const select = byId('category');
  if (category) select.value = category;
  else if (select.dataset.given) select.value = '';
  if (category) select.dataset.given = 'true';
  else delete select.dataset.given;
}

function usePhoto(chosen, category) {
  setCategory(category);
  photo = chosen;
  box = undefined;
  remember(category);
  search();
}

async function searchWithPicture(address, category, sample) {
  press(sample);
  try {
    usePhoto(await fetchPicture(address), category === 'other' ? undefined : category);
    scrollTo({ top: 0 });
  } catch (error) {
    showProblem(error);
  }
}

/** Marks the sample that is searched with; undefined: none is. */
function press(sample) {
  for (const button of document.querySelectorAll('#sample-list button'))
    button.removeAttribute('aria-pressed');
  sample?.setAttribute('aria-pressed', 'true');
}

async function showSamples() {
  const samples = await fetchSamples();
  byId('samples').hidden = samples.length === 0;
  byId('sample-list').replaceChildren(
    ...samples.map(({ url, category }, index) => {
      const label = category
        ? say('sampleOf', { category: categoryName(category) })
        : say('sample', { number: index + 1 });
      const button = element('button', { type: 'button', 'aria-label': label, title: label });
      button.append(element('img', { src: url, alt: '' }));
      button.addEventListener('click', () => {
        searchWithPicture(url, undefined, button);
      });
      return element('li', {}, button);
    }),
  );
}

function prepareFilters({ catalog }) {
  fillCategorySelect(byId('category'));
  const { price, currency } = catalog;
  byId('price-fields').hidden = !price;
  if (!price) return;
  for (const [id, text, bound] of [
    ['min-price', 'minPrice', price.min],
    ['max-price', 'maxPrice', price.max],
  ]) {
    byId(id).setAttribute('aria-label', say(text));
    byId(id).placeholder = formatPrice(bound, currency);
  }
}

translatePage();
watchPhotoInput({
  onPhoto: (file) => {
    press(undefined);
    usePhoto(file);
  },
  onNothing: () => showProblem({ code: 'NO_FILE' }),
});
const choosePart = prepareChoosePart({
  onPart: (part) => {
    box = part;
    remember(byId('category').dataset.given && byId('category').value);
    search();
  },
});
byId('part-open').addEventListener('click', () => choosePart(photo, box));
byId('problem-again').addEventListener('click', search);
addEventListener('popstate', ({ state }) => {
  const before = visited.get(state?.place);
  if (!before) {
    welcome();
    return;
  }
  press(undefined);
  ({ photo, box } = before);
  setCategory(before.category);
  search();
});
let typing;
byId('filters').addEventListener('input', ({ target }) => {
  clearTimeout(typing);
  typing = setTimeout(search, target.type === 'number' ? 350 : 0);
});
byId('category').addEventListener('change', ({ target }) => {
  delete target.dataset.given;
});
byId('compare').addEventListener('change', ({ target }) => {
  for (const choice of document.querySelectorAll('[name="background"]')) choice.disabled = target.checked;
});
byId('filters').addEventListener('submit', (event) => event.preventDefault());

try {
  const status = await watchStatus(({ categories }) => setCategories(categories));
  shelf = status.catalog.products;
  byId('shelf').hidden = false;
  byId('shelf-text').textContent = say('shelf', { count: formatCount(shelf) });
  prepareFilters(status);
  await showSamples();
  ready = true;
  search();
} catch (error) {
  showProblem(error);
}

// The left side: how the photo was read.
import { categoryName } from './categories.js';
import { bar, byId, element, grey } from './element.js';
import { formatPercent, say } from './strings.js';

function showSteps({ original, mask, cutOut }, removed) {
  const step = (name, source, className = '') =>
    source &&
    element(
      'li',
      { class: `step ${className}` },
      element(
        'figure',
        {},
        element('img', { src: source, alt: say(`alt${name}`) }),
        element('figcaption', { text: say(`step${name}`) }),
      ),
    );
  byId('steps').replaceChildren(
    ...[
      step('Original', original),
      step('Mask', mask),
      step('CutOut', cutOut, removed ? 'checkerboard' : 'checkerboard unused'),
    ].filter(Boolean),
  );
}

function backgroundNote({ removed, reason, coverage }) {
  if (removed) return say('removed', { coverage: formatPercent(coverage ?? 0) });
  return say(`kept.${reason ?? 'off'}`);
}

function showCategory(recognised, used) {
  const rows = recognised.alternatives.map(({ id, probability }, index) =>
    element(
      'li',
      { class: index === 0 && recognised.id !== 'other' ? 'meter first' : 'meter' },
      element('span', { class: 'meter-name', text: categoryName(id) }),
      bar(probability),
      element('span', { class: 'meter-value', text: formatPercent(probability) }),
    ),
  );
  const chosen = used.source === 'caller';
  const note = chosen ? undefined : recognised.id === 'other' ? say('notSureNote') : undefined;
  byId('category-report').replaceChildren(
    element('p', { class: 'category-name', text: categoryName(recognised.id) }),
    element('ul', { class: 'meters' }, ...rows),
    ...(note ? [element('p', { class: 'quiet', text: note })] : []),
  );
}

const order = ['read', 'decode', 'segment', 'cutOut', 'embed', 'classify', 'search'];

function showTimings({ total, ...steps }) {
  const taken = order.filter((step) => steps[step] !== undefined);
  const longest = Math.max(...taken.map((step) => steps[step]), 1);
  const milliseconds = (value) =>
    say('milliseconds', { value: value < 10 ? value.toFixed(1) : Math.round(value) });
  byId('timings').replaceChildren(
    element(
      'ul',
      { class: 'meters' },
      ...taken.map((step) =>
        element(
          'li',
          { class: 'meter' },
          element('span', { class: 'meter-name', text: say(`step.${step}`) }),
          bar(steps[step] / longest, 'calm'),
          element('span', { class: 'meter-value', text: milliseconds(steps[step]) }),
        ),
      ),
      element(
        'li',
        { class: 'meter total' },
        element('span', { class: 'meter-name', text: say('total') }),
        element('span'),
        element('span', { class: 'meter-value', text: milliseconds(total) }),
      ),
    ),
  );
}

/** Pictures, category and timings of an answer. */
export function showWay({ pictures, query, recognised, timings }) {
  showSteps(pictures, query.background.removed);
  byId('background-note').textContent = backgroundNote(query.background);
  byId('background-note').classList.toggle('kept', !query.background.removed);
  showCategory(recognised, query.category);
  showTimings(timings);
}

const greyMeters = (count) =>
  element(
    'ul',
    { class: 'meters', 'aria-hidden': 'true' },
    ...Array.from({ length: count }, () =>
      element('li', { class: 'meter waiting' }, grey('line'), bar(0), grey('line')),
    ),
  );

/** Grey places for what is being read; what was read of another photo stays until then. */
export function showWayWaiting() {
  if (byId('steps').childElementCount > 0) return;
  const step = () => element('li', { class: 'step', 'aria-hidden': 'true' }, grey('picture'), grey('line'));
  byId('steps').replaceChildren(step(), step(), step());
  byId('category-report').replaceChildren(grey('title'), greyMeters(5));
  byId('timings').replaceChildren(greyMeters(8));
}

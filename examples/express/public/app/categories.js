import { element } from './element.js';
import { language, say } from './strings.js';

let groups = [];

export function setCategories(tree) {
  groups = tree;
}

const nameIn = ({ id, names }) => names?.[language] ?? names?.en ?? id;

/** Name for people of a leaf or group id. */
export function categoryName(id) {
  if (id === 'other') return say('notSure');
  const found = groups
    .flatMap((group) => [group, ...(group.children ?? [])])
    .find((entry) => entry.id === id);
  return found ? nameIn(found) : id;
}

/** Fills the select; what was chosen stays chosen. */
export function fillCategorySelect(select, recognised) {
  const chosen = select.value;
  const automatic =
    recognised && recognised !== 'other'
      ? say('automaticAs', { category: categoryName(recognised) })
      : say('automatic');
  select.replaceChildren(
    element('option', { value: '', text: automatic }),
    element('option', { value: 'everything', text: say('everything') }),
    ...groups.map((group) =>
      element(
        'optgroup',
        { label: nameIn(group) },
        element('option', { value: group.id, text: say('allOf', { group: nameIn(group) }) }),
        ...(group.children ?? []).map((leaf) => element('option', { value: leaf.id, text: nameIn(leaf) })),
      ),
    ),
  );
  select.value = chosen;
}

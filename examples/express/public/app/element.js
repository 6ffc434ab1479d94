/** By id. */
export const byId = (id) => document.getElementById(id);

/**
 * A new element: `element('p', { class: 'quiet', text: 'hello' }, child)`. Attributes that are undefined or false are
 * left out; `text` is never read as HTML.
 */
export function element(tag, { text, ...attributes } = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes))
    if (value !== undefined && value !== false) made.setAttribute(name, value === true ? '' : value);
  if (text !== undefined) made.textContent = text;
  made.append(...children.filter(Boolean));
  return made;
}

/** A bar whose length is a fraction from 0 to 1; what it says stands beside it. */
export function bar(fraction, className = '') {
  const fill = element('span', { class: 'bar-fill' });
  fill.style.inlineSize = `${Math.max(0, Math.min(1, fraction)) * 100}%`;
  return element('span', { class: `bar ${className}`, 'aria-hidden': 'true' }, fill);
}

/** A grey place for what is not there yet. */
export const grey = (className = '') =>
  element('span', { class: `grey ${className}`, 'aria-hidden': 'true' });

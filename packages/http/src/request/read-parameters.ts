import { invalidOption } from '@imgsearch/core';
import type { TextFields } from './upload.ts';

/** What an address and a form say, with the types that JSON would have; what is empty counts as left out. */
export function readParameters(query: URLSearchParams, fields: TextFields): Record<string, unknown> {
  const texts = new Map<string, string[]>();
  const add = (name: string, value: string): void => {
    if (value !== '') texts.set(name, [...(texts.get(name) ?? []), value]);
  };
  for (const [name, value] of query) add(name, value);
  for (const [name, values] of fields) for (const value of values) add(name, value);
  return Object.fromEntries([...texts].map(([name, values]) => [name, readValue(name, values)]));
}

function readValue(name: string, values: readonly string[]): unknown {
  const [first, ...more] = values as [string, ...string[]];
  if (name === 'category') {
    if (more.length > 0) return values;
    return first === 'false' ? false : first;
  }
  if (name === 'exclude' || name === 'lessLike') return values;
  if (more.length > 0) throw invalidOption(name, 'one value', values);
  switch (name) {
    case 'limit':
    case 'minSimilarity':
    case 'diversity':
      return readNumber(first);
    case 'filter':
    case 'box':
    case 'weights':
      return parseObject(name, first);
    default:
      return first;
  }
}

/** What is no number stays what it was, for the message. */
function readNumber(text: string): number | string {
  const number = Number(text);
  return Number.isNaN(number) ? text : number;
}

const EXAMPLES: Readonly<Record<string, string>> = {
  filter: '{"price":{"$lt":50}}',
  box: '{"left":0.2,"top":0.2,"width":0.6,"height":0.6}',
  weights: '{"image":0.6,"text":0.4}',
};

function parseObject(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const hint = `Write it as ${name}=${EXAMPLES[name]}, encoded where it stands in an address.`;
    throw invalidOption(name, 'an object written as JSON', text, hint);
  }
}

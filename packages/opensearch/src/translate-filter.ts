import { type Fields, type FilterNode, type FilterScalar, invalidOption } from '@imgsearch/core';
import { indexedKeyword } from './documents.ts';

/** A query of OpenSearch that matches or does not; used where nothing is scored. */
export type FilterQuery = Readonly<Record<string, unknown>>;

const RESERVED = ['productId', 'imageId', 'category'];

/** Values of one `in` that the server takes by default (index.max_terms_count). */
const MAX_FILTER_VALUES = 65_536;

function indexed(value: FilterScalar, isDate: boolean): FilterScalar {
  if (typeof value !== 'string') return value;
  return isDate ? new Date(value).toISOString() : indexedKeyword(value);
}

/**
 * A normalised filter as a query. It has the two-valued logic of the contract: what OpenSearch indexes of a missing
 * field, null or an empty array is nothing, so that only `must_not` matches it; and on an array any element decides.
 * Keywords compare by code point, which differs from code units only between U+E000-U+FFFF and what lies above.
 * @param fields declared fields, which say what a date is; any other name matches nothing
 * @throws ImageSearchError INVALID_OPTIONS for more values than the server takes
 */
export function translateFilter(node: FilterNode, fields: Fields): FilterQuery {
  switch (node.op) {
    case 'and':
      return node.nodes.length === 0
        ? { match_all: {} }
        : { bool: { filter: node.nodes.map((part) => translateFilter(part, fields)) } };
    case 'or':
      return node.nodes.length === 0
        ? { match_none: {} }
        : {
            bool: {
              should: node.nodes.map((part) => translateFilter(part, fields)),
              minimum_should_match: 1,
            },
          };
    case 'not':
      return { bool: { must_not: [translateFilter(node.node, fields)] } };
  }
  const isDate = Object.hasOwn(fields, node.field) && fields[node.field] === 'date';
  const path = RESERVED.includes(node.field) ? node.field : `fields.${node.field}`;
  switch (node.op) {
    case 'eq':
      return { term: { [path]: { value: indexed(node.value, isDate) } } };
    case 'in':
      if (node.values.length > MAX_FILTER_VALUES)
        throw invalidOption('filter', `at most ${MAX_FILTER_VALUES} values in one \`in\``, node.values);
      return { terms: { [path]: node.values.map((value) => indexed(value, isDate)) } };
    case 'range': {
      const { gt, gte, lt, lte } = node;
      // OpenSearch takes the later of two bounds on one side, whichever is tighter.
      const above = gt !== undefined && (gte === undefined || gt >= gte);
      const below = lt !== undefined && (lte === undefined || lt <= lte);
      const bounds = { ...(above ? { gt } : { gte }), ...(below ? { lt } : { lte }) };
      const set = Object.entries(bounds).filter(
        (entry): entry is [string, string | number] => entry[1] !== undefined,
      );
      return {
        range: { [path]: Object.fromEntries(set.map(([side, value]) => [side, indexed(value, isDate)])) },
      };
    }
    case 'exists':
      return { exists: { field: path } };
  }
}

import type { FilterNode } from '../spec/filter.ts';

/** "The field is one of these"; a list longer than the store takes in one `in` becomes several. */
export function oneOfFilter(field: string, values: readonly string[], maxFilterValues: number): FilterNode {
  const nodes: FilterNode[] = [];
  for (let at = 0; at < values.length; at += maxFilterValues)
    nodes.push({ op: 'in', field, values: values.slice(at, at + maxFilterValues) });
  return nodes.length === 1 ? nodes[0]! : { op: 'or', nodes };
}

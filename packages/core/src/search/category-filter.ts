import type { Reach } from '../photo/plan-reaches.ts';
import type { FilterNode } from '../spec/filter.ts';

/** The reach as a filter; a list longer than the store takes in one `in` becomes several. */
export function categoryFilter({ within, beyond }: Reach, maxFilterValues: number): FilterNode | undefined {
  if (within) return anyOf(within, maxFilterValues);
  if (beyond) return { op: 'not', node: anyOf(beyond, maxFilterValues) };
  return undefined;
}

function anyOf(ids: readonly string[], size: number): FilterNode {
  const nodes: FilterNode[] = [];
  for (let at = 0; at < ids.length; at += size)
    nodes.push({ op: 'in', field: 'category', values: ids.slice(at, at + size) });
  return nodes.length === 1 ? nodes[0]! : { op: 'or', nodes };
}

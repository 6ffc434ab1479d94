import type { Fields, FilterNode, FilterScalar } from '@imgsearch/core';

/** A condition in SQL and the values of its parameters. */
export interface SqlFilter {
  readonly where: string;
  readonly values: Readonly<Record<string, string | number>>;
}

const COLUMN_FIELDS = ['productId', 'imageId', 'category'];
const COMPARISONS = { gt: '>', gte: '>=', lt: '<', lte: '<=' } as const;
/** JSON types of one element, by the type of the value it is compared with. */
const JSON_TYPES = { string: "('text')", number: "('integer', 'real')" } as const;

/**
 * Translates a filter. Every leaf asks whether an element EXISTS, and so is true or false and never NULL: `not` needs no
 * further thought.
 */
export function translateFilter(filter: FilterNode | undefined, fields: Fields): SqlFilter {
  const values: Record<string, string | number> = {};
  const bind = (value: string | number): string => {
    const name = `v${Object.keys(values).length}`;
    values[name] = value;
    return `:${name}`;
  };
  const comparable = (field: string, value: FilterScalar): FilterScalar =>
    fields[field] === 'date' && typeof value === 'string' ? Date.parse(value) : value;
  /** Whether any value of the field passes a test on `value` and `type`. */
  const some = (field: string, test: string): string =>
    COLUMN_FIELDS.includes(field)
      ? `EXISTS (SELECT 1 FROM (SELECT ${field} AS value, 'text' AS type) WHERE ${test})`
      : `EXISTS (SELECT 1 FROM json_each(fields, ${bind(`$."${field}"`)}) WHERE ${test})`;
  const among = (wanted: readonly FilterScalar[]): string =>
    `(CASE type WHEN 'true' THEN 'true' WHEN 'false' THEN 'false' WHEN 'text' THEN 'text' ELSE 'number' END, value) IN
      (SELECT CASE type WHEN 'true' THEN 'true' WHEN 'false' THEN 'false' WHEN 'text' THEN 'text' ELSE 'number' END, value
       FROM json_each(${bind(JSON.stringify(wanted))}))`;
  const translate = (node: FilterNode): string => {
    switch (node.op) {
      case 'and':
      case 'or':
        return `(${node.nodes.map(translate).join(node.op === 'and' ? ' AND ' : ' OR ')})`;
      case 'not':
        return `NOT ${translate(node.node)}`;
      case 'exists':
        return some(node.field, 'TRUE');
      case 'eq':
        return some(node.field, among([comparable(node.field, node.value)]));
      case 'in':
        return some(node.field, among(node.values.map((value) => comparable(node.field, value))));
      case 'range': {
        const bounds = (['gt', 'gte', 'lt', 'lte'] as const).flatMap((operator) => {
          const given = node[operator];
          if (given === undefined) return [];
          const value = comparable(node.field, given) as string | number;
          const kind = JSON_TYPES[typeof value as keyof typeof JSON_TYPES];
          return [`type IN ${kind} AND value ${COMPARISONS[operator]} ${bind(value)}`];
        });
        return some(node.field, bounds.join(' AND '));
      }
    }
  };
  return { where: filter === undefined ? 'TRUE' : translate(filter), values };
}

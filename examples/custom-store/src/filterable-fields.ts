import type { Fields, Metadata } from '@imgsearch/core';

/**
 * The declared fields of metadata as filters compare them, as JSON: each a list of its values, none for what is missing;
 * dates as milliseconds since the epoch.
 */
export function filterableFields(metadata: Metadata, fields: Fields): string {
  const values = Object.entries(fields).flatMap(([name, type]) => {
    const value: unknown = Object.hasOwn(metadata, name) ? metadata[name] : undefined;
    if (value === undefined || value === null) return [];
    const all = Array.isArray(value) ? value : [value];
    return all.length === 0
      ? []
      : [[name, type === 'date' ? all.map((one) => Date.parse(String(one))) : all]];
  });
  return JSON.stringify(Object.fromEntries(values));
}

export { checkFields } from './check-fields.ts';
export { checkMetadata } from './check-metadata.ts';
export { compileFilter, type Filterable, matchesFilter } from './matches-filter.ts';
export { normaliseFilter } from './normalise-filter.ts';

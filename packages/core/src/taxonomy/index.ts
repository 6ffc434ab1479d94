export { createTaxonomyIndex, OTHER_CATEGORY, type TaxonomyIndex } from './create-taxonomy-index.ts';
export { defaultTaxonomy } from './default-taxonomy.ts';

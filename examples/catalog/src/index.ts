export { type Category, categories } from './families/family.ts';
export { familyLists, type SeedRange } from './family-lists.ts';
export type { Box } from './photo/alpha-box.ts';
export {
  type CatalogEntry,
  type QueryEntry,
  type RenderDemoCatalogOptions,
  type RenderedDemoCatalog,
  type RenderProgress,
  renderDemoCatalog,
} from './render-demo-catalog.ts';
export { renderTrainingSet, type TrainingSetOptions } from './training/render-training-set.ts';

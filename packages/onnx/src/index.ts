export type * from './manifest/model-manifest.ts';

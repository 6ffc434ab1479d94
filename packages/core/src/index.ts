export * from './errors/index.ts';
export * from './filter/index.ts';
export * from './options/index.ts';
export { maskStatistics } from './photo/mask-statistics.ts';
export { type Box, objectBox } from './photo/object-box.ts';
export * from './spec/index.ts';
export * from './store/index.ts';
export * from './taxonomy/index.ts';

export { fromFile } from './from-file.ts';

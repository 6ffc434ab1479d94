export {
  createFileCheckpoint,
  type FileCheckpoint,
  type FileCheckpointOptions,
} from './create-file-checkpoint.ts';
export { fromFile } from './from-file.ts';

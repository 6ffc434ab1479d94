export {
  createFileCheckpoint,
  type FileCheckpoint,
  type FileCheckpointOptions,
} from './create-file-checkpoint.ts';
export { createFileFeedbackSink, type FileFeedbackSinkOptions } from './create-file-feedback-sink.ts';
export { fromFile } from './from-file.ts';
export { type FileLock, lockFile } from './journal/file-lock.ts';

export { createMemoryCheckpoint, type MemoryCheckpoint } from './create-memory-checkpoint.ts';
export { deadLettersToCsv } from './dead-letters-to-csv.ts';
export { hasFailure } from './has-failure.ts';
export { type DeadLetter, listDeadLetters } from './list-dead-letters.ts';

export { createMigration } from './create-migration.ts';
export type * from './migration.ts';
export { dropVersion, promoteVersion, rollbackVersion } from './promote-version.ts';

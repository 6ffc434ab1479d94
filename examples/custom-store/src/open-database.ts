import type { DatabaseSync } from 'node:sqlite';

/** Opens the file with sqlite-vec in it. Both are loaded here and not at import. */
export async function openDatabase(file: string): Promise<DatabaseSync> {
  const [{ DatabaseSync }, vectors] = await Promise.all([import('node:sqlite'), import('sqlite-vec')]);
  const database = new DatabaseSync(file, { allowExtension: true });
  try {
    vectors.load(database);
    // Nobody else may load anything through this connection.
    database.enableLoadExtension(false);
    database.exec(`
      PRAGMA busy_timeout = 10000;
      PRAGMA journal_mode = WAL;
      CREATE TABLE IF NOT EXISTS records (
        id TEXT PRIMARY KEY,
        productId TEXT NOT NULL,
        imageId TEXT NOT NULL,
        category TEXT NOT NULL,
        contentHash TEXT NOT NULL,
        metadata TEXT NOT NULL,
        vector BLOB NOT NULL,
        fields TEXT NOT NULL
      );
      CREATE INDEX IF NOT EXISTS byProduct ON records (productId);
      CREATE TABLE IF NOT EXISTS schema (one INTEGER PRIMARY KEY CHECK (one = 1), value TEXT NOT NULL);
    `);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

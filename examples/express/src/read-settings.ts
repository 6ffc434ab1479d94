import path from 'node:path';
import { invalidOption } from '@imgsearch/core';

export interface Settings {
  /** First port to try. */
  readonly port: number;
  /** Name or address to listen on. */
  readonly host: string;
  /** Absolute path of the user's own catalogue; undefined for the demo's. */
  readonly catalog: string | undefined;
  /** Absolute path of what `imgsearch eval --calibration` wrote for the catalogue; undefined for the demo's, or none. */
  readonly calibration: string | undefined;
}

/**
 * Reads PORT, HOST, IMGSEARCH_CATALOG and IMGSEARCH_CALIBRATION. Relative paths start from the folder in which
 * `npm start` was typed.
 * @throws ImageSearchError INVALID_OPTIONS
 */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const { PORT, HOST, IMGSEARCH_CATALOG, IMGSEARCH_CALIBRATION } = environment;
  const port = PORT ? Number(PORT) : 3000;
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw invalidOption('PORT', 'a whole number from 0 to 65535', PORT);
  const from = environment.INIT_CWD ?? process.cwd();
  return {
    port,
    host: HOST || 'localhost',
    catalog: IMGSEARCH_CATALOG ? path.resolve(from, IMGSEARCH_CATALOG) : undefined,
    calibration: IMGSEARCH_CALIBRATION ? path.resolve(from, IMGSEARCH_CALIBRATION) : undefined,
  };
}

import type { Logger } from '../spec/component.ts';

const ignore = (): void => undefined;

/** The default logger: says nothing. */
export const silentLogger: Logger = { debug: ignore, info: ignore, warn: ignore, error: ignore };

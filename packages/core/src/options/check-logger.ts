import type { Logger } from '../spec/component.ts';
import { invalidOption } from './check.ts';
import { silentLogger } from './silent-logger.ts';

const METHODS = ['debug', 'info', 'warn', 'error'] as const;

/** The host's logger, or the silent one where the option was left out. @throws ImageSearchError INVALID_OPTIONS */
export function checkLogger(logger: unknown): Logger {
  if (logger === undefined) return silentLogger;
  const given = logger as Partial<Logger> | null;
  if (typeof given === 'object' && METHODS.every((method) => typeof given?.[method] === 'function'))
    return logger as Logger;
  throw invalidOption('logger', `an object with the methods ${METHODS.join(', ')}`, logger);
}

export { checkKeys, checkNumber, checkOneOf, checkString, describe, invalidOption } from './check.ts';
export { checkLogger } from './check-logger.ts';
export { silentLogger } from './silent-logger.ts';

export { checkKeys, checkNumber, checkOneOf, checkString, describe, invalidOption } from './check.ts';
export { silentLogger } from './silent-logger.ts';

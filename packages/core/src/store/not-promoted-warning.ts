/**
 * What `open` says where the version of its schema is not the promoted one: an old model that should be restarted with
 * the new one, or a new one that came before its version was promoted. For every store that has versions.
 * @param store name for messages
 */
export function notPromotedWarning(store: string, version: string, promoted: string): string {
  return `The store "${store}" is read in version ${version}, the one of this model, but ${promoted} is promoted: start again with the model of that one.`;
}

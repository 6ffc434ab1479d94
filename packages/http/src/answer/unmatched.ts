/** Answers that say only that no route of ours has this address: an adapter may ask somebody else. */
const unmatched = new WeakSet<Response>();

export function markUnmatched(response: Response): Response {
  unmatched.add(response);
  return response;
}

export function isUnmatched(response: Response): boolean {
  return unmatched.has(response);
}

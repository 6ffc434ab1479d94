/** Entity tags that tell a repeated question before it is answered. */
export interface RepeatTags {
  /** What identifies a question: the photos, the parameters, and what answers it. */
  digest(photos: readonly Uint8Array[], question: readonly unknown[]): Promise<string>;
  /** A tag for an answer made now. */
  issue(digest: string): string;
  /** The tag of this question in a client's `If-None-Match`, if there is one that is young enough. */
  findFresh(header: string, digest: string): string | undefined;
}

const hash = async (bytes: Uint8Array): Promise<Uint8Array> =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>));

/**
 * A tag is a hash of the question and the time at which it was answered. Nothing is kept, any process of a service
 * knows the tags of the others, and a client that makes one up only deceives itself.
 * @param lifetime milliseconds
 */
export function createRepeatTags(lifetime: number): RepeatTags {
  return {
    async digest(photos, question) {
      // The platform hashes off the main thread.
      const hashes = await Promise.all(photos.map(hash));
      const parts = [...hashes, new TextEncoder().encode(JSON.stringify(question))];
      return Buffer.from(await hash(Buffer.concat(parts))).toString('base64url');
    },
    issue: (digest) => `W/"${digest}.${Date.now().toString(36)}"`,
    findFresh(header, digest) {
      for (const [tag, tagged, time] of header.matchAll(/"([\w-]+)\.([0-9a-z]+)"/g)) {
        const age = Date.now() - Number.parseInt(time!, 36);
        if (tagged === digest && age >= 0 && age < lifetime) return `W/${tag}`;
      }
      return undefined;
    },
  };
}

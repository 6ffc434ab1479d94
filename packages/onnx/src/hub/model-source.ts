/** What is known of a file of a repository before a byte of it is fetched. */
export interface FileFacts {
  /** In the repository, with `/` between folders. */
  readonly path: string;
  /** 40 hexadecimal digits. */
  readonly commit: string;
  /** Name of its blob in the cache: its hash on the Hub, made of address and ETag elsewhere. */
  readonly etag: string;
  /** Bytes, where the source tells. */
  readonly size: number | undefined;
  readonly hash: ContentHash | undefined;
  /** Strong validator of HTTP for the address itself, where that one delivers. */
  readonly validator?: string | undefined;
}

/** SHA-256 of files in large file storage, git's own hash of the others. */
export interface ContentHash {
  readonly kind: 'sha256' | 'git-sha1';
  /** Lower-case hex. */
  readonly hex: string;
}

/** Where models come from. */
export interface ModelSource {
  /** As messages name it. */
  readonly name: string;
  /**
   * @param revision branch, tag or commit
   * @returns undefined where the repository has no such file
   * @throws ImageSearchError MODEL_NOT_FOUND, MODEL_UNAUTHORIZED, MODEL_UNAVAILABLE, MODEL_CORRUPT, TIMEOUT, ABORTED
   */
  describe(path: string, revision: string, signal: AbortSignal | undefined): Promise<FileFacts | undefined>;
  /**
   * @param from first byte wanted
   * @returns pieces from `start` on: `from`, or 0 where the source can only send all
   * @throws as `describe`
   */
  open(facts: FileFacts, from: number, signal: AbortSignal | undefined): Promise<OpenedFile>;
}

export interface OpenedFile {
  readonly start: number;
  readonly pieces: AsyncIterable<Uint8Array>;
}

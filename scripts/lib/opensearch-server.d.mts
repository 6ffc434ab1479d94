export interface OpenSearchServer {
  readonly version: string;
  readonly url: string;
  /** SIGKILL. */
  kill(): Promise<void>;
  /** With the data that it had. */
  restart(): Promise<void>;
  /** For good; its data is deleted. */
  stop(): Promise<void>;
}
export const VERSIONS: readonly string[];
export function waysToStart(): 'docker' | 'maven' | undefined;
export function startOpenSearch(
  version: string,
  way?: 'docker' | 'maven',
  options?: { readonly memory?: string; readonly haste?: boolean },
): Promise<OpenSearchServer>;

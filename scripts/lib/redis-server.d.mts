export interface RedisServer {
  /** `redis://127.0.0.1:PORT`; eviction is off, and writes are journalled. */
  readonly url: string;
  /** SIGKILL. */
  kill(): Promise<void>;
  /** Connections stay open, and nobody answers. */
  pause(): Promise<void>;
  resume(): Promise<void>;
  /** On the same port and with the data that it had, whether it runs or was killed. */
  restart(): Promise<void>;
  /** For good; its data is deleted. */
  stop(): Promise<void>;
}
export function startRedis(way?: 'path' | 'docker'): Promise<RedisServer>;
export function borrowRedis(): Promise<Pick<RedisServer, 'url' | 'stop'>>;
export function hasRedis(options?: { readonly own?: boolean }): boolean;

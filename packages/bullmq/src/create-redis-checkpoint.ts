import {
  abortable,
  type CallOptions,
  type Checkpoint,
  type CheckpointEntry,
  checkKeys,
  checkNumber,
  checkString,
  ImageSearchError,
  invalidOption,
  SPEC_VERSION,
  throwIfStopped,
  toImageSearchError,
} from '@imgsearch/core';
import type { ConnectionOptions, RedisClient, RedisConnection } from 'bullmq';
import { loadBullMq } from './load-bullmq.ts';
import { withLimit } from './with-limit.ts';

export interface RedisCheckpointOptions {
  /** BullMQ's own: options, or a client of the host's, which he closes. */
  readonly connection: ConnectionOptions;
  /** Of the catalogue. */
  readonly name: string;
  /** Before the keys. Default `imgsearch:checkpoint`. */
  readonly prefix?: string | undefined;
  /** Milliseconds that Redis may take for one command, a restart of its own among them. Default 60,000. */
  readonly timeout?: number | undefined;
}

/** One step, all or nothing: entries, the list of those that failed, and the list of targets. */
const WRITE = {
  numberOfKeys: 3,
  lua: `redis.call('HSET', KEYS[3], ARGV[1], '1')
    for i = 2, #ARGV, 3 do
      redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1])
      if ARGV[i + 2] == '1' then redis.call('HSET', KEYS[2], ARGV[i], '1') else redis.call('HDEL', KEYS[2], ARGV[i]) end
    end`,
};
const DELETE = {
  numberOfKeys: 2,
  lua: `for i = 1, #ARGV do
      redis.call('HDEL', KEYS[1], ARGV[i])
      redis.call('HDEL', KEYS[2], ARGV[i])
    end`,
};
const SCAN = { numberOfKeys: 1, lua: `return redis.call('HSCAN', KEYS[1], ARGV[1], 'COUNT', 500)` };
/** Products in one command. */
const CHUNK = 500;

/**
 * Progress of index runs in Redis, for many workers at once: one hash a target, one field a product. As durable as Redis is told to be:
 * with `appendonly yes` it outlives a killed Redis. It must not evict (`maxmemory-policy noeviction`).
 * @throws ImageSearchError INVALID_OPTIONS
 * @example
 * const checkpoint = createRedisCheckpoint({ connection: { host: 'localhost', port: 6379 }, name: 'shop' });
 */
export function createRedisCheckpoint(options: RedisCheckpointOptions): Checkpoint {
  checkKeys('options', options, ['connection', 'name', 'prefix', 'timeout']);
  const { connection, prefix = 'imgsearch:checkpoint' } = options;
  if (typeof connection !== 'object' || connection === null)
    throw invalidOption('connection', 'options of a Redis connection, or a client', connection);
  const name = checkString('name', options.name);
  const limit = checkNumber('timeout', options.timeout, { min: 1, max: 2 ** 31 - 1, fallback: 60_000 });
  // In braces: a cluster keeps them on one node.
  const keyOf = (...parts: string[]): string => [prefix, `{${name}}`, ...parts].join(':');
  let redis: RedisConnection | undefined;
  let opened: Promise<RedisClient> | undefined;
  let closing: Promise<void> | undefined;

  async function open(): Promise<RedisClient> {
    const { RedisConnection } = await loadBullMq();
    const shared = typeof (connection as { on?: unknown }).on === 'function';
    redis = new RedisConnection(connection, { shared, blocking: !shared });
    // Each command tells of it; an event without a listener would end the process.
    redis.on('error', () => undefined);
    const client = await redis.client;
    client.defineCommand('imgsearchCheckpointWrite', WRITE);
    client.defineCommand('imgsearchCheckpointDelete', DELETE);
    client.defineCommand('imgsearchCheckpointScan', SCAN);
    return client;
  }

  async function ask<T>(
    work: (client: RedisClient) => Promise<T>,
    call: CallOptions | undefined,
  ): Promise<T> {
    if (closing)
      throw new ImageSearchError({
        code: 'CLOSED',
        message: `The checkpoint "${name}" was closed.`,
        hint: 'Create it again; what was acknowledged is in Redis.',
      });
    throwIfStopped(call);
    opened ??= open().catch((error) => {
      opened = undefined;
      throw error;
    });
    const answer = opened.then(work);
    try {
      return await abortable(withLimit(answer, limit), call?.signal);
    } catch (error) {
      throw toImageSearchError(
        error,
        'CHECKPOINT_FAILED',
        `Redis, which holds the checkpoint "${name}", failed`,
        'Start Redis and run again: what was acknowledged is known.',
      );
    }
  }

  async function* scan(
    key: string,
    call: CallOptions | undefined,
  ): AsyncGenerator<[field: string, value: string]> {
    // HSCAN may give a field twice.
    const given = new Set<string>();
    let cursor = '0';
    do {
      const [next, flat] = (await ask(
        (client) => client.runCommand('imgsearchCheckpointScan', [key, cursor]),
        call,
      )) as [string, string[]];
      for (let at = 0; at < flat.length; at += 2) {
        const field = flat[at] as string;
        if (given.has(field)) continue;
        given.add(field);
        yield [field, flat[at + 1] as string];
      }
      cursor = String(next);
    } while (cursor !== '0');
  }

  async function read(target: string, ids: readonly string[], call: CallOptions | undefined) {
    const found: (CheckpointEntry | null)[] = [];
    for (const some of chunks(ids)) {
      const texts = await ask((client) => client.hmget(keyOf(target), ...some), call);
      found.push(
        ...texts.map((text, at) => (text === null ? null : toEntry(target, some[at] as string, text))),
      );
    }
    return found;
  }

  async function* failedOf(target: string, call: CallOptions | undefined): AsyncGenerator<CheckpointEntry> {
    const ids: string[] = [];
    const found = async () => (await read(target, ids.splice(0), call)).filter((entry) => entry !== null);
    for await (const [id] of scan(keyOf(target, 'failed'), call)) {
      ids.push(id);
      if (ids.length === CHUNK) yield* await found();
    }
    yield* await found();
  }

  function toEntry(target: string, productId: string, text: string): CheckpointEntry {
    try {
      return { ...JSON.parse(text), target, productId };
    } catch (cause) {
      throw new ImageSearchError({
        code: 'CHECKPOINT_FAILED',
        message: `The checkpoint "${name}" holds something for product "${productId}" that is no entry.`,
        hint: `Delete the field from the hash "${keyOf(target)}": the product is then done again.`,
        cause,
      });
    }
  }

  // Without a farewell where Redis is not there to hear it.
  const close = (): Promise<void> => {
    closing ??= redis?.close(redis.status !== 'ready') ?? Promise.resolve();
    return closing;
  };

  return {
    specVersion: SPEC_VERSION,
    info: { id: 'redis', name },
    read,
    async write(entries, call) {
      for (const [target, own] of Map.groupBy(entries, (entry) => entry.target))
        for (const some of chunks(own)) {
          const keys = [keyOf(target), keyOf(target, 'failed'), keyOf('targets')];
          const values = some.flatMap(({ target: _, productId, ...rest }) => [
            productId,
            JSON.stringify(rest),
            rest.failure || rest.images.some(({ failure }) => failure) ? '1' : '0',
          ]);
          await ask(
            (client) => client.runCommand('imgsearchCheckpointWrite', [...keys, target, ...values]),
            call,
          );
        }
    },
    async delete(target, productIds, call) {
      const keys = [keyOf(target), keyOf(target, 'failed')];
      for (const some of chunks(productIds))
        await ask((client) => client.runCommand('imgsearchCheckpointDelete', [...keys, ...some]), call);
    },
    async *entries({ target, failed = false } = {}, call) {
      const targets =
        target === undefined
          ? await ask((client) => client.hgetall(keyOf('targets')), call)
          : { [target]: '' };
      for (const own of Object.keys(targets)) {
        if (!failed) for await (const [id, text] of scan(keyOf(own), call)) yield toEntry(own, id, text);
        else yield* failedOf(own, call);
      }
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

function* chunks<T>(all: readonly T[]): Generator<readonly T[]> {
  for (let at = 0; at < all.length; at += CHUNK) yield all.slice(at, at + CHUNK);
}

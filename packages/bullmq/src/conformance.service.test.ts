import { testCheckpoint } from '@imgsearch/testkit';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { borrowRedis, hasRedis } from '../../../scripts/lib/redis-server.mjs';
import { createRedisCheckpoint } from './create-redis-checkpoint.ts';

describe.skipIf(!hasRedis())('the checkpoint in Redis', () => {
  let redis: Awaited<ReturnType<typeof borrowRedis>>;
  beforeAll(async () => {
    redis = await borrowRedis();
  });
  afterAll(() => redis.stop());
  const prefix = `imgsearch-kit-${process.pid}`;
  const open = ({ name }: { readonly name: string }) =>
    createRedisCheckpoint({ connection: { url: redis.url }, prefix, name });

  testCheckpoint(
    { describe, it },
    {
      create: open,
      reopen: open,
      reopenAfterCrash: open,
      async destroy({ name }) {
        const client = new Redis(redis.url);
        const keys = await client.keys(`${prefix}:{${name}}:*`);
        if (keys.length > 0) await client.del(...keys);
        await client.quit();
      },
    },
  );
});

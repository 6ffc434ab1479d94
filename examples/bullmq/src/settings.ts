import path from 'node:path';

const {
  REDIS_URL = 'redis://localhost:6379',
  PICTURES = 'pictures',
  DATA = 'data',
  NAME = 'shop',
} = process.env;

/** What producer and workers must agree on. */
export const settings = {
  /** Of the queue and its checkpoint. */
  name: NAME,
  connection: { url: REDIS_URL },
  pictures: path.resolve(PICTURES),
  data: path.resolve(DATA),
};

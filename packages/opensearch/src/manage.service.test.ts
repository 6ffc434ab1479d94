import { Client } from '@opensearch-project/opensearch';
import { Client as Client2 } from 'opensearch-client-2';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createFaultProxy, type FaultProxy } from '../test/fault-proxy.ts';
import { freshName, removeIndexes, scannedIds, schema, someRecords } from '../test/sample-store.ts';
import { createOpenSearchStore } from './create-opensearch-store.ts';

const servers = inject('openSearchServers');

describe.skipIf(servers.length === 0).each(servers)('indexes in OpenSearch $version', ({ url }) => {
  let proxy: FaultProxy;
  const client = new Client({ node: url });
  beforeAll(async () => {
    proxy = await createFaultProxy(url);
  });
  afterAll(async () => {
    await proxy.close();
    await removeIndexes(url);
  });
  const ask = async (path: string, method = 'GET', body?: object) => {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${url}/${path}`, {
      method,
      headers,
      ...(body && { body: JSON.stringify(body) }),
    });
    return (await answer.json()) as never;
  };

  it('ten processes that create at once end with one index', async () => {
    const name = freshName();
    const stores = Array.from({ length: 10 }, (_, at) =>
      createOpenSearchStore({
        client: at % 2 ? new Client2({ node: url }) : new Client({ node: url }),
        name,
      }),
    );
    await Promise.all(stores.map((store) => store.open(schema)));
    await Promise.all(stores.map((store, at) => store.upsert(someRecords(1, at))));
    expect(Object.keys(await ask(`${name}-v*`))).toEqual([`${name}-v1`]);
    expect(await scannedIds(stores[0]!)).toHaveLength(10);
  });

  it('ten processes that add fields at once lose none', async () => {
    const name = freshName();
    const open = (fields: object) =>
      createOpenSearchStore({ client, name }).open({ ...schema, fields: fields as typeof schema.fields });
    await open({});
    await Promise.all(Array.from({ length: 10 }, (_, at) => open({ [`field${at}`]: 'keyword' })));
    const index = (await ask(`${name}-v1`))[`${name}-v1`] as {
      mappings: { properties: { fields: { properties: object } } };
    };
    expect(Object.keys(index.mappings.properties.fields.properties)).toHaveLength(10);
  });

  it('verify sends nothing but GET, and refuses what is not there', async () => {
    const name = freshName();
    const verifier = () =>
      createOpenSearchStore({ client: new Client({ node: proxy.url }), name, manage: 'verify' });
    await expect(verifier().open(schema)).rejects.toMatchObject({ code: 'STORE_MISMATCH', hint: /create/ });
    await createOpenSearchStore({ client, name }).open(schema);
    const store = verifier();
    await store.open(schema);
    const more = { ...schema, fields: { ...schema.fields, shade: 'keyword' as const } };
    await expect(verifier().open(more)).rejects.toMatchObject({ code: 'STORE_MISMATCH', message: /shade/ });
    expect(new Set(proxy.requests.map(({ method }) => method))).toEqual(new Set(['GET']));
    await expect(store.bulkLoad()).rejects.toMatchObject({ code: 'UNSUPPORTED' });
    await expect(store.versions.create(schema)).rejects.toMatchObject({ code: 'UNSUPPORTED' });
  });

  it('a write to a dropped version makes no index', async () => {
    const store = createOpenSearchStore({ client, name: freshName() });
    await store.open(schema);
    const { id } = await store.versions.create(schema);
    const old = await store.versions.open(id);
    await store.versions.drop(id);
    const [outcome] = await old.upsert(someRecords(1));
    expect(outcome).toMatchObject({ ok: false, error: { code: 'STORE_MISMATCH' } });
    expect(Object.keys(await ask(`${store.info.name}-v*`))).toEqual([`${store.info.name}-v1`]);
  });

  it('an index of somebody else under its name is left alone', async () => {
    const name = freshName();
    await ask(`${name}-v1`, 'PUT', {});
    const store = createOpenSearchStore({ client, name });
    await expect(store.open(schema)).rejects.toMatchObject({
      code: 'STORE_MISMATCH',
      message: /not of this store/,
    });
  });

  it('what is not declared is kept and not mapped', async () => {
    const store = createOpenSearchStore({ client, name: freshName(), refresh: 'now' });
    await store.open(schema);
    const before = await ask(`${store.info.name}-v1/_mapping`);
    const metadata = Object.fromEntries(Array.from({ length: 2000 }, (_, at) => [`name_${at}`, at]));
    const [outcome] = await store.upsert([{ ...someRecords(1)[0]!, metadata }]);
    expect(outcome).toMatchObject({ ok: true });
    expect(await ask(`${store.info.name}-v1/_mapping`)).toEqual(before);
  });

  it('a bulk load holds refresh and copies back, and a crash in it is repaired by the next to open', async () => {
    const name = freshName();
    const store = createOpenSearchStore({ client, name, replicas: 1 });
    await store.open(schema);
    const settings = async () => {
      const answer = await ask(`${name}-v1/_settings?flat_settings=true`);
      const { settings: found } = answer[`${name}-v1`] as { settings: Record<string, string> };
      return [found['index.refresh_interval'], found['index.number_of_replicas']];
    };
    expect(await settings()).toEqual([undefined, '1']);
    const load = await store.bulkLoad();
    await load.upsert(someRecords(20));
    expect(await settings()).toEqual(['-1', '0']);
    // The process is gone: nobody commits.
    const watcher = createOpenSearchStore({ client, name, manage: 'verify' });
    expect((await watcher.open(schema)).warnings).toEqual([expect.stringContaining('bulk load')]);
    expect(await settings()).toEqual(['-1', '0']);
    const next = createOpenSearchStore({ client, name });
    await next.open(schema);
    expect(await settings()).toEqual([undefined, '1']);
    expect(await next.count()).toEqual({ value: 20, exact: true });
    expect((await createOpenSearchStore({ client, name }).open(schema)).warnings).toEqual([]);
  });

  it('warms up, counts and explains itself', async () => {
    const store = createOpenSearchStore({ client, name: freshName(), refresh: 'now' });
    await store.open(schema);
    const records = someRecords(30);
    await store.upsert(records);
    await store.warmUp();
    expect(await store.stats()).toMatchObject({
      records: 30,
      engine: 'lucene',
      index: `${store.info.name}-v1`,
    });
    const filter = { op: 'range', field: 'price', lt: 10 } as const;
    const explained = await store.explain({ vector: records[0]!.vector, limit: 5, filter });
    expect(explained).toMatchObject({ strategy: 'graph', matches: 10, hits: 5 });
    expect(explained.profile).toHaveProperty('shards');
  });

  it('a changed body is sent as it is, and similarity stays the cosine', async () => {
    const store = createOpenSearchStore({
      client,
      name: freshName(),
      refresh: 'now',
      extendSearchBody: (body) => ({
        ...body,
        query: {
          function_score: {
            query: body.query,
            functions: [{ filter: { term: { 'fields.price': 7 } }, weight: 9 }],
          },
        },
      }),
    });
    await store.open(schema);
    const records = someRecords(20);
    await store.upsert(records);
    const hits = await store.search({ vector: records[3]!.vector, limit: 20 });
    expect(hits[0]?.id).toBe('r7');
    expect(hits.find(({ id }) => id === 'r3')?.similarity).toBeCloseTo(1, 5);
    expect(hits[0]!.similarity).toBeLessThan(1);
    expect(hits[0]).not.toHaveProperty('vector');
  });
});

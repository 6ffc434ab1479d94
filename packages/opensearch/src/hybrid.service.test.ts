import { sampleRecord, unit } from '@imgsearch/testkit';
import { Client } from '@opensearch-project/opensearch';
import { afterAll, describe, expect, inject, it } from 'vitest';
import { freshName, removeIndexes, schema } from '../test/sample-store.ts';
import { createOpenSearchStore } from './create-opensearch-store.ts';

const servers = inject('openSearchServers');
const words = ['oak', 'walnut', 'steel', 'velvet', 'linen', 'granite'];
const records = Array.from({ length: 60 }, (_, at) =>
  sampleRecord(`r${String(at).padStart(2, '0')}`, {
    vector: unit([Math.cos(at / 25), Math.sin(at / 25), 0, 0, 0, 0, 0, 0]),
    metadata: {
      title: `${words[at % 6]} ${words[(at * 5 + 1) % 6]} ${at % 4 === 0 ? words[at % 6] : ''}`,
      price: at,
    },
  }),
);
const vector = unit([Math.cos(0.8), Math.sin(0.8), 0, 0, 0, 0, 0, 0]);

describe.skipIf(servers.length === 0).each(servers)(
  'hybrid search in OpenSearch $version',
  ({ url, version }) => {
    const client = new Client({ node: url });
    afterAll(async () => {
      await removeIndexes(url);
    });

    it('the plugin and the fusion here agree, and similarity is the cosine', async () => {
      const name = freshName();
      const messages: string[] = [];
      const note = (message: string) => void messages.push(message);
      const logger = { debug: note, info: note, warn: note, error: note };
      const auto = createOpenSearchStore({ client, name, refresh: 'now', logger });
      const own = createOpenSearchStore({ client, name, hybrid: 'client' });
      await auto.open(schema);
      await own.open(schema);
      await auto.upsert(records);
      for (const fusion of [
        'rrf',
        { vectorWeight: 0.7 },
        { vectorWeight: 0.2 },
        { vectorWeight: 1 },
      ] as const) {
        const query = { vector, text: 'walnut', limit: 10, fusion };
        const [theirs, ours] = [await auto.searchHybrid(query), await own.searchHybrid(query)];
        const top = (hits: typeof ours) => hits.slice(0, 5).map(({ id }) => id);
        // Equal scores may change places: the plugin does not order ties by id.
        expect(new Set(top(theirs)), JSON.stringify(fusion)).toEqual(new Set(top(ours)));
        for (const { id, similarity } of [...theirs, ...ours]) {
          const angle = records.findIndex((record) => record.id === id) / 25 - 0.8;
          expect(similarity).toBeCloseTo(Math.cos(angle), 5);
        }
      }
      // 3.2 from Maven has no neural-search: there the store finds that out, once, and says so.
      const native = await fetch(`${url}/_cat/plugins`).then((answer) => answer.text());
      expect(
        messages.filter((message) => message.includes('neural-search')),
        version,
      ).toHaveLength(native.includes('neuralsearch') || native.includes('opensearch-neural-search') ? 0 : 1);
    });
  },
);

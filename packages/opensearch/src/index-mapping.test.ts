import { expect, it } from 'vitest';
import { createFakeClient } from '../test/fake-client.ts';
import { checkStoreOptions, type OpenSearchStoreOptions } from './check-store-options.ts';
import { planVectors } from './index-mapping.ts';
import { parseVersion } from './read-server.ts';

const { client } = createFakeClient(() => ({ body: {} }));
const plan = (version: string, options: Partial<OpenSearchStoreOptions> = {}) =>
  planVectors(checkStoreOptions({ client, name: 'shop', ...options }), parseVersion(version), 4);

// Lucene runs in the tests on real servers. What goes to faiss, whose native libraries no test server here has, is held
// to the documentation of the k-NN plugin: "Methods and engines", "Memory-optimized vectors", "Disk-based vector search".
it('is Lucene with cosines unless asked otherwise', () => {
  expect(plan('2.13.0')).toEqual({
    engine: 'lucene',
    space: 'cosinesimil',
    similarity: 'exact',
    vector: {
      type: 'knn_vector',
      dimension: 4,
      method: {
        name: 'hnsw',
        engine: 'lucene',
        space_type: 'cosinesimil',
        parameters: { m: 16, ef_construction: 128 },
      },
    },
  });
});

it('is faiss for half precision, with inner products before 2.19 and other words from 3.6 on', () => {
  const parametersOf = (version: string) => {
    const { vector, ...rest } = plan(version, { vectors: 'float16' });
    return { ...rest, ...(vector as { method: { space_type: string; parameters: object } }).method };
  };
  expect(parametersOf('2.13.0')).toMatchObject({
    engine: 'faiss',
    space: 'innerproduct',
    space_type: 'innerproduct',
    similarity: 'quantized',
    parameters: { ef_search: 128, encoder: { name: 'sq', parameters: { type: 'fp16' } } },
  });
  expect(parametersOf('3.6.0')).toMatchObject({
    space_type: 'cosinesimil',
    parameters: { encoder: { name: 'sq', parameters: { bits: 16 } } },
  });
});

it('keeps vectors on disk from 2.17 on', () => {
  const { vector } = plan('2.19.0', { vectors: 'onDisk', compression: '16x', engine: 'faiss' });
  expect(vector).toMatchObject({ mode: 'on_disk', compression_level: '16x', space_type: 'cosinesimil' });
  expect(() => plan('2.15.0', { vectors: 'onDisk' })).toThrow(
    expect.objectContaining({ code: 'UNSUPPORTED' }),
  );
});

it.each<Partial<OpenSearchStoreOptions>>([
  { name: 'Shop' },
  { client: {} as never },
  { vectors: 'float16', engine: 'lucene' },
  { compression: '8x' },
  { manage: 'destroy' as never },
  { hnsw: { m: 0 } },
  { bulk: { size: 3 } as never },
  { colour: 'red' } as never,
])('refuses %j', (options) => {
  expect(() => plan('2.19.0', options)).toThrow(expect.objectContaining({ code: 'INVALID_OPTIONS' }));
});

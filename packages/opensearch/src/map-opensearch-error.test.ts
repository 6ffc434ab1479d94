import { expect, it } from 'vitest';
import { responseError } from '../test/fake-client.ts';
import { mapOpenSearchError, type ServerError } from './map-opensearch-error.ts';

/** Bodies as servers sent them, or as their source and their users' reports have them. */
it.each<[status: number, error: ServerError, code: string, retryable: boolean, hint: RegExp]>([
  [
    401,
    { type: 'security_exception', reason: 'Missing authentication' },
    'STORE_UNAUTHORIZED',
    false,
    /user/,
  ],
  [
    403,
    { type: 'security_exception', reason: 'no permissions for [indices:data/read/search]' },
    'STORE_UNAUTHORIZED',
    false,
    /permissions/,
  ],
  [
    404,
    { type: 'index_not_found_exception', reason: 'no such index [a-v1]' },
    'STORE_MISMATCH',
    false,
    /dropped/,
  ],
  [
    403,
    { type: 'cluster_block_exception', reason: 'index [a] blocked by: [FORBIDDEN/8/index write (api)];' },
    'STORE_REJECTED',
    false,
    /read-only/,
  ],
  [
    429,
    {
      type: 'cluster_block_exception',
      reason:
        'index [a] blocked by: [TOO_MANY_REQUESTS/12/disk usage exceeded flood-stage watermark, index has read-only-allow-delete block];',
    },
    'STORE_REJECTED',
    false,
    /disk/,
  ],
  [
    429,
    { type: 'rejected_execution_exception', reason: 'rejected execution of coordinating operation' },
    'STORE_UNAVAILABLE',
    true,
    /busy/,
  ],
  [
    400,
    {
      type: 'search_phase_execution_exception',
      reason: 'all shards failed',
      root_cause: [{ type: 'too_many_clauses', reason: 'maxClauseCount is set to 1024' }],
    },
    'STORE_REJECTED',
    false,
    /\$in/,
  ],
  [
    429,
    { type: 'circuit_breaking_exception', reason: '[parent] Data too large' },
    'STORE_UNAVAILABLE',
    true,
    /heap/,
  ],
  [
    400,
    {
      type: 'search_phase_execution_exception',
      reason: 'all shards failed',
      root_cause: [
        {
          type: 'query_shard_exception',
          reason: 'failed to create query: Query vector has invalid dimension: 3. Dimension should be: 4',
        },
      ],
    },
    'STORE_MISMATCH',
    false,
    /length/,
  ],
  [
    400,
    {
      type: 'mapper_parsing_exception',
      reason: 'failed to parse field [vector]',
      caused_by: {
        type: 'illegal_argument_exception',
        reason: 'Vector dimension mismatch. Expected: 4, Given: 3',
      },
    },
    'STORE_MISMATCH',
    false,
    /length/,
  ],
  [400, { type: 'mapper_parsing_exception', reason: 'failed to parse' }, 'STORE_REJECTED', false, /message/],
  [
    503,
    { type: 'search_phase_execution_exception', reason: 'all shards failed' },
    'STORE_UNAVAILABLE',
    true,
    /_cluster\/health/,
  ],
  [413, { reason: '' }, 'STORE_REJECTED', false, /bulk.maxBytes/],
  [500, { type: 'null_pointer_exception', reason: '' }, 'STORE_UNAVAILABLE', true, /cluster/],
])('%i %j', (status, error, code, retryable, hint) => {
  const cause = responseError(status, { error, status });
  const mapped = mapOpenSearchError(cause, 'Store "a", search');
  expect(mapped).toMatchObject({ code, retryable, cause, hint: expect.stringMatching(hint) });
  expect(mapped.message).toContain(`Store "a", search: OpenSearch answered ${status}`);
});

it.each<[name: string, message: string, code: string, retryable: boolean, hint: RegExp]>([
  ['ConnectionError', 'connect ECONNREFUSED 127.0.0.1:9200', 'STORE_UNAVAILABLE', true, /running/],
  ['ConnectionError', 'self-signed certificate in certificate chain', 'STORE_UNAVAILABLE', false, /ssl/],
  ['ConnectionError', 'unable to verify the first certificate', 'STORE_UNAVAILABLE', false, /ssl/],
  ['ConnectionError', 'write EPROTO: wrong version number', 'STORE_UNAVAILABLE', false, /https/],
  ['NoLivingConnectionsError', 'There are no living connections', 'STORE_UNAVAILABLE', true, /running/],
  ['TimeoutError', 'Request timed out', 'TIMEOUT', true, /requestTimeout/],
  ['DeserializationError', 'Unexpected token <', 'STORE_UNAVAILABLE', true, /proxy/],
  ['Error', 'something else', 'STORE_UNAVAILABLE', false, /cause/],
])('%s: %s', (name, message, code, retryable, hint) => {
  const cause = Object.assign(new Error(message), { name });
  const mapped = mapOpenSearchError(cause, 'Store "a", get');
  expect(mapped).toMatchObject({ code, retryable, cause, hint: expect.stringMatching(hint) });
});

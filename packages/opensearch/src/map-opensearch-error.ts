import { type ErrorCode, ImageSearchError } from '@imgsearch/core';

/** The `error` member of an answer, or of one item of a bulk answer. */
export interface ServerError {
  readonly type?: string | undefined;
  readonly reason?: string | undefined;
  readonly root_cause?: readonly ServerError[] | undefined;
  readonly caused_by?: ServerError | undefined;
  readonly failed_shards?: readonly { readonly reason?: ServerError | undefined }[] | undefined;
}

interface Kind {
  readonly code: ErrorCode;
  readonly hint: string;
  readonly retryable?: boolean;
}

/** Everything the server said, the innermost cause last. */
function sayings(error: ServerError | undefined): string[] {
  if (error === undefined || error === null) return [];
  const inner = [
    error.caused_by,
    ...(error.root_cause ?? []),
    ...(error.failed_shards ?? []).map((s) => s.reason),
  ];
  return [`${error.type ?? ''}: ${error.reason ?? ''}`, ...inner.flatMap(sayings)];
}

/** Told apart by what the server says, first match, causes before what they lead to; the status says too little. */
const byText: readonly [pattern: RegExp, kind: Kind][] = [
  [
    /index_create_block|read[- ]only \/ allow delete|flood[- ]stage/,
    {
      code: 'STORE_REJECTED',
      hint: 'A node is short of disk and made the index read-only: free disk, then set index.blocks.read_only_allow_delete to null.',
    },
  ],
  [
    /cluster_block_exception.*(read-only|write)/,
    {
      code: 'STORE_REJECTED',
      hint: 'The index is read-only: set index.blocks.read_only (or .write) to false.',
    },
  ],
  [
    /circuit_breaking_exception|circuit breaker/,
    {
      code: 'STORE_UNAVAILABLE',
      hint: 'The memory of a node is used up: give it more heap, raise knn.memory.circuit_breaker.limit, or store float16 vectors or vectors on disk.',
    },
  ],
  [
    /too_many_clauses|too_many_nested_clauses/,
    {
      code: 'STORE_REJECTED',
      hint: 'The filter has more conditions than a query may have: name all values of a field in one $in, or raise indices.query.bool.max_clause_count.',
    },
  ],
  [
    /rejected_execution|too_many_requests/,
    { code: 'STORE_UNAVAILABLE', hint: 'The cluster is busy: send less at once, or add nodes.' },
  ],
  [
    /invalid dimension|[Vv]ector dimension mismatch|Vector length is different/,
    {
      code: 'STORE_MISMATCH',
      hint: 'The index holds vectors of another length: use the model it was filled with, or a version of its own.',
    },
  ],
  [
    /is not knn_vector type|No knn_vector field/,
    { code: 'STORE_MISMATCH', hint: 'The index was not made by this package: choose another name.' },
  ],
  [
    /index_not_found_exception|require_alias|no such index/,
    {
      code: 'STORE_MISMATCH',
      hint: 'This version of the store was dropped, or never made: open the store again with manage: "create".',
    },
  ],
  [
    /version_conflict_engine_exception/,
    { code: 'STORE_UNAVAILABLE', hint: 'Others write the same record: try again.' },
  ],
  [
    /cannot execute \[inline\] scripts|script.*(disabled|not allowed)/,
    {
      code: 'UNSUPPORTED',
      hint: 'Allow inline scripts (script.allowed_types: inline), which `update` uses.',
    },
  ],
  [
    /cluster_block_exception|no_shard_available|unavailable_shards|not_cluster_manager|node_not_connected|all shards failed|master_not_discovered/,
    { code: 'STORE_UNAVAILABLE', hint: 'Look at _cluster/health: a node is away or still starting.' },
  ],
];

const unauthorised: Kind = {
  code: 'STORE_UNAUTHORIZED',
  hint: 'Check the user of the client; docs/opensearch.md lists the permissions of each call.',
};
const unavailable: Kind = {
  code: 'STORE_UNAVAILABLE',
  hint: 'Look at the cluster; the call may be tried again.',
};

/** Kind of an answer that says no. */
function kindOfAnswer(status: number, error: ServerError | undefined): Kind {
  const text = sayings(error).join('\n');
  const known = byText.find(([pattern]) => pattern.test(text));
  if (known) return known[1];
  if (status === 401 || status === 403 || /security_exception/.test(text)) return unauthorised;
  if (status === 413)
    return {
      code: 'STORE_REJECTED',
      hint: 'The request was too large: lower bulk.maxBytes below http.max_content_length.',
    };
  if (status === 408) return { code: 'TIMEOUT', hint: 'Allow more time.' };
  if (status === 429 || status >= 500) return unavailable;
  return { code: 'STORE_REJECTED', hint: 'See the message of the server.' };
}

/** The error for an answer that says no. */
export function rejection(
  what: string,
  status: number,
  error: ServerError | undefined,
  cause?: unknown,
): ImageSearchError {
  const { code, hint, retryable } = kindOfAnswer(status, error);
  const said = sayings(error).at(0) ?? '';
  const root = sayings(error).at(-1) ?? '';
  const text = said === root ? said : `${said} (${root})`;
  return new ImageSearchError({
    code,
    message: `${what}: OpenSearch answered ${status} ${text}`.trim(),
    hint,
    cause,
    retryable,
  });
}

const TLS = /certificate|CERT_|self[- ]signed|SSL|TLS|EPROTO|wrong version number/i;

/** What the client's errors have in common; it is told apart by name, for the host's copy is not ours. */
interface ClientError {
  readonly name?: string;
  readonly message?: string;
  readonly code?: string;
  readonly meta?: { readonly statusCode?: number | null; readonly body?: unknown };
}

function isServerError(value: unknown): value is ServerError {
  return typeof value === 'object' && value !== null;
}

/**
 * An error of the client as ours, with what to do next.
 * @param what was being done, e.g. `Store "shop", search`
 */
export function mapOpenSearchError(thrown: unknown, what: string): ImageSearchError {
  if (ImageSearchError.isInstance(thrown)) return thrown;
  const { name, message = String(thrown), code = '', meta } = (thrown ?? {}) as ClientError;
  const ours = (kind: Kind): ImageSearchError =>
    new ImageSearchError({ ...kind, message: `${what}: ${message}`, cause: thrown });
  if (name === 'ResponseError') {
    const body = meta?.body;
    const error = isServerError(body) && 'error' in body ? body.error : undefined;
    return rejection(
      what,
      meta?.statusCode ?? 500,
      isServerError(error) ? error : { reason: String(error ?? message) },
      thrown,
    );
  }
  if (name === 'TimeoutError')
    return ours({ code: 'TIMEOUT', hint: 'The server was slow: raise requestTimeout, or look at its load.' });
  if (TLS.test(message) || TLS.test(code))
    return ours({
      code: 'STORE_UNAVAILABLE',
      hint: 'Give the client the certificate authority of the server (ssl: { ca }), and the right one of http and https.',
      retryable: false,
    });
  if (name === 'ConnectionError' || name === 'NoLivingConnectionsError')
    return ours({
      code: 'STORE_UNAVAILABLE',
      hint: 'Is OpenSearch running, and is the address of the client right?',
    });
  if (name === 'ConfigurationError')
    return ours({ code: 'INVALID_OPTIONS', hint: 'Check the options of the client.' });
  if (name === 'DeserializationError')
    return ours({
      code: 'STORE_UNAVAILABLE',
      hint: 'Something other than OpenSearch answered: a proxy, perhaps.',
    });
  return ours({ code: 'STORE_UNAVAILABLE', hint: 'See the cause.', retryable: false });
}

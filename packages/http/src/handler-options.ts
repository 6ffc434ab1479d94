import {
  checkKeys,
  checkLogger,
  checkNumber,
  type Fetcher,
  type Fields,
  type ImageSearchPipeline,
  invalidOption,
  type Logger,
} from '@imgsearch/core';

export interface ImageSearchHandlerOptions<F extends Fields = Fields> {
  /**
   * The pipeline, or a function that gives it for a request: a tenant's scope, or whatever is ready by then. What the
   * function throws is answered like any other error, so it is also the place for a refusal.
   */
  readonly pipeline:
    | ImageSearchPipeline<F>
    | ((request: Request) => ImageSearchPipeline<F> | Promise<ImageSearchPipeline<F>>);
  /** Path under which the routes lie, as it stands in the address, e.g. `/api`. Default: none. */
  readonly basePath?: string | undefined;
  /** Most products that a client may ask for at once. Default 100. */
  readonly maxLimit?: number | undefined;
  readonly uploads?:
    | {
        /** Bytes of the photos of one request, together; the pipeline's own limit for each holds as well. Default 25,000,000. */
        readonly maxBytes?: number | undefined;
        /** Milliseconds for one upload. Default 30,000. */
        readonly timeout?: number | undefined;
        /** Bytes of all uploads that have arrived; one that would not fit beside them is refused before it is read. Default 256,000,000. */
        readonly memory?: number | undefined;
      }
    | undefined;
  /** Milliseconds from the last byte of the photo within which work must have been started. Default 2,000. */
  readonly deadline?: number | undefined;
  /** Seconds after which a client that was refused for load may come again. Default 1. */
  readonly retryAfter?: number | undefined;
  /** Turns on photos by URL. For strangers: `createGuardedFetcher()` of `@imgsearch/http/fetch`, never plain `fetch`. */
  readonly fetcher?: Fetcher | undefined;
  /**
   * Milliseconds for which the answer to the same photo and question is held to be unchanged: a client that sends its
   * ETag again gets 304 without a search. 0 turns ETags off. Default 60,000.
   */
  readonly repeatFor?: number | undefined;
  /** Told of errors that are the server's. Silent unless the host passes one. */
  readonly logger?: Logger | undefined;
}

/** Options, decided. */
export interface HandlerSettings {
  /** The one pipeline of the service, or undefined where each request has its own. */
  readonly shared: ImageSearchPipeline | undefined;
  readonly pipelineFor: (request: Request) => Promise<ImageSearchPipeline>;
  readonly basePath: string;
  readonly maxLimit: number;
  readonly uploads: { readonly maxBytes: number; readonly timeout: number; readonly memory: number };
  readonly deadline: number;
  readonly retryAfter: number;
  readonly fetcher: Fetcher | undefined;
  readonly repeatFor: number;
  readonly logger: Logger;
}

const known = [
  'pipeline',
  'basePath',
  'maxLimit',
  'uploads',
  'deadline',
  'retryAfter',
  'fetcher',
  'repeatFor',
  'logger',
];
const LONGEST = 2 ** 31 - 1;

/** @throws ImageSearchError INVALID_OPTIONS */
export function checkHandlerOptions<F extends Fields>(
  options: ImageSearchHandlerOptions<F>,
): HandlerSettings {
  checkKeys('options', options, known);
  checkKeys('uploads', options?.uploads, ['maxBytes', 'timeout', 'memory']);
  const { pipeline, fetcher } = options;
  if (
    typeof pipeline !== 'function' &&
    typeof (pipeline as Partial<ImageSearchPipeline> | undefined)?.search !== 'function'
  )
    throw invalidOption('pipeline', 'a pipeline, or a function that gives one', pipeline);
  if (fetcher !== undefined && typeof fetcher !== 'function')
    throw invalidOption('fetcher', 'a function like fetch', fetcher, 'Pass createGuardedFetcher().');
  const whole = (
    name: string,
    value: unknown,
    fallback: number,
    max = Number.MAX_SAFE_INTEGER,
    min = 1,
  ): number => checkNumber(name, value, { min, max, integer: true, fallback });
  // What a filter may say is checked by the pipeline, which knows its fields.
  const given = pipeline as unknown as ImageSearchHandlerOptions['pipeline'];
  return {
    shared: typeof given === 'function' ? undefined : given,
    pipelineFor: async (request) => (typeof given === 'function' ? given(request) : given),
    basePath: checkBasePath(options.basePath),
    maxLimit: whole('maxLimit', options.maxLimit, 100),
    uploads: {
      maxBytes: whole('uploads.maxBytes', options.uploads?.maxBytes, 25e6),
      timeout: whole('uploads.timeout', options.uploads?.timeout, 30_000, LONGEST),
      memory: whole('uploads.memory', options.uploads?.memory, 256e6),
    },
    deadline: whole('deadline', options.deadline, 2_000, LONGEST),
    retryAfter: whole('retryAfter', options.retryAfter, 1, 86_400, 0),
    fetcher,
    repeatFor: whole('repeatFor', options.repeatFor, 60_000, LONGEST, 0),
    logger: checkLogger(options.logger),
  };
}

function checkBasePath(value: unknown): string {
  if (value === undefined || value === '' || value === '/') return '';
  if (typeof value !== 'string' || !/^(\/[\w.~-]+)+\/?$/.test(value))
    throw invalidOption('basePath', 'a path such as "/api"', value);
  return value.replace(/\/$/, '');
}

import {
  checkKeys,
  checkNumber,
  checkString,
  invalidOption,
  type Logger,
  silentLogger,
} from '@imgsearch/core';
import type { Precision } from '../manifest/model-manifest.ts';
import type { HubSource } from '../presets/model-card.ts';
import type { HubAccess, HubFetch } from './hub-fetch.ts';

export interface PullOptions {
  /** `OWNER/NAME` on the Hub. Default: where the preset of this id is published (`modelCards`). */
  readonly repository?: string | undefined;
  /**
   * The Hub's cache folder, the one that its other libraries use too: `~/.cache/huggingface/hub` unless the user has
   * set another. Created where it is missing. Nothing is read from the environment.
   */
  readonly cache: string;
  /** Address of the Hub, of a mirror that answers as it does, or a folder. Default: `https://huggingface.co`. */
  readonly from?: string | undefined;
  /**
   * Branch, tag or whole commit hash; a commit that is in the cache needs no network. Default: the
   * commit that is known of a preset's repository, else `main`.
   */
  readonly revision?: string | undefined;
  /** Sent to the host of `from` alone, never to the storage that it redirects to, and never without TLS. */
  readonly token?: string | undefined;
  /** Which of the manifest's files. Default: as the factories, `fp32` or the first that there is. */
  readonly precision?: Precision | undefined;
  /** Whether the text tower and its tokenizer are wanted. Default: where the manifest has one. */
  readonly text?: boolean | undefined;
  /** Only the cache, no network. Default `false`. */
  readonly offline?: boolean | undefined;
  /** Hashes what is in the cache already. What is damaged is fetched anew, or offline MODEL_CORRUPT. Default `false`. */
  readonly verify?: boolean | undefined;
  /** Called with every piece that arrives. */
  readonly onProgress?: ((progress: PullProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds without a byte. Default 30,000. */
  readonly timeout?: number | undefined;
  /** Tries in a row that bring nothing, after the first. Default 5. */
  readonly retries?: number | undefined;
  /** Milliseconds before the second try, doubled from there; `Retry-After` goes before. Default 500. */
  readonly retryDelay?: number | undefined;
  /** `fetch`, or one with a proxy or certificates of its own. It must follow no redirect. Default: the global one. */
  readonly fetch?: HubFetch | undefined;
  readonly logger?: Logger | undefined;
}

export interface PullProgress {
  /** In the repository. */
  readonly path: string;
  /** Bytes of that file that are on disk, and that it has. */
  readonly loaded: number;
  readonly total: number | undefined;
  /** Bytes of all files. */
  readonly allLoaded: number;
  readonly allTotal: number | undefined;
}

export interface PullSettings extends HubAccess {
  readonly repository: string;
  readonly cache: string;
  /** Instead of an address. */
  readonly folder: string | undefined;
  readonly revision: string;
  readonly offline: boolean;
  readonly verify: boolean;
  readonly retries: number;
  readonly retryDelay: number;
  readonly logger: Logger;
}

const KEYS = [
  ...['repository', 'cache', 'from', 'revision', 'token', 'precision', 'text', 'offline', 'verify'],
  ...['onProgress', 'signal', 'timeout', 'retries', 'retryDelay', 'fetch', 'logger'],
];
const PUBLIC_HUB = 'https://huggingface.co';
const LOCAL = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/** @throws ImageSearchError INVALID_OPTIONS */
export function checkPullOptions(options: PullOptions, published: HubSource | undefined): PullSettings {
  checkKeys('options', options, KEYS);
  const repository = options.repository ?? published?.repository;
  if (repository === undefined)
    throw invalidOption(
      'repository',
      'OWNER/NAME where this model has no published place',
      repository,
      'Name the repository that holds its files, or see models/export for how to make them.',
    );
  if (
    !/^[\w-][\w.-]*(\/[\w-][\w.-]*)?$/.test(checkString('repository', repository)) ||
    repository.includes('..')
  )
    throw invalidOption('repository', 'OWNER/NAME', repository);
  const revision = checkString(
    'revision',
    options.revision ?? (options.repository === undefined ? published?.revision : undefined) ?? 'main',
  );
  if (!/^[\w-][\w./-]*$/.test(revision) || /(^|\/)\.|\/\/|\.\.|\/$/.test(revision))
    throw invalidOption('revision', 'a branch, a tag or a commit hash', revision);
  const { token, fetch: fetcher = fetch, logger = silentLogger } = options;
  if (token !== undefined && /[^\x21-\x7e]/.test(checkString('token', token)))
    throw invalidOption('token', 'a token without spaces and line ends', '(not shown)');
  if (typeof fetcher !== 'function') throw invalidOption('fetch', 'a function like fetch', fetcher);
  return {
    ...placeOf(checkString('from', options.from ?? PUBLIC_HUB), token),
    repository,
    cache: checkString('cache', options.cache),
    revision,
    token,
    offline: options.offline ?? false,
    verify: options.verify ?? false,
    timeout: checkNumber('timeout', options.timeout, { min: 1, max: 2 ** 31 - 1, fallback: 30_000 }),
    retries: checkNumber('retries', options.retries, { min: 0, integer: true, fallback: 5 }),
    retryDelay: checkNumber('retryDelay', options.retryDelay, { min: 0, max: 60_000, fallback: 500 }),
    fetch: fetcher as HubFetch,
    logger,
  };
}

function placeOf(from: string, token: string | undefined): Pick<PullSettings, 'endpoint' | 'folder'> {
  if (!/^[a-z][a-z+.-]+:\/\//i.test(from)) return { endpoint: '', folder: from };
  const url = URL.parse(from);
  if (url === null || !['http:', 'https:'].includes(url.protocol) || url.username || url.search || url.hash)
    throw invalidOption(
      'from',
      'an https address without user, query and fragment, or a folder',
      '(not shown)',
    );
  if (url.protocol === 'http:' && token !== undefined && !LOCAL.test(url.hostname))
    throw invalidOption('from', 'an https address where a token is sent', url.origin);
  return { endpoint: url.href.replace(/\/+$/, ''), folder: undefined };
}

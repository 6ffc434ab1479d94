import { createHash } from 'node:crypto';
import { damaged, refusalError, unavailable } from './hub-errors.ts';
import { askHub, type HubAccess, type HubAnswer } from './hub-fetch.ts';
import type { ContentHash, FileFacts, ModelSource } from './model-source.ts';
import { retryAfter } from './retry-after.ts';

const COMMIT = /^[0-9a-f]{40}$/;

/**
 * A repository of the Hugging Face Hub, or of a mirror that answers as it does: `HEAD` and `GET` of
 * `/REPOSITORY/resolve/REVISION/PATH`, with commit, size and hash in the headers.
 */
export function createHubSource(access: HubAccess, repository: string): ModelSource {
  const urlOf = (path: string, revision: string): string =>
    `${access.endpoint}/${repository}/resolve/${encodeURIComponent(revision)}/${path.split('/').map(encodeURIComponent).join('/')}`;

  const describe: ModelSource['describe'] = async (path, revision, signal) => {
    const url = urlOf(path, revision);
    const answer = await askHub(access, { method: 'HEAD', url, enough: isTold }, signal);
    answer.end();
    const first = (name: string): string | null => firstOf(answer.answers, name);
    const commit = first('x-repo-commit') ?? (COMMIT.test(revision) ? revision : null);
    if (answer.response.status >= 400) {
      const error = refusal(answer, revision);
      if (error === undefined) return undefined;
      throw error;
    }
    if (isPage(answer.response, path))
      throw damaged(
        answer.place,
        'a web page is sent in its place; a proxy or a login answers instead of the hub',
      );
    const raw = first('x-linked-etag') ?? answer.response.headers.get('etag');
    if (commit === null || !COMMIT.test(commit) || raw === null)
      throw unavailable(
        answer.place,
        'answers without a commit or an ETag, so it is no hub and no mirror of one',
        {
          retryable: false,
          hint: 'Check the endpoint. A plain file server must send ETags, and its revision must be a whole commit hash.',
        },
      );
    if (COMMIT.test(revision) && commit !== revision)
      throw damaged(answer.place, `it is of commit ${commit}, and ${revision} was asked for`);
    // Elsewhere an ETag may look like a hash and be none of the content, and is one of its address alone.
    const hash = first('x-repo-commit') === null ? undefined : hashOf(bare(raw));
    const size = first('x-linked-size') ?? lengthOf(answer.response);
    const linked = first('x-linked-etag') !== null;
    return {
      path,
      commit,
      etag: hash?.hex ?? `plain-${createHash('sha1').update(`${path}\0${raw}`).digest('hex')}`,
      size: size === null || !/^\d+$/.test(size) ? undefined : Number(size),
      hash,
      ...(!linked && answer.own && isStrong(raw) && { validator: raw }),
    };
  };

  const open: ModelSource['open'] = async (facts, from, signal) => {
    const answer = await askHub(
      access,
      {
        method: 'GET',
        url: urlOf(facts.path, facts.commit),
        headers: from > 0 ? { range: `bytes=${from}-` } : {},
        // The storage behind a redirect has ETags of its own, and its files are named by their hash.
        ownHeaders: from > 0 && facts.validator !== undefined ? { 'if-range': facts.validator } : {},
      },
      signal,
    );
    try {
      return { start: startOf(answer, facts, from), pieces: answer.body() };
    } catch (error) {
      answer.end();
      throw error;
    }
  };

  const refusal = (
    { response, answers, place }: HubAnswer,
    revision: string,
  ): ReturnType<typeof refusalError> =>
    refusalError({
      place,
      repository,
      revision,
      status: response.status,
      reason: firstOf(answers, 'x-error-code'),
      hasToken: access.token !== undefined,
      wait: retryAfter(response.headers),
    });

  /** First byte that an answer brings. @throws ImageSearchError where it cannot be of that file */
  function startOf(answer: HubAnswer, facts: FileFacts, from: number): number {
    const { response, place, own } = answer;
    const { status, headers } = response;
    if (status === 416) throw unavailable(place, `has no byte ${from}`, { next: 'from-the-start' });
    if (status !== 200 && status !== 206)
      throw refusal(answer, facts.commit) ?? unavailable(place, `answered with status ${status}`);
    if (isPage(response, facts.path))
      throw damaged(place, 'a web page is sent in its place; a proxy or a login answers instead of the hub');
    const validator = headers.get('etag');
    if (own && facts.validator !== undefined && validator !== null && validator !== facts.validator)
      throw unavailable(place, 'has become another file meanwhile', { next: 'look-again' });
    const packed = headers.get('content-encoding') ?? 'identity';
    const announced = packed === 'identity' ? headers.get('content-length') : null;
    const start = status === 206 ? rangeStart(headers.get('content-range'), facts.size) : 0;
    if (start === undefined || (status === 206 && start !== from))
      throw unavailable(place, `answered the range from ${from} with ${headers.get('content-range')}`, {
        next: 'from-the-start',
      });
    if (announced !== null && facts.size !== undefined && start + Number(announced) !== facts.size)
      throw damaged(
        place,
        `it is announced with ${start + Number(announced)} bytes, and listed with ${facts.size}`,
      );
    return start;
  }

  return { name: access.endpoint, describe, open };
}

/** Commit and hash are told by the Hub itself, which then sends on to its storage. */
const isTold = (answers: readonly Response[]): boolean =>
  firstOf(answers, 'x-repo-commit') !== null && firstOf(answers, 'x-linked-etag') !== null;

function firstOf(answers: readonly Response[], name: string): string | null {
  for (const { headers } of answers) if (headers.has(name)) return headers.get(name);
  return null;
}

const lengthOf = ({ status, headers }: Response): string | null =>
  status === 200 && !headers.has('content-encoding') ? headers.get('content-length') : null;

const isStrong = (etag: string): boolean => !etag.startsWith('W/');
const bare = (etag: string): string => etag.replace(/^W\//, '').replaceAll('"', '');

function hashOf(name: string): ContentHash | undefined {
  if (/^[0-9a-f]{64}$/.test(name)) return { kind: 'sha256', hex: name };
  return /^[0-9a-f]{40}$/.test(name) ? { kind: 'git-sha1', hex: name } : undefined;
}

const isPage = ({ headers }: Response, path: string): boolean =>
  /^\s*text\/html/i.test(headers.get('content-type') ?? '') && !/\.html?$/i.test(path);

/** Of `bytes 5-9/10`; undefined where it is of another file. */
function rangeStart(text: string | null, size: number | undefined): number | undefined {
  const found = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(text ?? '');
  if (!found) return undefined;
  if (size !== undefined && found[2] !== '*' && Number(found[2]) !== size) return undefined;
  return Number(found[1]);
}

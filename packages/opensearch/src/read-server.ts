import { type CallOptions, ImageSearchError } from '@imgsearch/core';
import type { Send } from './abortable-request.ts';

/** What the server is. */
export interface Server {
  readonly major: number;
  readonly minor: number;
  /** For messages. */
  readonly text: string;
  readonly warnings: readonly string[];
}

/** The oldest that the package is written for; what is assumed of a server that does not tell. */
const OLDEST = '2.13.0';

export function atLeast({ major, minor }: Server, wantedMajor: number, wantedMinor: number): boolean {
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
}

export function parseVersion(text: string, warnings: readonly string[] = []): Server {
  const [major = 0, minor = 0] = text.split('.').map(Number);
  return { major, minor, text, warnings };
}

function unsupported(name: string, what: string, hint: string): ImageSearchError {
  return new ImageSearchError({ code: 'UNSUPPORTED', message: `Store "${name}": ${what}.`, hint });
}

/**
 * Asks the server what it is, and refuses what cannot work: Elasticsearch, versions before 2.13, and Amazon OpenSearch
 * Serverless, whose vector collections take no ids of ours and cannot be refreshed.
 * @throws ImageSearchError UNSUPPORTED, or why it did not answer
 */
export async function readServer(name: string, send: Send, call?: CallOptions): Promise<Server> {
  const assumed = (why: string): Server =>
    parseVersion(OLDEST, [
      `Store "${name}": ${why}; ${OLDEST} is assumed. Name it with the option serverVersion to use what is newer.`,
    ]);
  const asked = await send(
    'asking for the version',
    { method: 'GET', path: '/', accept: [401, 403, 404] },
    call,
  );
  // Users that may use one index need not be allowed to ask; what else they may not, the next request will tell.
  if (asked.status === 401 || asked.status === 403) return assumed('its user may not ask for the version');
  const { version } = (asked.body ?? {}) as { version?: { number?: string; distribution?: string } };
  if (asked.status === 404 || version?.number === undefined)
    throw unsupported(
      name,
      'this is no OpenSearch domain; Amazon OpenSearch Serverless answers like that',
      'Use a domain (SigV4 service "es"): vector collections of Serverless ("aoss") take no ids and no refresh.',
    );
  const server = parseVersion(version.number);
  if (version.distribution === 'opensearch') {
    // Some domains call themselves 7.10.2 for old clients (compatibility.override_main_response_version).
    if (server.major === 7) return assumed('the server calls itself 7.10.2');
    if (atLeast(server, 2, 13)) return server;
    throw unsupported(name, `OpenSearch ${server.text} is too old`, 'Upgrade to OpenSearch 2.13 or later.');
  }
  throw unsupported(
    name,
    `this is ${version.distribution ?? 'Elasticsearch'} ${server.text}`,
    'Use OpenSearch 2.13 or later: its k-NN plugin has another interface.',
  );
}

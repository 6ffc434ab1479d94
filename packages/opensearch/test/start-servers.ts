import type { TestProject } from 'vitest/node';
import { startOpenSearch, VERSIONS, waysToStart } from '../../../scripts/lib/opensearch-server.mjs';

/** A server that the tests may use. */
export interface TestServer {
  readonly version: string;
  readonly url: string;
}

declare module 'vitest' {
  export interface ProvidedContext {
    /** Empty where no server can be had. */
    openSearchServers: readonly TestServer[];
  }
}

/** The servers of OPENSEARCH_URL (several, with commas between), else one of each version, started here and ended. */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const given = process.env.OPENSEARCH_URL?.split(',').filter(Boolean);
  if (given) {
    const servers = await Promise.all(
      given.map(async (url) => {
        const { version } = (await (await fetch(url)).json()) as { version: { number: string } };
        return { version: version.number, url: url.replace(/\/$/, '') };
      }),
    );
    project.provide('openSearchServers', servers);
    return undefined;
  }
  if (waysToStart() === undefined) {
    const what = 'no OpenSearch: set OPENSEARCH_URL, start Docker, or install Maven with Java 17 and 21';
    if (process.env.CI) throw new Error(`In CI there must be a real server, and there is ${what}.`);
    console.warn(`!! SKIPPED: the tests on real servers, for there is ${what}.`);
    project.provide('openSearchServers', []);
    return undefined;
  }
  const servers = await Promise.all(VERSIONS.map((version) => startOpenSearch(version)));
  project.provide(
    'openSearchServers',
    servers.map(({ version, url }) => ({ version, url })),
  );
  return async () => {
    await Promise.all(servers.map((server) => server.stop()));
  };
}

import type { Fetcher } from '@imgsearch/core';
import { addressOf } from './picture-at.ts';
import { listOf } from './to-product.ts';

/** Milliseconds for an answer without a body, a busy host's turn included. */
const TIMEOUT = 120_000;

/**
 * The row with a version for each picture at an address that has none: its ETag, else when it was last modified. A picture
 * whose server tells neither, or does not answer, has no version, and is looked at as any other.
 */
export async function fillVersions(row: unknown, fetcher: Fetcher, base: string | URL): Promise<unknown> {
  if (typeof row !== 'object' || row === null || Array.isArray(row)) return row;
  const { image, images, version, versions, ...rest } = row as Record<string, unknown>;
  const names = listOf(images ?? image);
  const given = listOf(versions ?? version);
  const filled = names.map(async (name, at) => {
    const address = typeof name === 'string' ? addressOf(name, base) : undefined;
    if (given[at] || address === undefined) return given[at] ?? '';
    return (await versionAt(address, fetcher).catch(() => undefined)) ?? '';
  });
  return { ...rest, images: names, versions: await Promise.all(filled) };
}

async function versionAt(url: string, fetcher: Fetcher): Promise<string | undefined> {
  const init = { method: 'HEAD', signal: AbortSignal.timeout(TIMEOUT), headers: {} };
  const answer = await fetcher(url, init);
  await answer.body?.cancel().catch(() => undefined);
  if (!answer.ok) return undefined;
  const { headers } = answer as { headers?: { get?(name: string): string | null } };
  return headers?.get?.('etag') ?? headers?.get?.('last-modified') ?? undefined;
}

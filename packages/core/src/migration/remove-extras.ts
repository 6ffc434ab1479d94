import { abortable } from '../errors/abort.ts';
import type { CallOptions } from '../spec/call-options.ts';
import { findExtras, type Versions } from './look-through.ts';

/** Ids held at once; what is beyond is the next pass's. */
const HELD = 100_000;

/**
 * Takes records out of the new version that the serving one does not have. Somebody may just now be writing to both:
 * what is missing is looked for again after a while, and goes where it is still missing.
 * @param settle milliseconds
 */
export async function removeExtras(
  versions: Versions,
  settle: number,
  options: CallOptions,
): Promise<{ readonly extra: number; readonly deleted: number }> {
  const { serving, next } = versions;
  const pages: (readonly string[])[] = [];
  let extra = 0;
  for await (const ids of findExtras(versions, options)) {
    if (ids.length > 0) pages.push(ids);
    extra += ids.length;
    if (extra > HELD) break;
  }
  if (extra === 0) return { extra, deleted: 0 };
  await abortable(new Promise((resolve) => setTimeout(resolve, settle)), options.signal);
  let deleted = 0;
  for (const ids of pages) {
    const twins = await serving.get(ids, options);
    const gone = ids.filter((_, at) => !twins[at]);
    if (gone.length === 0) continue;
    for (const outcome of await next.delete(gone, options)) {
      if (!outcome.ok) throw outcome.error;
      if (outcome.found !== false) deleted++;
    }
  }
  return { extra, deleted };
}

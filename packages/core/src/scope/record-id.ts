import { invalidOption } from '../options/check.ts';
import type { Scope } from './create-scope.ts';

/** Bytes of UTF-8 that a record id may have. */
const MAX_ID_BYTES = 512;
const encoder = new TextEncoder();

/**
 * Id of a product's picture inside a scope: `field=value/.../productId/imageId`. Injective: `%` and `/` are escaped, and
 * fields are identifiers. Nothing else is escaped, so that Hangul stays three bytes a syllable.
 * @throws ImageSearchError INVALID_OPTIONS for an empty part, half of a surrogate pair, or more than 512 bytes
 */
export function recordId(scope: Scope, productId: string, imageId: string): string {
  const id = [...scopeParts(scope), part('product id', productId), part('image id', imageId)].join('/');
  const bytes = id.length * 3 <= MAX_ID_BYTES ? 0 : encoder.encode(id).byteLength;
  if (bytes > MAX_ID_BYTES)
    throw invalidOption(
      'id',
      `scope, product id and image id of together at most ${MAX_ID_BYTES} bytes`,
      id,
      `These make ${bytes} bytes: shorten the ids, or hash the longest part.`,
    );
  return id;
}

/**
 * Whether a record was written in this scope or a wider one, judged by its id. What was written in a narrower scope
 * is that scope's own, even where this one can read it.
 */
export function isWrittenWithin(id: string, scope: Scope): boolean {
  const own = new Set(scopeParts(scope));
  return id
    .split('/')
    .slice(0, -2)
    .every((each) => own.has(each));
}

/** What `recordId` made an id of. */
export function readRecordId(id: string): {
  readonly scope: Readonly<Record<string, string>>;
  readonly productId: string;
  readonly imageId: string;
} {
  const parts = id.split('/');
  const [productId = '', imageId = ''] = parts.slice(-2).map(unescapePart);
  const values = parts.slice(0, -2).map((each): [string, string] => {
    const at = each.indexOf('=');
    return [each.slice(0, at), unescapePart(each.slice(at + 1))];
  });
  return { scope: Object.fromEntries(values), productId, imageId };
}

const scopeParts = (scope: Scope): string[] =>
  scope.values.map(([field, value]) => `${field}=${escapePart(value)}`);

const escapePart = (text: string): string => text.replaceAll('%', '%25').replaceAll('/', '%2F');
const unescapePart = (text: string): string => text.replaceAll('%2F', '/').replaceAll('%25', '%');

function part(name: string, text: unknown): string {
  if (typeof text !== 'string' || text.length === 0) throw invalidOption(name, 'a non-empty string', text);
  if (/\p{Surrogate}/u.test(text))
    throw invalidOption(name, 'well-formed text', text, 'Half of a surrogate pair has no UTF-8 form.');
  return escapePart(text);
}

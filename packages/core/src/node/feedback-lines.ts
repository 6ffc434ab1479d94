import { isPlainObject } from '../options/is-plain-object.ts';
import type { FeedbackEvent, FeedbackFilter } from '../spec/feedback.ts';

const BYTES = 4;

/** One event as a line of JSON, line break included. */
export function toFeedbackLine({ query, ...event }: FeedbackEvent): string {
  return `${JSON.stringify(query ? { ...event, query: { ...query, vector: toText(query.vector) } } : event)}\n`;
}

export type ParsedLine = FeedbackEvent | 'other' | 'unreadable';

/** The event, if the filter asks for it: `other` if it does not, `unreadable` for what no sink writes. */
export function parseFeedbackLine(line: string, { userId, since, before }: FeedbackFilter): ParsedLine {
  // Most lines are about others: they need no parsing.
  if (userId !== undefined && line.endsWith('}') && !line.includes(JSON.stringify(userId))) return 'other';
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return 'unreadable';
  }
  if (
    !isPlainObject(value) ||
    ![value.at, value.kind, value.productId].every((each) => typeof each === 'string')
  )
    return 'unreadable';
  const event = value as unknown as FeedbackEvent;
  if (userId !== undefined && event.userId !== userId) return 'other';
  if ((since !== undefined && event.at < since) || (before !== undefined && event.at >= before))
    return 'other';
  const { query, ...rest } = event;
  if (query === undefined) return event;
  const vector = toVector((query as { readonly vector?: unknown }).vector);
  return vector && typeof query.space === 'string'
    ? { ...rest, query: { space: query.space, vector } }
    : 'unreadable';
}

function toText(vector: ArrayLike<number>): string {
  const bytes = Buffer.alloc(vector.length * BYTES);
  for (let at = 0; at < vector.length; at++) bytes.writeFloatLE(vector[at]!, at * BYTES);
  return bytes.toString('base64');
}

/** Arrays of numbers are read as well: whoever writes the file by hand need not know base64. */
function toVector(value: unknown): Float32Array | undefined {
  if (Array.isArray(value) && value.every(Number.isFinite)) return Float32Array.from(value as number[]);
  if (typeof value !== 'string') return undefined;
  const bytes = Buffer.from(value, 'base64');
  if (bytes.length === 0 || bytes.length % BYTES !== 0) return undefined;
  return Float32Array.from({ length: bytes.length / BYTES }, (_, at) => bytes.readFloatLE(at * BYTES));
}

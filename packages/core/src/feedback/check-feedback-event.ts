import { checkKeys, checkNumber, checkOneOf, checkString, invalidOption } from '../options/check.ts';
import type { FeedbackEvent, FeedbackKind, FeedbackQueryVector } from '../spec/feedback.ts';

/** An event before it has a time. */
export type FeedbackInput = Omit<FeedbackEvent, 'at'> & {
  /** ISO date or a Date. Default: now. */
  readonly at?: string | Date | undefined;
};

const FEEDBACK_KINDS: readonly FeedbackKind[] = ['click', 'like', 'purchase', 'refusal'];
const KEYS = [
  ...['at', 'kind', 'productId', 'imageId', 'position', 'category', 'userId', 'queryId', 'query'],
];
/** As long as an id may be elsewhere; what is longer is something else. */
const MAX_ID = 512;
const MAX_DIMENSIONS = 8192;

/**
 * The event as it is kept: its time as an ISO date in UTC, nothing but what is known, the vector copied.
 * @throws ImageSearchError INVALID_OPTIONS, naming the key
 */
export function checkFeedbackEvent(event: FeedbackInput, now: Date): FeedbackEvent {
  if (typeof event !== 'object' || event === null)
    throw invalidOption('event', 'an object such as { kind, productId, userId }', event);
  checkKeys('event', event, KEYS);
  const { imageId, position, category, userId, queryId, query } = event;
  return {
    at: checkDate('event.at', event.at ?? now),
    kind: checkOneOf('event.kind', event.kind, FEEDBACK_KINDS),
    productId: checkId('event.productId', event.productId),
    ...(imageId !== undefined && { imageId: checkId('event.imageId', imageId) }),
    ...(position !== undefined && {
      position: checkNumber('event.position', position, { min: 0, max: 1e6, integer: true }),
    }),
    ...(category !== undefined && { category: checkId('event.category', category) }),
    ...(userId !== undefined && { userId: checkUserId('event.userId', userId) }),
    ...(queryId !== undefined && { queryId: checkId('event.queryId', queryId) }),
    ...(query !== undefined && { query: checkQuery(query) }),
  };
}

/** @returns ISO date in UTC @throws ImageSearchError INVALID_OPTIONS */
export function checkDate(option: string, value: unknown): string {
  // Told by its tag: another realm has a Date of its own.
  const isDate = Object.prototype.toString.call(value) === '[object Date]';
  const date = isDate ? (value as Date) : new Date(typeof value === 'string' ? value : Number.NaN);
  if (Number.isNaN(date.getTime()))
    throw invalidOption(option, 'a date, or an ISO date such as 2026-03-01T12:00:00.000Z', value);
  return date.toISOString();
}

/** @throws ImageSearchError INVALID_OPTIONS, also for what looks like an e-mail address */
export function checkUserId(option: string, value: unknown): string {
  const id = checkId(option, value);
  if (/^\S+@\S+\.\S+$/.test(id))
    throw invalidOption(
      option,
      'an opaque id',
      'an e-mail address',
      'Use an id that means nothing elsewhere, such as a keyed hash of the account.',
    );
  return id;
}

function checkId(option: string, value: unknown): string {
  const id = checkString(option, value);
  if (id.length > MAX_ID) throw invalidOption(option, `at most ${MAX_ID} characters`, id);
  return id;
}

function checkQuery(value: FeedbackQueryVector): FeedbackQueryVector {
  const option = 'event.query';
  checkKeys(option, value, ['vector', 'space']);
  const { vector } = value ?? {};
  const isNumeric = ArrayBuffer.isView(vector) || Array.isArray(vector);
  const copy = isNumeric ? Float32Array.from(vector as ArrayLike<number>) : new Float32Array(0);
  const fits = copy.length > 0 && copy.length <= MAX_DIMENSIONS && Math.abs(Math.hypot(...copy) - 1) <= 0.01;
  if (!fits)
    throw invalidOption(
      `${option}.vector`,
      'a unit vector',
      vector,
      'Keep what `embed` gave for the photo, not the photo.',
    );
  return { vector: copy, space: checkString(`${option}.space`, value.space) };
}

const ISO_DATE = /^(\d{4})-(\d\d)-(\d\d)(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d))?$/;

/**
 * Milliseconds since the epoch of an ISO 8601 date (`2026-01-31`, midnight UTC) or date and time with a zone
 * (`2026-01-31T09:00:00+09:00`). NaN for anything else, also for days that do not exist and for times without
 * a zone, which would mean another moment on every machine.
 */
export function parseIsoDate(text: string): number {
  const parts = ISO_DATE.exec(text);
  if (parts === null) return Number.NaN;
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  const calendar = new Date(0);
  calendar.setUTCFullYear(year, month - 1, day);
  if (calendar.getUTCMonth() !== month - 1 || calendar.getUTCDate() !== day) return Number.NaN;
  return Date.parse(text);
}

import { invalidOption } from '@imgsearch/core';
import * as v from 'valibot';

/**
 * What a client sent, as the schema has it.
 * @throws ImageSearchError INVALID_OPTIONS that names the parameter, what it takes and what it got
 */
export function checkInput<T>(schema: v.GenericSchema<unknown, T>, input: unknown): T {
  const result = v.safeParse(schema, input, { abortEarly: true });
  if (result.success) return result.output;
  const [issue] = result.issues;
  const known = 'entries' in schema ? (schema.entries as Record<string, v.GenericSchema>) : {};
  const name = issue.path?.[0]?.key;
  if (typeof name !== 'string') throw invalidOption('body', 'a JSON object', input);
  const entry = Object.hasOwn(known, name) ? known[name] : undefined;
  if (!entry)
    throw invalidOption(
      name.length > 60 ? `${name.slice(0, 60)}…` : name,
      'no value: it is unknown here',
      (input as Record<string, unknown>)[name],
      `Leave it out. Known are ${Object.keys(known).join(', ')}.`,
    );
  const inner = 'wrapped' in entry ? (entry.wrapped as v.GenericSchema) : entry;
  const takes =
    v.getDescription(inner as Parameters<typeof v.getDescription>[0]) ?? issue.expected ?? 'another value';
  throw invalidOption(name, takes, (input as Record<string, unknown>)[name]);
}

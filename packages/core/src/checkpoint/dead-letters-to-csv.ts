import type { DeadLetter } from './list-dead-letters.ts';

const COLUMNS = ['productId', 'imageId', 'kind', 'code', 'attempts', 'at', 'message'] as const;

/**
 * Dead letters as CSV (RFC 4180, in UTF-8 with a heading), a line at a time with its line break. A message that a
 * spreadsheet would take for a formula begins with an apostrophe.
 * @example
 * const checkpoint = createMemoryCheckpoint();
 * for await (const line of deadLettersToCsv(listDeadLetters(checkpoint))) process.stdout.write(line);
 */
export async function* deadLettersToCsv(
  letters: AsyncIterable<DeadLetter> | Iterable<DeadLetter>,
): AsyncGenerator<string> {
  yield `${COLUMNS.join(',')}\r\n`;
  for await (const letter of letters)
    yield `${COLUMNS.map((column) => quoted(column, String(letter[column] ?? ''))).join(',')}\r\n`;
}

function quoted(column: string, text: string): string {
  // Ids must come back as they are; what an error says came from outside.
  const safe = column === 'message' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { createMemoryCheckpoint } from './create-memory-checkpoint.ts';
import { deadLettersToCsv } from './dead-letters-to-csv.ts';
import { type DeadLetter, listDeadLetters } from './list-dead-letters.ts';

const failure = (message: string) =>
  ({
    kind: 'unreadable',
    code: 'INVALID_IMAGE',
    message,
    attempts: 2,
    at: '2026-01-02T03:04:05.000Z',
  }) as const;
const messages = ['plain', 'with "quotes", commas', 'two\nlines', '=HYPERLINK("x")', '한글 🙂', '-1', ''];
async function filled() {
  const checkpoint = createMemoryCheckpoint();
  await checkpoint.write([
    { target: 't', productId: 'good', metadataHash: '', images: [{ id: '0' }] },
    {
      target: 't',
      productId: 'whole',
      metadataHash: '',
      images: [{ id: '0' }],
      failure: failure('no pictures'),
    },
    ...messages.map((message, at) => ({
      target: 't',
      productId: `=p,"${at}"`,
      metadataHash: '',
      images: [{ id: 'fine' }, { id: `${at}`, failure: failure(message) }],
    })),
  ]);
  return checkpoint;
}

it('lists products and pictures that failed, and nothing else', async () => {
  const letters: DeadLetter[] = [];
  for await (const letter of listDeadLetters(await filled())) letters.push(letter);
  expect(letters).toHaveLength(1 + messages.length);
  expect(letters[0]).toEqual({ target: 't', productId: 'whole', ...failure('no pictures') });
  expect(letters[1]).toEqual({ target: 't', productId: '=p,"0"', imageId: '0', ...failure('plain') });
});

it.skipIf(spawnSync('python3', ['--version']).status !== 0)('is read by another CSV reader', async () => {
  let text = '';
  for await (const line of deadLettersToCsv(listDeadLetters(await filled()))) text += line;
  const reader =
    'import csv,json,sys,io; print(json.dumps(list(csv.DictReader(io.StringIO(sys.stdin.buffer.read().decode(), newline="")))))';
  const { stdout, stderr } = spawnSync('python3', ['-c', reader], { input: text, encoding: 'utf8' });
  expect(stderr).toBe('');
  const rows = JSON.parse(stdout) as Record<string, string>[];
  expect(rows[0]).toMatchObject({ productId: 'whole', imageId: '', message: 'no pictures', attempts: '2' });
  expect(rows.slice(1).map(({ message }) => message)).toEqual(
    messages.map((message) => (/^[=-]/.test(message) ? `'${message}` : message)),
  );
  expect(rows.slice(1).map(({ productId }) => productId)).toEqual(messages.map((_, at) => `=p,"${at}"`));
});

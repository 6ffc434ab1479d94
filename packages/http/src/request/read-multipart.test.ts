import { describe, expect, it } from 'vitest';
import { createMutator, createRandom } from '../../test/hostile/create-mutator.ts';
import { red, startServer } from '../../test/start-server.ts';
import { readMultipart } from './read-multipart.ts';

const crlf = (lines: readonly string[]): Buffer => Buffer.from(lines.join('\r\n'), 'latin1');
const head = ['--x', 'Content-Disposition: form-data; name="image"; filename="a.png"', ''];
const type = 'multipart/form-data; boundary=x';
async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

describe('a form', () => {
  it.each([1, 2, 3, 7, 64, 100_000])('is the same in pieces of %i bytes', async (size) => {
    const field = ['--x', 'Content-Disposition: form-data; name="limit"', '', '5'];
    // A boundary that only begins, a preamble, and an epilogue in a piece of its own.
    const body = crlf(['preamble', ...head, '\r\n--', '--y', '\0\xff', ...field, '--x--', 'epilogue']);
    const upload = await readMultipart(inPieces(body, size), type, 100);
    expect(upload).toMatchObject({ kind: 'photos', fields: new Map([['limit', ['5']]]) });
    expect(upload.kind === 'photos' && Buffer.from(upload.photos[0]!).toString('latin1')).toBe(
      '\r\n--\r\n--y\r\n\0\xff',
    );
  });

  it('takes a picture that is not called a file', async () => {
    const body = crlf([
      '--x',
      'Content-Disposition: form-data; name="image"',
      'Content-Type: image/png',
      '',
      'ab',
      '--x--',
      '',
    ]);
    expect(await readMultipart(inPieces(body, 10), type, 100)).toMatchObject({
      kind: 'photos',
      photos: [new Uint8Array([97, 98])],
    });
  });

  it('is held to its limits while it streams', async () => {
    let sent = 0;
    async function* endless(first: Buffer): AsyncGenerator<Uint8Array> {
      yield first;
      for (;;) {
        sent += 1000;
        yield Buffer.alloc(1000, 'a');
      }
    }
    const form = readMultipart(endless(crlf([...head, ''])), type, 5000);
    await expect(form).rejects.toMatchObject({ code: 'IMAGE_TOO_LARGE' });
    expect(sent).toBeLessThan(100_000);
  });

  it('in a million pieces takes no more memory than in one', async () => {
    // Pieces of a byte, and bytes that each may begin a boundary.
    const content = Buffer.alloc(1_000_000, '\r\n-');
    const body = Buffer.concat([crlf([...head, '']), content, crlf(['', '--x--', ''])]);
    for (const size of [1, 65_536]) {
      const before = process.memoryUsage.rss();
      const upload = await readMultipart(inPieces(body, size), type, 2_000_000);
      expect(upload.kind === 'photos' && content.equals(upload.photos[0]!)).toBe(true);
      expect(process.memoryUsage.rss() - before).toBeLessThan(150e6);
    }
  });
});

it('no form that is spoilt brings the server down or keeps it waiting', async () => {
  const seed = Number(process.env.IMGSEARCH_SEED ?? Date.now() % 2 ** 31);
  const random = createRandom(seed);
  const mutate = createMutator(random);
  const field = ['--x', 'Content-Disposition: form-data; name="limit"', '', '5'];
  const photo = Buffer.from(red).toString('latin1');
  const good = crlf([...head, photo, ...field, '--x--', '']);
  const small = crlf([...head, 'ab', ...field, '--x--', '']);
  const { url, close } = await startServer();
  const statuses: Record<number, number> = {};
  for (let turn = 0; turn < 300; turn++) {
    const { bytes } = mutate(random() < 0.3 ? good : small, good);
    const answer = await fetch(`${url}/search`, {
      method: 'POST',
      body: Uint8Array.from(bytes),
      headers: { 'content-type': type },
      signal: AbortSignal.timeout(10_000),
    });
    statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
    await answer.arrayBuffer();
  }
  await close();
  expect(
    Object.keys(statuses).filter((status) => Number(status) >= 500),
    `seed ${seed}`,
  ).toEqual([]);
  expect(Object.keys(statuses).length, JSON.stringify(statuses)).toBeGreaterThan(1);
}, 60_000);

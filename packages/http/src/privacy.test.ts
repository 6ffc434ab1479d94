import { createSharpImageProcessor } from '@imgsearch/sharp';
import sharp from 'sharp';
import { expect, it, vi } from 'vitest';
import { samplePipeline, startServer } from '../test/start-server.ts';

const secret = 'Ada at 37.5665 N';

/** A photo that says where it was taken, and by whom. */
const telling = (): Promise<Buffer> =>
  sharp({ create: { width: 64, height: 48, channels: 3, background: '#c33' } })
    .withExif({
      IFD0: { Artist: secret, ImageDescription: secret },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '37/1 33/1 5940/100', GPSLongitude: '126/1 58/1 4080/100' },
    })
    .jpeg()
    .toBuffer();

it('neither the place nor the name of a photo is answered or logged, whole or broken', async () => {
  const photo = await telling();
  expect(photo.includes(secret)).toBe(true);
  const logged: unknown[] = [];
  const log = (...words: unknown[]): void => void logged.push(...words);
  const logger = { debug: log, info: log, warn: log, error: log };
  const real = await samplePipeline({ logger, imageProcessor: createSharpImageProcessor() });
  const failing = await samplePipeline({ logger });
  vi.spyOn(failing, 'search').mockRejectedValue(new Error('inside'));
  for (const [each, expected] of [
    [real, 200],
    [failing, 500],
  ] as const) {
    const { url, close } = await startServer({ pipeline: each, logger });
    for (const [bytes, route, status] of [
      [photo, 'search', expected],
      [photo, 'analyze', 200],
      [photo.subarray(0, photo.length - 200), 'search', undefined],
    ] as const) {
      const form = new FormData();
      form.append('image', new Blob([Uint8Array.from(bytes)]), `${secret}.jpg`);
      const answer = await fetch(`${url}/${route}`, { method: 'POST', body: form });
      const body = await answer.text();
      if (status !== undefined && each === real) expect(answer.status, body).toBe(status);
      const decoded = [...body.matchAll(/base64,([\w+/=]+)/g)].map(([, text]) =>
        Buffer.from(text!, 'base64'),
      );
      for (const told of [
        body,
        ...decoded.map((bytes) => bytes.toString('latin1')),
        ...[...answer.headers.values()],
      ])
        expect(told).not.toMatch(/Ada|37\.5665|GPS|Exif/);
    }
    await close();
  }
  expect(JSON.stringify(logged.map(String))).not.toMatch(/Ada|37\.5665|GPS/);
});

import { ImageSearchError } from '@imgsearch/core';
import { createImageSearchClient } from '@imgsearch/http/client';
import { createLooker } from './create-looker.ts';
import { showMatches, showPicture, showText } from './show.ts';

const client = createImageSearchClient({ url: '/api' });
const arrived = new Map<string, number>();
const started = performance.now();

/** One set of workers and models for the page, loaded once and while the shopper still chooses. */
const looker = createLooker(({ url, loaded }) => {
  arrived.set(url, loaded);
  const megabytes = [...arrived.values()].reduce((sum, bytes) => sum + bytes, 0) / 1e6;
  showText('state', `Loading models: ${megabytes.toFixed(1)} MB`);
});
looker.then(
  ({ runsOn }) => {
    const seconds = (performance.now() - started) / 1000;
    showText('state', `Ready after ${seconds.toFixed(1)} s (${runsOn})`);
    document.body.dataset.ready = String(Math.round(seconds * 1000));
  },
  (error: unknown) => fail(error),
);

function fail(error: unknown): void {
  const hint = ImageSearchError.isInstance(error) ? error.hint : undefined;
  showText('problem', `${error instanceof Error ? error.message : error} ${hint ?? ''}`);
  delete document.body.dataset.busy;
}

const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`;
let last = 0;

async function search(photo: Blob): Promise<void> {
  const mine = ++last;
  showText('problem', '');
  document.body.dataset.busy = 'yes';
  delete document.body.dataset.answered;
  showPicture('photo', photo);
  try {
    const { analyze } = await looker;
    const begun = performance.now();
    const { vector, fingerprint, pictures, background } = await analyze(photo);
    const milliseconds = Math.round(performance.now() - begun);
    // Another photo was chosen meanwhile.
    if (mine !== last) return;
    showPicture(
      'cut-out',
      new Blob([new Uint8Array(pictures.cutOut ?? pictures.input)], { type: 'image/png' }),
    );
    showText('cut-out-caption', background.removed ? 'Cut out here' : 'Left as it is: no clear object');
    const query = {
      vector: [...vector],
      fingerprint: {
        space: fingerprint.space,
        ...(fingerprint.sameSpaceAs && { sameSpaceAs: [...fingerprint.sameSpaceAs] }),
      },
      limit: 12,
    };
    showText(
      'sent',
      `Looked at here in ${milliseconds} ms. Sent: ${vector.length} numbers, ${kilobytes(JSON.stringify(query).length)}. Kept here: the photo, ${kilobytes(photo.size)}.`,
    );
    const { matches } = await client.ask(query);
    if (mine !== last) return;
    showMatches(matches);
    document.body.dataset.answered = String(milliseconds);
  } catch (error) {
    if (mine === last) fail(error);
  } finally {
    if (mine === last) delete document.body.dataset.busy;
  }
}

document.getElementById('pick')?.addEventListener('change', ({ target }) => {
  const [photo] = (target as HTMLInputElement).files ?? [];
  if (photo) void search(photo);
});

const names = (await (await fetch('/samples')).json()) as string[];
document.getElementById('samples')?.append(
  ...names.slice(0, 8).map((name, at) => {
    const button = document.createElement('button');
    const image = document.createElement('img');
    const address = `/samples/${encodeURIComponent(name)}`;
    Object.assign(image, { src: address, alt: `Try sample ${at + 1}` });
    button.append(image);
    button.addEventListener('click', async () => search(await (await fetch(address)).blob()));
    return button;
  }),
);

// For the tests, and for the console of whoever looks.
Object.assign(globalThis, { looker, client });

import { ImageSearchError } from '@imgsearch/core';
import { createImageSearchClient } from '@imgsearch/http/client';
import { createLooker } from './create-looker.ts';
import { show, showMatches, showPicture, showProgress, showSamples, showText } from './show.ts';

const client = createImageSearchClient({ url: '/api' });

/** One set of workers and models for the page, loaded once and while the shopper still chooses. */
const looker = createLooker(showProgress);
looker.then(
  ({ runsOn }) => {
    // Since the shopper came, the page's own scripts included.
    const seconds = performance.now() / 1000;
    show(false, 'progress');
    showText('state', `Ready after ${seconds.toFixed(1)} s (${runsOn})`);
    document.body.dataset.ready = String(Math.round(seconds * 1000));
  },
  (error: unknown) => {
    show(false, 'progress');
    showText('state', 'Models could not be loaded');
    fail(error, () => location.reload());
  },
);

let retry = (): void => {};
document.getElementById('retry')?.addEventListener('click', () => retry());

function fail(error: unknown, again: () => void): void {
  const { message, code, hint } = ImageSearchError.isInstance(error)
    ? error
    : { message: String(error), code: undefined, hint: undefined };
  // Models are loaded with the page: another one than the server's means that the page is old.
  retry = code?.startsWith('MODEL_') ? () => location.reload() : again;
  showText('problem-text', message);
  showText('problem-hint', hint ?? '');
  show(true, 'problem');
}

const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`;
let last = 0;

/** Of photos that come one after the other, the last one's answer is shown. */
async function search(take: () => Promise<Blob>): Promise<void> {
  const mine = ++last;
  const { dataset } = document.body;
  let looked = false;
  delete dataset.answered;
  dataset.busy = 'yes';
  show(false, 'problem', 'way', 'photo', 'cut-out');
  try {
    const photo = await take();
    if (mine !== last) return;
    showPicture('photo', photo);
    showText('cut-out-caption', 'Looking');
    showText('sent', 'Looking at the photo');
    show(true, 'way');
    const { analyze } = await looker;
    const begun = performance.now();
    const { vector, fingerprint, pictures, background } = await analyze(photo);
    const milliseconds = Math.round(performance.now() - begun);
    if (mine !== last) return;
    showPicture(
      'cut-out',
      new Blob([new Uint8Array(pictures.cutOut ?? pictures.input)], { type: 'image/png' }),
    );
    showText('cut-out-caption', background.removed ? 'Cut out here' : 'Left as it is: no clear object');
    looked = true;
    const { space, sameSpaceAs } = fingerprint;
    const query = {
      vector: [...vector],
      fingerprint: { space, ...(sameSpaceAs && { sameSpaceAs: [...sameSpaceAs] }) },
      limit: 12,
    };
    const { matches } = await client.ask(query);
    if (mine !== last) return;
    const weight = kilobytes(JSON.stringify(query).length);
    showText(
      'sent',
      `Looked at here in ${milliseconds} ms. Sent: ${vector.length} numbers, ${weight}. Kept here: the photo, ${kilobytes(photo.size)}.`,
    );
    showMatches(matches);
    dataset.answered = String(milliseconds);
  } catch (error) {
    if (mine !== last) return;
    // What was done here stands, also where the server did not answer.
    show(looked, 'way');
    show(false, 'found');
    showText('sent', '');
    fail(error, () => search(take));
  } finally {
    if (mine === last) delete dataset.busy;
  }
}

const takeFile = (files: FileList | null | undefined): void => {
  const photo = files?.[0];
  if (photo) void search(async () => photo);
};
document.getElementById('pick')?.addEventListener('change', ({ target }) => {
  const input = target as HTMLInputElement;
  takeFile(input.files);
  // So that the same one can be chosen again.
  input.value = '';
});
document.addEventListener('paste', ({ clipboardData }) => takeFile(clipboardData?.files));
document.addEventListener('dragover', (event) => event.preventDefault());
document.addEventListener('drop', (event) => {
  event.preventDefault();
  takeFile(event.dataTransfer?.files);
});

// The page does without samples where there are none.
const names = await fetch('/samples').then(
  async (response) => (response.ok ? ((await response.json()) as string[]) : []),
  () => [],
);
showSamples(names.slice(0, 8), (address) => {
  void search(async () => {
    const response = await fetch(address);
    if (!response.ok) throw new Error(`The sample was not found (${response.status}).`);
    return response.blob();
  });
});

// For the tests, and for the console of whoever looks.
Object.assign(globalThis, { looker, client });

// The start: how far drawing and indexing are, until everything is ready.
import { fetchStatus, Problem } from './api.js';
import { byId } from './element.js';
import { formatCount, say } from './strings.js';

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

function show({ phase, done, total, timeLeft }) {
  byId('getting-ready').hidden = phase === 'ready';
  byId('main').toggleAttribute('data-busy', phase !== 'ready');
  if (phase === 'ready') return;
  byId('getting-ready-title').textContent = say(`preparing.${phase}`);
  const seconds = timeLeft === undefined ? 0 : Math.ceil(timeLeft / 1000);
  const values = { done: formatCount(done), total: formatCount(total), seconds: formatCount(seconds) };
  byId('getting-ready-count').textContent = total > 0 ? say(seconds > 0 ? 'countLeft' : 'count', values) : '';
  const progress = byId('getting-ready-bar');
  if (total > 0) progress.value = done / total;
  else progress.removeAttribute('value');
}

/**
 * Shows the progress until the server is ready.
 * @param onFirst called with the first answer, ready or not
 * @returns the answer that said ready
 */
export async function watchStatus(onFirst) {
  let failures = 0;
  for (let first = true; ; ) {
    try {
      const status = await fetchStatus();
      failures = 0;
      if (first) onFirst(status);
      first = false;
      if (status.phase === 'failed') {
        byId('getting-ready').hidden = true;
        throw new Problem('START', status.error?.message, status.error?.hint);
      }
      show(status);
      if (status.phase === 'ready') return status;
    } catch (error) {
      failures += 1;
      if (error.code !== 'OFFLINE' || failures > 5) throw error;
    }
    await pause(400);
  }
}

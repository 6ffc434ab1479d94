// Every way in which a photo comes in: chosen, taken, dropped, pasted.
import { byId } from './element.js';

/**
 * @param onPhoto called with a File
 * @param onNothing called where something was dropped that is no file
 */
export function watchPhotoInput({ onPhoto, onNothing }) {
  for (const id of ['pick', 'camera'])
    byId(id).addEventListener('change', ({ target }) => {
      const [file] = target.files;
      // Choosing the same file again is a change too.
      target.value = '';
      if (file) onPhoto(file);
    });

  let depth = 0;
  const veil = (shown) => document.body.classList.toggle('dropping', shown);
  addEventListener('dragenter', (event) => {
    event.preventDefault();
    depth += 1;
    veil(true);
  });
  addEventListener('dragover', (event) => event.preventDefault());
  addEventListener('dragleave', () => {
    depth = Math.max(0, depth - 1);
    if (depth === 0) veil(false);
  });
  addEventListener('drop', (event) => {
    event.preventDefault();
    depth = 0;
    veil(false);
    const [file] = event.dataTransfer.files;
    if (file) onPhoto(file);
    else onNothing();
  });

  addEventListener('paste', (event) => {
    const [file] = event.clipboardData?.files ?? [];
    if (!file) return;
    event.preventDefault();
    onPhoto(file);
  });
}

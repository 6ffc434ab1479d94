'use client';

import { useEffect, useRef, useState } from 'react';
import { CameraDialog } from './camera-dialog.tsx';

const pictureIn = (files: Iterable<File> | null | undefined): File | undefined =>
  [...(files ?? [])].find(({ type }) => type.startsWith('image/')) ?? [...(files ?? [])][0];

/** A photo by file, by dropping or pasting it anywhere on the page, or by camera. */
export function PhotoInput({ onPhoto }: { readonly onPhoto: (photo: File) => void }) {
  const file = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [camera, setCamera] = useState(false);
  const take = (photo: File | undefined): void => {
    if (photo) onPhoto(photo);
  };

  // On the whole page: a photo that is dropped beside the field would otherwise be opened in place of the shop.
  useEffect(() => {
    const paste = (event: ClipboardEvent): void => {
      const photo = pictureIn(event.clipboardData?.files);
      if (photo) onPhoto(photo);
    };
    const hover = (event: DragEvent): void => {
      event.preventDefault();
      setOver(true);
    };
    const leave = ({ relatedTarget }: DragEvent): void => {
      if (relatedTarget === null) setOver(false);
    };
    const drop = (event: DragEvent): void => {
      event.preventDefault();
      setOver(false);
      const photo = pictureIn(event.dataTransfer?.files);
      if (photo) onPhoto(photo);
    };
    const listening = new AbortController();
    const { signal } = listening;
    document.addEventListener('paste', paste, { signal });
    document.addEventListener('dragover', hover, { signal });
    document.addEventListener('dragleave', leave, { signal });
    document.addEventListener('drop', drop, { signal });
    return () => listening.abort();
  }, [onPhoto]);

  return (
    <section className="drop" data-over={over || undefined} aria-label="Your photo">
      <div className="buttons">
        <button type="button" className="main" onClick={() => file.current?.click()}>
          Choose a photo
        </button>
        <button type="button" onClick={() => setCamera(true)}>
          Take a photo
        </button>
      </div>
      <p className="quiet">Or drop one anywhere on this page, or paste one with Ctrl+V.</p>
      <input
        ref={file}
        type="file"
        accept="image/*"
        aria-label="Photo file"
        tabIndex={-1}
        className="unseen"
        onChange={(event) => {
          take(pictureIn(event.target.files));
          // The same file may be chosen again.
          event.target.value = '';
        }}
      />
      {camera && <CameraDialog onPhoto={take} onClose={() => setCamera(false)} />}
    </section>
  );
}

'use client';

import { type DragEvent, useEffect, useRef, useState } from 'react';
import { CameraDialog } from './camera-dialog.tsx';

const pictureIn = (files: Iterable<File> | null | undefined): File | undefined =>
  [...(files ?? [])].find(({ type }) => type.startsWith('image/')) ?? [...(files ?? [])][0];

/** A photo by file, by dropping, by pasting anywhere on the page, or by camera. */
export function PhotoInput({ onPhoto }: { readonly onPhoto: (photo: File) => void }) {
  const file = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [camera, setCamera] = useState(false);
  const take = (photo: File | undefined): void => {
    if (photo) onPhoto(photo);
  };

  useEffect(() => {
    const paste = (event: ClipboardEvent): void => {
      const photo = pictureIn(event.clipboardData?.files);
      if (photo) onPhoto(photo);
    };
    document.addEventListener('paste', paste);
    return () => document.removeEventListener('paste', paste);
  }, [onPhoto]);

  const hover = (event: DragEvent, inside: boolean): void => {
    event.preventDefault();
    setOver(inside);
  };
  return (
    <section
      className="drop"
      data-over={over || undefined}
      aria-label="Your photo"
      onDragOver={(event) => hover(event, true)}
      onDragLeave={(event) => hover(event, false)}
      onDrop={(event) => {
        hover(event, false);
        take(pictureIn(event.dataTransfer.files));
      }}
    >
      <div className="buttons">
        <button type="button" className="main" onClick={() => file.current?.click()}>
          Choose a photo
        </button>
        <button type="button" onClick={() => setCamera(true)}>
          Take a photo
        </button>
      </div>
      <p className="quiet">Or drop one here, or paste one with Ctrl+V.</p>
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

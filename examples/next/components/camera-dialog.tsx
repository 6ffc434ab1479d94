'use client';

import { useEffect, useRef, useState } from 'react';

interface CameraDialogProps {
  readonly onPhoto: (photo: File) => void;
  readonly onClose: () => void;
}

/** Shows what the camera sees; off as soon as it closes. */
export function CameraDialog({ onPhoto, onClose }: CameraDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const video = useRef<HTMLVideoElement>(null);
  const [state, setState] = useState<'opening' | 'ready' | 'failed'>('opening');

  useEffect(() => {
    dialog.current?.showModal();
    let gone = false;
    let stream: MediaStream | undefined;
    const stop = (): void => {
      for (const track of stream?.getTracks() ?? []) track.stop();
    };
    const open = async (): Promise<void> => {
      try {
        stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
        if (gone || !video.current) return stop();
        video.current.srcObject = stream;
        await video.current.play();
        setState('ready');
      } catch {
        if (!gone) setState('failed');
      }
    };
    void open();
    return () => {
      gone = true;
      stop();
    };
  }, []);

  const shoot = (): void => {
    const from = video.current;
    if (!from) return;
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [from.videoWidth, from.videoHeight];
    canvas.getContext('2d')?.drawImage(from, 0, 0);
    canvas.toBlob(
      (blob) => {
        if (blob) onPhoto(new File([blob], 'photo.jpg', { type: blob.type }));
        dialog.current?.close();
      },
      'image/jpeg',
      0.92,
    );
  };
  return (
    <dialog ref={dialog} aria-labelledby="camera-title" onClose={onClose}>
      <h2 id="camera-title">Take a photo</h2>
      {state === 'failed' ? (
        <p role="alert">We may not use the camera, or there is none. You can choose a photo instead.</p>
      ) : (
        <video ref={video} playsInline muted aria-label="What the camera sees" />
      )}
      <div className="buttons">
        <button type="button" className="main" disabled={state !== 'ready'} onClick={shoot}>
          Search with this
        </button>
        <button type="button" onClick={() => dialog.current?.close()}>
          Close
        </button>
      </div>
    </dialog>
  );
}

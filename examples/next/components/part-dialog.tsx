'use client';

import type { PictureBox } from '@imgsearch/core';
import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from 'react';
import { clamp, dragged, FIRST_FRAME, type Grip, gripAt, type Point, pushed } from '../lib/frame.ts';

interface PartDialogProps {
  /** Address of the photo. */
  readonly url: string;
  /** What was chosen before. */
  readonly part: PictureBox | undefined;
  /** Undefined: all of the photo. */
  readonly onPart: (part: PictureBox | undefined) => void;
  readonly onClose: () => void;
}

/** Pixels around a corner of the frame within which it is taken hold of. */
const REACH = 22;
const percent = (fraction: number): string => `${Math.round(fraction * 100)} %`;
const describe = ({ left, top, width, height }: PictureBox): string =>
  `${percent(left)} from the left, ${percent(top)} from the top, ${percent(width)} wide, ${percent(height)} high`;

/** A frame is drawn around what is meant, with pointer, finger or keys. */
export function PartDialog({ url, part, onPart, onClose }: PartDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const image = useRef<HTMLImageElement>(null);
  const grip = useRef<Grip>(undefined);
  const [frame, setFrame] = useState(part ?? FIRST_FRAME);
  const [said, setSaid] = useState('');

  useEffect(() => {
    dialog.current?.showModal();
  }, []);

  /** Where the pointer is, and how far a corner reaches, in fractions of the photo. */
  const measure = ({ clientX, clientY }: PointerEvent): readonly [Point, Point] => {
    const { left, top, width, height } = image.current!.getBoundingClientRect();
    const point: Point = [clamp((clientX - left) / width, 0, 1), clamp((clientY - top) / height, 0, 1)];
    return [point, [REACH / width, REACH / height]];
  };
  const press = (event: PointerEvent<HTMLDivElement>): void => {
    event.currentTarget.setPointerCapture(event.pointerId);
    grip.current = gripAt(frame, ...measure(event));
  };
  const drag = (event: PointerEvent): void => {
    const changed = grip.current && dragged(grip.current, measure(event)[0]);
    if (changed) setFrame(changed);
  };
  const release = (): void => {
    grip.current = undefined;
  };
  const push = (event: KeyboardEvent): void => {
    const changed = pushed(frame, event.key, event.shiftKey);
    if (!changed) return;
    event.preventDefault();
    setFrame(changed);
    setSaid(describe(changed));
  };
  const choose = (chosen: PictureBox | undefined): void => {
    dialog.current?.close();
    onPart(chosen);
  };
  const style = Object.fromEntries(Object.entries(frame).map(([side, value]) => [side, `${value * 100}%`]));
  return (
    <dialog ref={dialog} className="part" aria-labelledby="part-title" onClose={onClose}>
      <h2 id="part-title">Which part of it?</h2>
      <p id="part-hint" className="quiet">
        Draw a frame around it, or pull its corners.{' '}
        <span className="for-keys">The arrow keys move it, and with Shift they change its size.</span>
      </p>
      <div
        className="part-photo"
        onPointerDown={press}
        onPointerMove={drag}
        onPointerUp={release}
        onPointerCancel={release}
      >
        {/* biome-ignore lint/performance/noImgElement: an address of this page's own memory cannot be optimised by a server */}
        <img ref={image} src={url} alt="" draggable={false} />
        <button
          type="button"
          className="part-frame"
          style={style}
          aria-label={`Frame: ${describe(frame)}`}
          aria-describedby="part-hint"
          onKeyDown={push}
        />
      </div>
      <p role="status" className="unseen">
        {said}
      </p>
      <div className="buttons">
        <button type="button" className="main" onClick={() => choose(frame)}>
          Search for this part
        </button>
        {part && (
          <button type="button" onClick={() => choose(undefined)}>
            The whole photo
          </button>
        )}
        <button type="button" onClick={() => dialog.current?.close()}>
          Close
        </button>
      </div>
    </dialog>
  );
}

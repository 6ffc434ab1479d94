import { getEventListeners } from 'node:events';
import { expect, it } from 'vitest';
import { onAbort } from './on-abort.ts';

it('tells all who wait, once, through one listener', () => {
  const { signal, abort } = ((controller) => ({
    signal: controller.signal,
    abort: () => controller.abort(),
  }))(new AbortController());
  const told: string[] = [];
  const same = (): void => void told.push('same');
  const stops = [onAbort(signal, same), onAbort(signal, same), onAbort(signal, () => told.push('other'))];
  expect(getEventListeners(signal, 'abort')).toHaveLength(1);
  stops[0]!();
  stops[0]!();
  abort();
  expect(told).toEqual(['same', 'other']);
  for (const stop of stops) stop();
  expect(told).toHaveLength(2);
});

it('leaves nothing on a signal that never fired, and may begin again', () => {
  const controller = new AbortController();
  const { signal } = controller;
  let told = 0;
  for (let round = 0; round < 3; round++) {
    const stops = Array.from({ length: 100 }, () => onAbort(signal, () => told++));
    for (const stop of stops) stop();
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  }
  onAbort(signal, () => told++);
  controller.abort();
  expect(told).toBe(1);
});

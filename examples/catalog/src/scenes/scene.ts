import type { Random } from '../drawing/random.ts';

/** A place where a query photo is taken. `draw` returns SVG elements that cover width x height pixels. */
export interface Scene {
  id: string;
  background: 'plain' | 'cluttered';
  draw(random: Random, width: number, height: number): string;
}

export const rect = (x: number, y: number, width: number, height: number, fill: string, more = ''): string =>
  `<rect x="${x.toFixed(1)}" y="${y.toFixed(1)}" width="${Math.max(0, width).toFixed(1)}" height="${Math.max(0, height).toFixed(1)}" fill="${fill}" ${more}/>`;

export const oval = (x: number, y: number, rx: number, ry: number, fill: string, more = ''): string =>
  `<ellipse cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" rx="${rx.toFixed(1)}" ry="${ry.toFixed(1)}" fill="${fill}" ${more}/>`;

export const stroke = (path: string, colour: string, width: number, opacity = 1): string =>
  `<path d="${path}" fill="none" stroke="${colour}" stroke-width="${width.toFixed(1)}" stroke-opacity="${opacity}" stroke-linecap="round"/>`;

export const many = (count: number, draw: (index: number) => string): string =>
  Array.from({ length: Math.ceil(count) }, (_, index) => draw(index)).join('');

/** A shaded vertical or slanted sweep of light over a whole area. */
export function sweep(id: string, width: number, height: number, bright: number, dark: number): string {
  return `<defs><linearGradient id="${id}" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="#fff" stop-opacity="${bright}"/><stop offset="0.5" stop-color="#fff" stop-opacity="0"/><stop offset="1" stop-color="#000" stop-opacity="${dark}"/></linearGradient></defs>${rect(0, 0, width, height, `url(#${id})`)}`;
}

import { describe, expect, it } from 'vitest';
import { warp } from './warp.ts';

/** 2 by 2: red, green / blue, see-through. */
const four = {
  width: 2,
  height: 2,
  data: Uint8Array.of(255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255, 9, 9, 9, 0),
};

describe('warp', () => {
  it('leaves the picture alone where the quad is the picture', () => {
    const same = warp(
      four,
      [
        [0, 0],
        [2, 0],
        [2, 2],
        [0, 2],
      ],
      2,
      2,
    );
    expect([...same.data.slice(0, 12)]).toEqual([...four.data.slice(0, 12)]);
    expect(same.data[15]).toBe(0);
  });

  it('turns by a quarter where the corners do', () => {
    const turned = warp(
      four,
      [
        [2, 0],
        [2, 2],
        [0, 2],
        [0, 0],
      ],
      2,
      2,
    );
    expect([...turned.data.slice(4, 7)]).toEqual([255, 0, 0]);
    expect([...turned.data.slice(12, 15)]).toEqual([0, 255, 0]);
    expect([...turned.data.slice(0, 3)]).toEqual([0, 0, 255]);
  });

  it('keeps straight lines straight in perspective: diagonals cross where the centre goes', () => {
    const board = { width: 100, height: 100, data: new Uint8Array(40_000).fill(255) };
    for (let y = 45; y < 55; y += 1)
      for (let x = 45; x < 55; x += 1) board.data.set([0, 0, 0, 255], (y * 100 + x) * 4);
    // Corners (20,0) (80,0) (100,100) (0,100): the diagonals meet at (50, 37.5).
    const seen = warp(
      board,
      [
        [20, 0],
        [80, 0],
        [100, 100],
        [0, 100],
      ],
      100,
      100,
    );
    const at = (x: number, y: number): number => seen.data[(y * 100 + x) * 4]!;
    expect(at(50, 37)).toBe(0);
    expect(at(50, 50)).toBe(255);
    // Sideways, corners (0,0) (100,20) (100,80) (0,100): they meet at (62.5, 50).
    const side = warp(
      board,
      [
        [0, 0],
        [100, 20],
        [100, 80],
        [0, 100],
      ],
      100,
      100,
    );
    expect(side.data[(50 * 100 + 62) * 4]).toBe(0);
    expect(side.data[(50 * 100 + 50) * 4]).toBe(255);
  });

  it('does not let hidden colours bleed into the edge', () => {
    const half = { width: 2, height: 1, data: Uint8Array.of(200, 200, 200, 255, 0, 0, 0, 0) };
    const wide = warp(
      half,
      [
        [0, 0],
        [8, 0],
        [8, 4],
        [0, 4],
      ],
      8,
      4,
    );
    for (let at = 0; at < wide.data.length; at += 4)
      if (wide.data[at + 3]! > 0) expect(wide.data[at]).toBe(200);
  });
});

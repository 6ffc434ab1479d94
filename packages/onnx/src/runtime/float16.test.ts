import { expect, it } from 'vitest';
import { fromFloat16Bits, toFloat16Bits } from './float16.ts';

// The engine's own half precision is the reference; Node 22 has none.
const Native = (globalThis as unknown as { Float16Array?: new (buffer: ArrayBuffer) => Float32Array })
  .Float16Array;

it.skipIf(!Native)('agrees with the engine on all 65536 halves, there and back', () => {
  const halves = Uint16Array.from({ length: 65536 }, (_, i) => i);
  const values = new Native!(halves.buffer);
  for (let half = 0; half < 65536; half++) {
    const value = fromFloat16Bits(half);
    if (!Object.is(value, values[half])) expect([half, value]).toEqual([half, values[half]]);
    if (!Number.isNaN(value) && toFloat16Bits(value) !== half)
      expect([value, toFloat16Bits(value)]).toEqual([value, half]);
  }
});

it.skipIf(!Native)('rounds as the engine does: ties to even, subnormals, overflow', () => {
  const buffer = new ArrayBuffer(2);
  const value = new Native!(buffer);
  const bits = new Uint16Array(buffer);
  const inputs = [
    0.1,
    1 / 3,
    2049,
    2051,
    65519.99,
    65520,
    1e9,
    5.96e-8,
    2.98e-8,
    2.99e-8,
    6.1e-5,
    -0.7,
    1e-30,
  ];
  for (let i = 0; i < 20_000; i++) inputs.push((Math.sin(i) * 2 ** ((i % 50) - 28)) / Math.cos(i * 3));
  for (const input of inputs.map(Math.fround)) {
    value[0] = input;
    if (toFloat16Bits(input) !== bits[0]) expect([input, toFloat16Bits(input)]).toEqual([input, bits[0]]);
  }
});

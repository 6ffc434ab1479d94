import type { Coefficients } from '../coefficients.ts';
import type { Planes, ResamplePlan, RgbRaster } from '../plan-resample.ts';
import { RESAMPLE_CODE } from './resample-code.ts';

/** Functions of resample.wat; all arguments are places in its memory, bytes and counts. */
interface Code {
  readonly memory: WebAssembly.Memory;
  columns(...places: number[]): void;
  rows(...places: number[]): void;
}

/** Source rows that are copied in at once. */
const BAND_BYTES = 1 << 20;
/** Pictures that would need more than this go the plain way instead of keeping so much memory. */
const LARGEST_MEMORY = 64 << 20;
/** Loads and stores run over by this much. */
const SLACK = 16;

let code: Code | null | undefined;

/**
 * Both passes in WebAssembly with SIMD. Its memory is kept and reused; nothing else is.
 * @returns undefined where the runtime cannot do it, or the picture is too large for it
 */
export function resampleSimd(image: RgbRaster, plan: ResamplePlan): Planes | undefined {
  code ??= load();
  if (!code) return undefined;
  const { across, down, firstRow, rows, width, height } = plan;
  const stride = image.width * 3;
  const band = Math.min(rows, Math.max(1, Math.floor(BAND_BYTES / stride)));
  const area = width * rows;

  let end = 0;
  const reserve = (bytes: number): number => {
    const place = end;
    end = (end + bytes + SLACK + 15) & ~15;
    return place;
  };
  const acrossPlaces = reserveCoefficients(across, reserve);
  const downPlaces = reserveCoefficients(down, reserve);
  const source = reserve(band * stride);
  const narrowed = reserve(3 * area);
  const result = reserve(3 * width * height);
  if (end > LARGEST_MEMORY || !grow(code.memory, end)) return undefined;

  const bytes = new Uint8Array(code.memory.buffer);
  writeCoefficients(bytes, across, acrossPlaces);
  writeCoefficients(bytes, down, downPlaces);
  for (let row = 0; row < rows; row += band) {
    const count = Math.min(band, rows - row);
    const from = (firstRow + row) * stride;
    bytes.set(image.data.subarray(from, from + count * stride), source);
    code.columns(
      source,
      stride,
      count,
      ...acrossPlaces,
      across.taps * 4,
      width,
      narrowed + row * width,
      area,
    );
  }
  for (let plane = 0; plane < 3; plane++) {
    const target = result + plane * width * height;
    code.rows(narrowed + plane * area, firstRow, height, ...downPlaces, down.taps * 4, width, target);
  }
  return new Uint8ClampedArray(code.memory.buffer.slice(result, result + 3 * width * height));
}

function load(): Code | null {
  try {
    const bytes = Uint8Array.from(atob(RESAMPLE_CODE), (letter) => letter.charCodeAt(0));
    return new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports as unknown as Code;
  } catch {
    // No SIMD, or a security policy without 'wasm-unsafe-eval'.
    return null;
  }
}

/** Places of starts, lengths and weights. */
function reserveCoefficients(
  { starts, lengths, weights }: Coefficients,
  reserve: (bytes: number) => number,
): readonly [number, number, number] {
  return [reserve(starts.byteLength), reserve(lengths.byteLength), reserve(weights.byteLength)];
}

function writeCoefficients(
  bytes: Uint8Array,
  { starts, lengths, weights }: Coefficients,
  places: readonly number[],
): void {
  for (const [n, list] of [starts, lengths, weights].entries())
    bytes.set(new Uint8Array(list.buffer, list.byteOffset, list.byteLength), places[n]!);
}

/** False where there is no more memory. */
function grow(memory: WebAssembly.Memory, bytes: number): boolean {
  const missing = bytes - memory.buffer.byteLength;
  if (missing <= 0) return true;
  try {
    memory.grow(Math.ceil(missing / 65536));
    return true;
  } catch {
    return false;
  }
}

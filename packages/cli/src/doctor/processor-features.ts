import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import path from 'node:path';

export interface ProcessorFeatures {
  readonly model: string;
  /** Those that matter to ONNX Runtime, in the kernel's spelling; undefined where the system does not tell. */
  readonly features?: readonly string[] | undefined;
  /** Whether it multiplies 8-bit numbers as such, which makes int8 models fast. */
  readonly int8?: boolean | undefined;
}

/** x64: what ONNX Runtime's kernels ask for. */
const X64 = [
  ...['avx', 'avx2', 'fma', 'f16c', 'avx512f', 'avx512bw', 'avx512_vnni', 'avx_vnni'],
  ...['avx512_bf16', 'avx512_fp16', 'amx_int8', 'amx_bf16'],
];
/** arm64: `asimd` is NEON, `asimddp` its dot product, `asimdhp` half precision. */
const ARM64 = ['asimd', 'asimdhp', 'asimddp', 'i8mm', 'bf16', 'sve', 'sve2'];
const INT8 = ['avx512_vnni', 'avx_vnni', 'amx_int8', 'asimddp', 'i8mm'];

/** Every Apple processor that Node runs on natively has these; macOS keeps no /proc. */
const APPLE = ['asimd', 'asimdhp', 'asimddp'];

/** @param root folder that stands for `/` */
export function readProcessorFeatures(
  root = '/',
  { platform, arch }: { readonly platform: string; readonly arch: string } = process,
): ProcessorFeatures {
  const model = cpus()[0]?.model.trim() || 'unknown processor';
  const features = platform === 'darwin' && arch === 'arm64' ? APPLE : readFlags(root, arch);
  return { model, features, int8: features && INT8.some((name) => features.includes(name)) };
}

function readFlags(root: string, arch: string): string[] | undefined {
  let text: string;
  try {
    text = readFileSync(path.join(root, 'proc/cpuinfo'), 'utf8');
  } catch {
    return undefined;
  }
  // `flags` on x64, `Features` on arm64, a line a core.
  const line = /^(?:flags|Features)\s*:\s*(.*)$/m.exec(text)?.[1];
  if (line === undefined) return undefined;
  const has = new Set(line.split(/\s+/));
  return (arch === 'x64' ? X64 : ARM64).filter((name) => has.has(name));
}

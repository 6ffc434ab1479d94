import { availableParallelism } from 'node:os';
import { availableCores, createOnnxRuntime } from '@imgsearch/onnx/node';
import type { Finding } from './finding.ts';
import { readProcessorFeatures } from './processor-features.ts';

export interface ProcessorSources {
  /** Folder that stands for `/`. */
  readonly root: string;
  /** Cores that the process may run on. */
  readonly parallelism: number;
  readonly platform: string;
  readonly arch: string;
}

export function checkProcessor(
  sources: ProcessorSources = {
    root: '/',
    parallelism: availableParallelism(),
    platform: process.platform,
    arch: process.arch,
  },
): Finding {
  const { root, parallelism, arch } = sources;
  const cores = availableCores({ parallelism, root });
  const { model, features, int8 } = readProcessorFeatures(root, sources);
  const { workers, threads } = createOnnxRuntime().info;
  const details = [
    features === undefined
      ? 'This system does not say what its processor can do.'
      : `Instructions that matter: ${features.join(', ') || 'none'}.`,
  ];
  if (int8 !== undefined)
    details.push(
      int8
        ? 'It multiplies 8-bit numbers as such: int8 models are worth a try (imgsearch models bench).'
        : 'It has no instructions for 8-bit products: int8 models save memory, and little time.',
    );
  if (cores < parallelism)
    details.push(`A control group leaves ${cores} of the ${parallelism} cores' worth of time.`);
  details.push(
    `Models run in ${count(workers, 'worker')} of ${count(threads, 'thread')} unless you say otherwise.`,
  );
  const slow = arch === 'x64' && features !== undefined && !features.includes('avx2');
  return {
    check: 'processor',
    state: slow ? 'note' : 'fine',
    summary: `${count(cores, 'core')} of ${model}`,
    details,
    next: slow
      ? [
          'Without AVX2 models run several times slower: choose a newer machine, or tell its hypervisor to pass the feature on.',
        ]
      : [],
    facts: { model, cores, parallelism, features, int8, workers, threads },
  };
}

const count = (number: number, what: string): string => `${number} ${what}${number === 1 ? '' : 's'}`;

import type { NodeProvider } from '@imgsearch/onnx/node';
import type { Finding } from './finding.ts';
import { listGpus } from './list-gpus.ts';
import { type ProbedProvider, type ProbeOptions, probeProvider } from './probe-providers.ts';

export interface ProviderCheck extends ProbeOptions {
  /** Those that must work; the CPU always must. */
  readonly needed?: readonly NodeProvider[] | undefined;
  /** The driver's tool, other than nvidia-smi on the PATH: for tests. */
  readonly smi?: string | undefined;
}

const ALL: readonly NodeProvider[] = ['cpu', 'cuda', 'tensorrt'];

/** Every execution provider, tried by loading it. A GPU one is broken only where it is needed. */
export async function* checkProviders({
  needed = [],
  smi,
  ...options
}: ProviderCheck): AsyncGenerator<Finding> {
  const gpus = await listGpus(smi);
  const probed: ProbedProvider[] = [];
  for (const provider of ALL) probed.push(await probeProvider(provider, options));
  for (const one of probed) {
    if (one.provider === 'cpu' || one.works || needed.includes(one.provider) || gpus?.length)
      yield judge(one, one.provider === 'cpu' || needed.includes(one.provider));
  }
  const silent = probed.filter(({ provider, works }) => provider !== 'cpu' && !works);
  const named = gpus?.map(({ index, name, memory }) => `${index}: ${name}, ${(memory / 1024).toFixed(0)} GB`);
  yield {
    check: 'gpu',
    state: 'fine',
    summary: named?.length
      ? `${named.length === 1 ? 'One NVIDIA GPU' : `${named.length} NVIDIA GPUs`}`
      : 'No NVIDIA GPU: models run on the CPU',
    details: named?.length
      ? named
      : silent.map(({ provider, missing }) =>
          missing.length
            ? `${provider} would also miss ${missing.join(', ')}.`
            : `${provider} does not load here.`,
        ),
    facts: { gpus: gpus ?? [], unavailable: gpus?.length ? [] : silent },
  };
}

function judge({ provider, works, reason, missing, next }: ProbedProvider, needed: boolean): Finding {
  const facts = { provider, works, reason, missing };
  if (works) return { check: 'provider', state: 'fine', summary: `ONNX Runtime works on ${provider}`, facts };
  return {
    check: 'provider',
    state: needed ? 'broken' : 'note',
    summary: `ONNX Runtime does not work on ${provider}: ${missing.length ? `${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing` : reason}`,
    details: missing.length && reason ? [reason] : [],
    next,
    facts,
  };
}

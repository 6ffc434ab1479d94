import type { NodeProvider } from '@imgsearch/onnx/node';
import type { Finding } from './finding.ts';
import { type Gpu, listGpus } from './list-gpus.ts';
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
  const isNeeded = (provider: NodeProvider): boolean => provider === 'cpu' || needed.includes(provider);
  const judged = probed.filter(({ provider, works }) => works || isNeeded(provider) || gpus?.length);
  for (const one of judged) yield judge(one, isNeeded(one.provider));
  yield describeGpus(gpus, judged, probed);
}

/** The GPUs that there are; and where there are none, what else the providers that nobody needs would miss. */
function describeGpus(
  gpus: readonly Gpu[] | undefined,
  judged: readonly ProbedProvider[],
  probed: readonly ProbedProvider[],
): Finding {
  const facts = { gpus: gpus ?? [] };
  if (gpus?.length)
    return {
      check: 'gpu',
      state: 'fine',
      summary: gpus.length === 1 ? 'One NVIDIA GPU' : `${gpus.length} NVIDIA GPUs`,
      details: gpus.map(
        ({ index, name, memory, driver }) =>
          `${index}: ${name}, ${(memory / 1024).toFixed(0)} GB, driver ${driver}`,
      ),
      facts,
    };
  const seen = judged.some(({ provider, works }) => works && provider !== 'cpu');
  const unavailable = probed.filter((one) => !judged.includes(one));
  return {
    check: 'gpu',
    state: 'fine',
    summary: seen
      ? 'A GPU works; nvidia-smi, which would name it, does not'
      : 'No NVIDIA GPU: models run on the CPU',
    details: unavailable.map(({ provider, missing }) =>
      missing.length > 0
        ? `${provider} would also miss ${missing.join(', ')}.`
        : `${provider} does not load here.`,
    ),
    facts: { ...facts, unavailable },
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

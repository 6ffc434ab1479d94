import { availableMemory, type MemorySources } from '@imgsearch/onnx/node';
import type { Finding } from './finding.ts';

const MB = 2 ** 20;
/** What the starter models with sharp and LanceDB were seen to need, with room for pictures. */
const ENOUGH = 400 * MB;

export function checkMemory(sources?: MemorySources): Finding {
  const { total, free, limited } = availableMemory(sources);
  const tight = free < ENOUGH;
  return {
    check: 'memory',
    state: tight ? 'note' : 'fine',
    summary: `${megabytes(total)} of memory${limited ? ' (the limit of a control group)' : ''}, ${megabytes(free)} of it free`,
    next: tight
      ? [
          'The starter models, sharp and a store want about 400 MB. Give the container more, or use one worker (createOnnxRuntime({ workers: 1 })) and int8 models.',
        ]
      : [],
    facts: { total, free, limited },
  };
}

export const megabytes = (bytes: number): string =>
  bytes >= 10 * 1024 * MB ? `${(bytes / 2 ** 30).toFixed(1)} GB` : `${Math.round(bytes / MB)} MB`;

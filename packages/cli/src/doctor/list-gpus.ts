import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

export interface Gpu {
  /** As `deviceId` counts them. */
  readonly index: number;
  readonly name: string;
  /** MiB. */
  readonly memory: number;
  readonly free: number;
  readonly driver: string;
}

const QUERY = [
  '--query-gpu=index,name,memory.total,memory.free,driver_version',
  '--format=csv,noheader,nounits',
];

/** The NVIDIA GPUs that the driver's own tool sees; undefined where there is no such tool or it fails. */
export async function listGpus(command = 'nvidia-smi'): Promise<Gpu[] | undefined> {
  try {
    const { stdout } = await promisify(execFile)(command, QUERY, { timeout: 20_000 });
    return stdout
      .trim()
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => {
        const [index, name, memory, free, driver] = line.split(', ');
        return {
          index: Number(index),
          name: name!,
          memory: Number(memory),
          free: Number(free),
          driver: driver!,
        };
      });
  } catch {
    return undefined;
  }
}

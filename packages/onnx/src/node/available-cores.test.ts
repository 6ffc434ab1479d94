import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { availableCores } from './available-cores.ts';

/** A machine of so many cores, with these files. */
function cores(parallelism: number, files: Readonly<Record<string, string>>): number {
  const root = mkdtempSync(path.join(os.tmpdir(), 'cores-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    writeFileSync(path.join(root, name), text);
  }
  return availableCores({ parallelism, root });
}
const unified = (max: string, group = '/') => ({
  'proc/self/cgroup': `0::${group}\n`,
  [`sys/fs/cgroup${group}/cpu.max`]: max,
});
const first = (quota: number, controllers = 'cpu', group = '/') => ({
  'proc/self/cgroup': `9:name=systemd:/\n3:cpuset:/\n1:${controllers}:${group}\n0::/\n`,
  [`sys/fs/cgroup/${controllers}${group}/cpu.cfs_quota_us`]: `${quota}\n`,
  [`sys/fs/cgroup/${controllers}${group}/cpu.cfs_period_us`]: '100000\n',
});

it.each([
  ['no control groups', {}, 8],
  ['no quota (v2)', unified('max 100000\n'), 8],
  ['two cores (v2)', unified('200000 100000\n'), 2],
  ['a core and a half (v2)', unified('150000 100000\n'), 2],
  ['a quarter of a core (v2)', unified('25000 100000\n'), 1],
  ['more than there are (v2)', unified('6400000 100000\n'), 8],
  [
    'a quota of a group around (v2)',
    { ...unified('max 100000\n', '/a/b'), 'sys/fs/cgroup/a/cpu.max': '300000 100000' },
    3,
  ],
  [
    'the path of the host, files of the container (v2)',
    { ...unified('400000 100000\n'), 'proc/self/cgroup': '0::/kubepods/pod1\n' },
    4,
  ],
  ['no quota (v1)', first(-1), 8],
  ['three cores (v1)', first(300_000), 3],
  ['half a core (v1)', first(50_000), 1],
  ['three cores, mounted together (v1)', first(300_000, 'cpu,cpuacct', '/docker/x'), 3],
  ['nonsense', { ...unified('lots'), 'proc/self/cgroup': 'x\n::\n0::/\n' }, 8],
])('%s', (_, files, expected) => {
  expect(cores(8, files)).toBe(expected);
});

it('knows this machine', () => {
  expect(availableCores()).toBeGreaterThanOrEqual(1);
  expect(availableCores()).toBeLessThanOrEqual(os.availableParallelism());
});

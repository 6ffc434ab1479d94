import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { availableMemory } from './available-memory.ts';

const MB = 2 ** 20;

/** A machine of 8 GB, 6 of them free, with these files. */
function memory(files: Readonly<Record<string, string>>): [total: number, free: number, limited: boolean] {
  const root = mkdtempSync(path.join(os.tmpdir(), 'memory-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    writeFileSync(path.join(root, name), text);
  }
  const { total, free, limited } = availableMemory({ total: 8192 * MB, free: 6144 * MB, root });
  return [total / MB, free / MB, limited];
}
const unified = (max: string, used = 100, group = '/') => ({
  'proc/self/cgroup': `0::${group}\n`,
  [`sys/fs/cgroup${group}/memory.max`]: `${max}\n`,
  [`sys/fs/cgroup${group}/memory.current`]: `${used * MB}\n`,
});
const first = (limit: bigint, used = 100, group = '/docker/x') => ({
  'proc/self/cgroup': `9:name=systemd:/\n4:memory:${group}\n0::/\n`,
  [`sys/fs/cgroup/memory${group}/memory.limit_in_bytes`]: `${limit}\n`,
  [`sys/fs/cgroup/memory${group}/memory.usage_in_bytes`]: `${used * MB}\n`,
});

it.each([
  ['no control groups', {}, [8192, 6144, false]],
  ['no limit (v2)', unified('max'), [8192, 6144, false]],
  ['512 MB (v2)', unified(`${512 * MB}`), [512, 412, true]],
  ['512 MB, used up (v2)', unified(`${512 * MB}`, 600), [512, 0, true]],
  ['more than there is (v2)', unified(`${2 ** 40}`), [8192, 6144, false]],
  [
    'a limit of a group around (v2)',
    {
      ...unified('max', 100, '/a/b'),
      'sys/fs/cgroup/a/memory.max': `${1024 * MB}`,
      'sys/fs/cgroup/a/memory.current': `${1000 * MB}`,
    },
    [1024, 24, true],
  ],
  ['no limit (v1)', first(9_223_372_036_854_771_712n), [8192, 6144, false]],
  ['512 MB (v1)', first(BigInt(512 * MB)), [512, 412, true]],
  [
    'read files are not held (v2)',
    {
      ...unified(`${512 * MB}`, 500),
      'sys/fs/cgroup/memory.stat': `anon 1\ninactive_file ${300 * MB}\nactive_file 7\n`,
    },
    [512, 312, true],
  ],
  [
    'read files are not held (v1)',
    {
      ...first(BigInt(512 * MB), 500),
      'sys/fs/cgroup/memory/docker/x/memory.stat': `inactive_file 1\ntotal_inactive_file ${100 * MB}\n`,
    },
    [512, 112, true],
  ],
  ['nonsense', { ...unified('lots'), 'proc/self/cgroup': 'x\n::\n0::/\n' }, [8192, 6144, false]],
])('%s', (_, files, expected) => {
  expect(memory(files)).toEqual(expected);
});

it('knows this machine', () => {
  const { total, free } = availableMemory();
  expect(total).toBeGreaterThan(64 * MB);
  expect(total).toBeLessThanOrEqual(os.totalmem());
  expect(free).toBeLessThanOrEqual(total);
});

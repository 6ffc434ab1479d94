import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkMemory } from './check-memory.ts';
import { checkNode, readNodeFacts } from './check-node.ts';
import { checkProcessor } from './check-processor.ts';
import { readProcessorFeatures } from './processor-features.ts';

/** A folder that stands for `/`. */
function rootWith(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(path.join(tmpdir(), 'imgsearch-root-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    writeFileSync(path.join(root, name), text);
  }
  return root;
}
// Two lines of each as Linux prints them.
const EPYC = `processor\t: 0
model name\t: AMD EPYC 9B14
flags\t\t: fpu sse4_2 f16c avx fma avx2 avx512f avx512bw avx512_bf16 avx512_vnni rdpid
processor\t: 1
flags\t\t: fpu sse4_2`;
const SANDY_BRIDGE = 'model name\t: Intel(R) Xeon(R) CPU E5-2670\nflags\t\t: fpu sse4_2 avx xsave\n';
const GRAVITON =
  'processor\t: 0\nBogoMIPS\t: 2100.00\nFeatures\t: fp asimd fphp asimdhp cpuid asimddp sve i8mm bf16\n';
const PI_4 = 'processor\t: 0\nFeatures\t: fp asimd evtstrm crc32 cpuid\n';

describe('processor', () => {
  it.each([
    ['x64', EPYC, ['avx', 'avx2', 'fma', 'f16c', 'avx512f', 'avx512bw', 'avx512_vnni', 'avx512_bf16'], true],
    ['x64', SANDY_BRIDGE, ['avx'], false],
    ['arm64', GRAVITON, ['asimd', 'asimdhp', 'asimddp', 'i8mm', 'bf16', 'sve'], true],
    ['arm64', PI_4, ['asimd'], false],
  ])('%s: what it can do', (arch, cpuinfo, features, int8) => {
    const root = rootWith({ 'proc/cpuinfo': cpuinfo });
    const found = readProcessorFeatures(root, { platform: 'linux', arch });
    expect([...found.features!].sort()).toEqual([...features].sort());
    expect(found.int8).toBe(int8);
  });

  it('is not guessed where the system does not tell, and known of Apple', () => {
    expect(readProcessorFeatures(rootWith({}), { platform: 'win32', arch: 'x64' }).features).toBeUndefined();
    expect(readProcessorFeatures(rootWith({}), { platform: 'darwin', arch: 'arm64' }).int8).toBe(true);
  });

  it('tells of a quota, and of a processor too old', () => {
    const root = rootWith({
      'proc/cpuinfo': SANDY_BRIDGE,
      'proc/self/cgroup': '0::/\n',
      'sys/fs/cgroup/cpu.max': '100000 100000\n',
    });
    const finding = checkProcessor({ root, parallelism: 16, platform: 'linux', arch: 'x64' });
    expect(finding).toMatchObject({ state: 'note', facts: { cores: 1, parallelism: 16, int8: false } });
    expect(finding.summary).toMatch(/^1 core of /);
    expect(finding.details).toContain("A control group leaves 1 of the 16 cores' worth of time.");
    expect(finding.next?.[0]).toContain('AVX2');
  });
});

describe('memory', () => {
  const gigabyte = 2 ** 30;
  it.each([
    [
      'cgroup v2',
      {
        'proc/self/cgroup': '0::/\n',
        'sys/fs/cgroup/memory.max': `${gigabyte / 2}\n`,
        'sys/fs/cgroup/memory.current': `${gigabyte / 4}\n`,
      },
    ],
    [
      'cgroup v1',
      {
        'proc/self/cgroup': '4:memory:/docker/x\n',
        'sys/fs/cgroup/memory/docker/x/memory.limit_in_bytes': `${gigabyte / 2}\n`,
        'sys/fs/cgroup/memory/docker/x/memory.usage_in_bytes': `${gigabyte / 4}\n`,
      },
    ],
  ])('512 MB by %s are little, and said to be a limit', (_, files) => {
    const finding = checkMemory({ total: 64 * gigabyte, free: 32 * gigabyte, root: rootWith(files) });
    expect(finding).toMatchObject({
      state: 'note',
      summary: '512 MB of memory (the limit of a control group), 256 MB of it free',
    });
    expect(finding.next?.[0]).toContain('workers: 1');
  });

  it('a machine without limits is fine', () => {
    const finding = checkMemory({ total: 24 * gigabyte, free: 20 * gigabyte, root: rootWith({}) });
    expect(finding).toMatchObject({ state: 'fine', summary: '24.0 GB of memory, 20.0 GB of it free' });
  });
});

describe('node', () => {
  const fine = { version: '24.21.0', platform: 'linux', architecture: 'x64', glibc: '2.36' };
  it.each([
    ['22.11.9', 'broken'],
    ['22.12.0', 'fine'],
    ['22.9.0', 'broken'],
    ['24.0.0', 'fine'],
    ['20.19.0', 'broken'],
  ])('%s is %s', (version, state) => {
    expect(checkNode({ ...fine, version }).state).toBe(state);
  });

  it('says where ONNX Runtime has no binaries', () => {
    expect(checkNode({ ...fine, glibc: undefined })).toMatchObject({
      state: 'broken',
      summary: expect.stringContaining('musl'),
      next: [expect.stringContaining('node:24-slim')],
    });
    expect(checkNode({ ...fine, platform: 'darwin', architecture: 'x64' }).state).toBe('broken');
    expect(checkNode({ ...fine, platform: 'darwin', architecture: 'arm64', glibc: undefined }).state).toBe(
      'fine',
    );
  });

  it('reads this one', () => {
    expect(readNodeFacts()).toMatchObject({ version: process.versions.node, platform: process.platform });
  });
});

// The whole command, as people run it.
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import os, { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { runHere } from '../../test/terminal.ts';
import type { DoctorReport } from '../commands/doctor.ts';
import type { Finding } from './finding.ts';

// Seven processes each: on a busy machine they take their time.
vi.setConfig({ testTimeout: 240_000 });

const bin = path.resolve(import.meta.dirname, '../bin.ts');
const MB = 2 ** 20;
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'imgsearch-doctor-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(
  command: string,
  words: readonly string[],
): Promise<{ code: number | null; out: string; err: string }> {
  return new Promise((resolve) => {
    const child = spawn(command, words, { cwd: folder });
    let [out, err] = ['', ''];
    child.stdout.on('data', (text) => (out += text));
    child.stderr.on('data', (text) => (err += text));
    child.on('close', (code) => resolve({ code, out, err }));
  });
}
const doctor = (...words: readonly string[]) => run(process.execPath, [bin, 'doctor', ...words]);
const one = ({ findings }: DoctorReport, check: Finding['check']) =>
  findings.find((finding) => finding.check === check)!;

it('says what is true of this machine, and measures', async () => {
  const { code, out, err } = await doctor('--json', '--seconds', '0.2');
  expect(err).toBe('');
  expect(code).toBe(0);
  const report: DoctorReport = JSON.parse(out);
  expect(report).toMatchObject({ format: 'imgsearch-doctor-1', works: true });
  expect(report.findings.map(({ check }) => check)).toEqual([
    ...['node', 'processor', 'memory', 'provider', 'gpu', 'model', 'model', 'model', 'store', 'speed'],
  ]);
  expect(one(report, 'node').facts).toMatchObject({ version: process.versions.node });
  expect(one(report, 'processor').facts?.cores).toBeLessThanOrEqual(os.availableParallelism());
  expect(one(report, 'memory').facts?.total).toBeLessThanOrEqual(os.totalmem());
  expect(one(report, 'provider').facts).toMatchObject({ provider: 'cpu', works: true });
  const { picturesASecond } = one(report, 'speed').facts as { picturesASecond: Record<string, number> };
  const { decode, cutOut, embed, together } = picturesASecond as Record<
    'decode' | 'cutOut' | 'embed' | 'together',
    number
  >;
  expect(together).toBeLessThan(Math.min(decode, cutOut, embed));
  expect(together).toBeGreaterThan(0);
});

it('for people: a line each, what to do, a verdict, and 1 where something needed is missing', async () => {
  const { code, out, err } = await doctor('--seconds', '0', '--needs', 'cuda', '--embedding', 'nowhere.json');
  expect(err).toBe('');
  expect(code).toBe(1);
  expect(out).toMatch(/^✓ Node /);
  expect(out).toMatch(/^✗ embedding: .*nowhere\.json/m);
  expect(out).toMatch(/^ {2}→ Name a JSON file/m);
  expect(out).toMatch(/of \d+ checks found something broken\. What to do stands at each →\.\n$/);
  expect(out).not.toContain('    at ');
  for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(140);
});

it('a wrong command line ends with 2', async () => {
  expect(await runHere(folder, ['doctor', '--needs', 'coreml'])).toMatchObject({ code: 2 });
  expect(await runHere(folder, ['doctor', '--seconds', 'ten'])).toMatchObject({ code: 2 });
});

/** A control group of this process's own with 512 MB, of either version, or why there can be none. */
function limitedGroup(): { readonly procs: string; readonly remove: () => void } | string {
  try {
    const groups = readFileSync('/proc/self/cgroup', 'utf8');
    const first = /^\d+:(?:[^:]*,)?memory(?:,[^:]*)?:(.*)$/m.exec(groups)?.[1];
    const unified = /^0::(.*)$/m.exec(groups)?.[1];
    const base = first === undefined ? `/sys/fs/cgroup${unified}` : `/sys/fs/cgroup/memory${first}`;
    const place = path.join(base, `imgsearch-doctor-${process.pid}`);
    mkdirSync(place);
    const remove = () => rmdirSync(place);
    try {
      const limit = first === undefined ? 'memory.max' : 'memory.limit_in_bytes';
      writeFileSync(path.join(place, limit), `${512 * MB}`);
      return { procs: path.join(place, 'cgroup.procs'), remove };
    } catch (error) {
      remove();
      throw error;
    }
  } catch (error) {
    return String(error);
  }
}
const hasTaskset = (() => {
  try {
    execFileSync('taskset', ['-V'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();
const group = hasTaskset ? limitedGroup() : 'there is no taskset';
afterAll(() => {
  if (typeof group === 'object') group.remove();
});
// The arithmetic runs everywhere against an injected root: check-machine.test.ts.
if (typeof group === 'string')
  console.warn(`!! SKIPPED: one core with 512 MB, no control group can be made: ${group}`);

it.skipIf(typeof group === 'string')(
  'on one core with 512 MB, by taskset and a control group of the system',
  async () => {
    const { procs } = group as Exclude<typeof group, string>;
    const { code, out, err } = await run('sh', [
      '-c',
      `echo $$ > ${procs} && exec taskset -c 0 ${process.execPath} ${bin} doctor --json --seconds 0.2`,
    ]);
    expect(err).toBe('');
    expect(code).toBe(0);
    const report: DoctorReport = JSON.parse(out);
    expect(one(report, 'processor').facts).toMatchObject({ cores: 1, workers: 1, threads: 1 });
    expect(one(report, 'memory').facts).toMatchObject({ total: 512 * MB, limited: true });
    expect(one(report, 'memory').facts?.free).toBeLessThan(512 * MB);
    expect(one(report, 'speed').facts?.resident).toBeLessThan(512 * MB);
  },
);

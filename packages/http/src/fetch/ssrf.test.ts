import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { legitimate, tricks } from '../../test/ssrf-tricks.ts';

interface Outcome {
  readonly name: string;
  readonly status?: number;
  readonly body?: string;
  readonly code?: string;
  readonly message?: string;
}
interface Report {
  readonly publicAddress: string;
  readonly targets: readonly string[];
  readonly refusals: readonly Outcome[];
  readonly reachedByTricks: Readonly<Record<string, number>>;
  readonly ignored: readonly Outcome[];
  readonly reachedByIgnored: Readonly<Record<string, number>>;
  readonly allowed: readonly Outcome[];
  readonly reachedByLegitimate: Readonly<Record<string, number>>;
  readonly control: readonly Outcome[];
  readonly reachedByControl: Readonly<Record<string, number>>;
  readonly asked: Readonly<Record<string, number>>;
}

/** Any is free in a network of one's own. */
const PORT = '8089';
const child = path.resolve(import.meta.dirname, '../../test/ssrf-child.ts');
/** A network of its own needs Linux and the right to make one. */
const namespace = ['unshare', '--net', '--map-root-user'];
const canUnshare = spawnSync(namespace[0]!, [...namespace.slice(1), 'ip', 'address']).status === 0;
if (!canUnshare)
  console.warn(
    '!! SKIPPED: no network namespace can be made here; canaries listen on 127.0.0.1 and ::1 alone.',
  );

let report: Report;
beforeAll(() => {
  const command = [process.execPath, child, ...(canUnshare ? ['namespace', PORT] : ['loopback'])];
  const [program, ...words] = canUnshare ? [...namespace, ...command] : command;
  // A proxy that the environment names would be a canary's address too.
  const proxy = canUnshare ? { NODE_USE_ENV_PROXY: '1', HTTP_PROXY: `http://127.0.0.1:${PORT}` } : {};
  const env = { ...process.env, NO_PROXY: '', no_proxy: '', ...proxy };
  const result = spawnSync(program!, words, { encoding: 'utf8', timeout: 120_000, env });
  if (result.status !== 0) throw new Error(result.stderr);
  report = JSON.parse(result.stdout) as Report;
}, 130_000);

describe('an address that leads where it should not', () => {
  it('is written in more ways than sixty', () => {
    expect(new Set(tricks.map(({ url }) => url)).size).toBeGreaterThanOrEqual(60);
  });

  it.each(tricks.map(({ name }) => [name]))('%s', (name) => {
    const outcome = report.refusals.find((each) => each.name === name)!;
    expect(outcome).toMatchObject({ code: 'INVALID_OPTIONS' });
  });

  it('connects to nobody, though every canary counts', () => {
    const { [report.publicAddress]: redirecting, ...others } = report.reachedByTricks;
    expect(others).toEqual({});
    expect(redirecting).toBeGreaterThan(0);
    for (const target of report.targets) expect(report.reachedByControl[target], target).toBe(1);
    expect(report.control.filter(({ status }) => status !== 200)).toEqual([]);
    expect(report.targets.length).toBeGreaterThanOrEqual(canUnshare ? 12 : 2);
  });

  it('in an answer that is no redirect leads nowhere', () => {
    expect(report.ignored.length).toBeGreaterThan(5);
    for (const { status, name } of report.ignored) expect(name).toContain(`a ${status} `);
    expect(Object.keys(report.reachedByIgnored)).toEqual([report.publicAddress]);
  });

  it('is not told what it resolves to', () => {
    const named = report.refusals.filter(({ name }) => name.startsWith('a name for'));
    expect(named.length).toBeGreaterThan(10);
    // One that is not there at all is told in the same words.
    const told = named.map(({ name, message = '' }) => {
      const { hostname } = new URL(name.slice(name.indexOf('http')).replace('{port}', '80'));
      return message.replace(`: ${hostname} `, ': HOST ');
    });
    expect([...new Set(told)]).toEqual([
      'The address may not be fetched: HOST has no address that everybody can reach.',
    ]);
    for (const { message } of report.refusals) expect(message).not.toContain('secret');
  });

  it('is resolved once for each connection, by the socket itself', () => {
    expect(report.asked['rebinding.example']).toBe(2);
    expect(report.asked['rebinding-6.example']).toBe(2);
    expect(report.asked['rebinding-among.example']).toBe(2);
    expect(report.asked['private-first.example']).toBe(1);
  });
});

describe('a public address', () => {
  it.each(legitimate.map(({ name }) => [name]))('%s', (name) => {
    expect(report.allowed.find((each) => each.name === name)).toMatchObject({ status: 200, body: 'photo' });
  });

  it('is all that legitimate ones reach', () => {
    expect(Object.keys(report.reachedByLegitimate)).toEqual([report.publicAddress]);
  });
});

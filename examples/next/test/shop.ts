import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

export const project = path.resolve(import.meta.dirname, '..');
const node = (file: string, words: readonly string[], env: NodeJS.ProcessEnv): void => {
  execFileSync(process.execPath, [file, ...words], {
    cwd: project,
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', ...env },
    stdio: 'pipe',
  });
};

/** What a build is made of: this example's own files, the packages as they are installed, and versions of the rest. */
function ingredients(): string {
  const own = ['app', 'components', 'lib', 'scripts'].flatMap((name) => filesBelow(path.join(project, name)));
  const packages = readdirSync(path.join(project, 'node_modules/@imgsearch'))
    .map((name) => path.join(project, 'node_modules/@imgsearch', name, 'dist'))
    .filter((folder) => existsSync(folder))
    .flatMap(filesBelow);
  const rest = ['next.config.ts', 'package.json', 'tsconfig.json', '../../pnpm-lock.yaml'];
  const hash = createHash('sha256');
  for (const name of [
    ...[...own, ...packages].map((file) => file.name).sort(),
    ...rest.map((file) => path.join(project, file)),
  ])
    hash.update(name).update(readFileSync(name));
  return hash.digest('hex');
}

/**
 * `npm run build`, which checks types as well; at once where the same was built last. What a test run sets for itself
 * would make it a build for tests.
 */
export function build(): void {
  const stamp = path.join(project, '.next/ingredients');
  const wanted = ingredients();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  const { NODE_ENV: _, VITEST: __, ...env } = process.env;
  execFileSync(process.execPath, ['node_modules/next/dist/bin/next', 'build'], {
    cwd: project,
    env: { ...env, NEXT_TELEMETRY_DISABLED: '1' },
    stdio: 'pipe',
  });
  writeFileSync(stamp, wanted);
}

/** `npm run catalogue`, with fewer products. */
export const fill = (env: NodeJS.ProcessEnv): void => node('scripts/fill.ts', [], env);

/** The standalone output with its static files, in a folder away from all that was installed. */
export function copyStandalone(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'imgsearch-next-'));
  cpSync(path.join(project, '.next/standalone'), folder, { recursive: true, verbatimSymlinks: true });
  cpSync(path.join(project, '.next/static'), path.join(folder, 'examples/next/.next/static'), {
    recursive: true,
  });
  return folder;
}

export interface Server {
  readonly address: string;
  /** What it wrote. */
  readonly said: () => string;
  /** Ends it as a container does. */
  close(): Promise<void>;
}

/** Starts the copied server and waits until it answers. */
export async function startServer(folder: string, env: NodeJS.ProcessEnv): Promise<Server> {
  const port = await freePort();
  const child: ChildProcess = spawn(process.execPath, ['server.js'], {
    cwd: path.join(folder, 'examples/next'),
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      HOSTNAME: '127.0.0.1',
      PORT: String(port),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (text) => {
      said += text;
    });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const address = `http://127.0.0.1:${port}`;
  for (let tries = 0; ; tries++) {
    const status = await fetch(`${address}/api/health`).then(
      (answer) => answer.status,
      () => 0,
    );
    if (status === 200) break;
    if (tries > 240 || child.exitCode !== null) throw new Error(`The server does not answer:\n${said}`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  return {
    address,
    said: () => said,
    close: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}

/** Every file below a folder, once: links are not followed. */
export function filesBelow(folder: string): { readonly name: string; readonly bytes: number }[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const name = path.join(folder, entry.name);
    if (entry.isDirectory()) return filesBelow(name);
    return entry.isFile() ? [{ name, bytes: statSync(name).size }] : [];
  });
}

export const removeFolder = (folder: string): void => rmSync(folder, { recursive: true, force: true });

/** Megabytes, for people. */
export const megabytes = (files: readonly { readonly bytes: number }[]): string =>
  (files.reduce((sum, { bytes }) => sum + bytes, 0) / 1e6).toFixed(1);

export const readBytes = (file: string): Buffer<ArrayBuffer> => Buffer.from(readFileSync(file));

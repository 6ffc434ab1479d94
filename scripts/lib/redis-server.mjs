// Real Redis servers for tests: the one of REDIS_URL, else `redis-server` of the PATH, else in Docker.
import { spawn, spawnSync } from 'node:child_process';
import { createWriteStream, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Queues and caches lose entries under any other policy; the journal of writes is what a restart reads. */
const SETTINGS = ['--maxmemory-policy', 'noeviction', '--appendonly', 'yes', '--save', ''];
const START_MILLISECONDS = 60_000;
const delay = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const urlOf = (port) => `redis://127.0.0.1:${port}`;

/** Whether a server answers on the port and has read its data. */
const answers = (port) =>
  new Promise((resolve) => {
    const socket = net.connect({ port, host: '127.0.0.1', timeout: 1000 });
    const end = (up) => {
      socket.destroy();
      resolve(up);
    };
    socket.once('connect', () => socket.write('PING\r\n'));
    socket.once('data', (text) => end(String(text).startsWith('+PONG')));
    for (const event of ['error', 'timeout', 'close']) socket.once(event, () => end(false));
  });

/** Resolves when a server answers; rejects after a minute, or when told that it ended. */
async function whenUp(port, ended = () => undefined) {
  const until = Date.now() + START_MILLISECONDS;
  while (Date.now() < until) {
    const why = ended();
    if (why !== undefined) throw new Error(why);
    if (await answers(port)) return;
    await delay(20);
  }
  throw new Error(`${urlOf(port)} did not answer within ${START_MILLISECONDS / 1000} s.`);
}

const freePort = () =>
  new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });

/** Ends what a process started, also where it forgets to. */
const running = new Set();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

function launch(folder, port) {
  const log = path.join(folder, 'server.log');
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, ...SETTINGS];
  const child = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const file = createWriteStream(log, { flags: 'a' });
  child.stdout.pipe(file);
  child.stderr.pipe(file);
  running.add(child);
  child.exited = new Promise((resolve) => {
    child.once('exit', resolve);
    child.once('error', resolve);
  }).finally(() => running.delete(child));
  child.why = () =>
    running.has(child) ? undefined : `Redis ended at once: ${readFileSync(log, 'utf8').slice(-2000)}`;
  return child;
}

async function startFromPath() {
  const folder = mkdtempSync(path.join(tmpdir(), 'imgsearch-redis-'));
  let port = await freePort();
  let child = launch(folder, port);
  try {
    await whenUp(port, child.why);
  } catch (error) {
    if (child.exitCode === null) throw error;
    // Somebody else took the port meanwhile: once more, with another.
    port = await freePort();
    child = launch(folder, port);
    await whenUp(port, child.why);
  }
  const end = async (signal) => {
    child.kill(signal);
    await child.exited;
  };
  return {
    url: urlOf(port),
    kill: () => end('SIGKILL'),
    pause: async () => void child.kill('SIGSTOP'),
    resume: async () => void child.kill('SIGCONT'),
    async restart() {
      await end('SIGTERM');
      child = launch(folder, port);
      await whenUp(port, child.why);
    },
    async stop() {
      await end('SIGKILL');
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

const docker = (...args) => spawnSync('docker', args, { encoding: 'utf8' });

async function startInDocker() {
  const port = await freePort();
  const made = docker('run', '-d', '-p', `127.0.0.1:${port}:6379`, 'redis:7', 'redis-server', ...SETTINGS);
  if (made.status !== 0) throw new Error(`docker run failed: ${made.stderr}`);
  const id = made.stdout.trim();
  await whenUp(port);
  return {
    url: urlOf(port),
    kill: async () => void docker('kill', '--signal', 'KILL', id),
    pause: async () => void docker('pause', id),
    resume: async () => void docker('unpause', id),
    async restart() {
      docker('restart', id);
      await whenUp(port);
    },
    stop: async () => void docker('rm', '--force', '--volumes', id),
  };
}

/** How servers can be had here: `path`, `docker`, or undefined; REDIS_URL is looked at before. */
function waysToStartRedis() {
  if (spawnSync('redis-server', ['--version']).status === 0) return 'path';
  return docker('info').status === 0 ? 'docker' : undefined;
}

/**
 * Starts a server of the caller's own, to kill and flush as he likes. He stops it.
 * @returns `{ url, kill, pause, resume, restart, stop }`: restart keeps port and data, also after a kill
 */
export async function startRedis(way = waysToStartRedis()) {
  if (way === undefined) throw new Error('There is neither redis-server on the PATH nor Docker.');
  return way === 'docker' ? startInDocker() : startFromPath();
}

/**
 * A server that others may use as well: the one of REDIS_URL, else one started here.
 * @returns `{ url, stop }`
 */
export async function borrowRedis() {
  const url = process.env.REDIS_URL;
  return url ? { url, stop: async () => undefined } : startRedis();
}

/**
 * Whether tests can have a server, for `describe.skipIf(!hasRedis())`. Says aloud that they are skipped; throws in CI.
 * @param own whether REDIS_URL is not enough, because the server is to be killed
 */
export function hasRedis({ own = false } = {}) {
  if ((!own && process.env.REDIS_URL) || waysToStartRedis() !== undefined) return true;
  const what = `no Redis: install redis-server, start Docker${own ? '' : ', or set REDIS_URL'}`;
  if (process.env.CI) throw new Error(`In CI there must be a real server, and there is ${what}.`);
  console.warn(`!! SKIPPED: the tests on a real Redis, for there is ${what}.`);
  return false;
}

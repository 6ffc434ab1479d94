// Real OpenSearch servers for tests: the one of OPENSEARCH_URL, else in Docker, else from Maven Central.
import { spawn, spawnSync } from 'node:child_process';
import { createWriteStream, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fetchOpenSearch, hasMaven, javaFor, VERSIONS } from './fetch-opensearch.mjs';
import { findJava } from './find-java.mjs';

const MEMORY = '1g';
/** A test server is short-lived: quick compilation and one thread for its rubbish start it in half the time. */
const HASTE = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC'];
const START_MILLISECONDS = 180_000;
const delay = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Resolves when a server answers under the address; rejects after three minutes, or when told that it ended. */
async function whenUp(url, ended = () => undefined) {
  const until = Date.now() + START_MILLISECONDS;
  while (Date.now() < until) {
    const why = ended();
    if (why !== undefined) throw new Error(why);
    const answer = await fetch(`${url}/_cluster/health?wait_for_status=yellow&timeout=1s`).catch(
      () => undefined,
    );
    if (answer?.ok) return;
    await delay(250);
  }
  throw new Error(`${url} did not answer within ${START_MILLISECONDS / 1000} s.`);
}

/** Whether nobody listens on a port, now. */
const isFree = (port) =>
  new Promise((resolve) => {
    const probe = net.createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });

/** The runner of OpenSearch takes ports of this range alone. */
async function freePort() {
  const ports = Array.from({ length: 98 }, (_, at) => 9202 + at).sort(() => Math.random() - 0.5);
  for (const port of ports) if (await isFree(port)) return port;
  throw new Error('No port from 9202 to 9299 is free.');
}

/** Ends what a process started, also where it forgets to. */
const running = new Set();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

function launch(java, { classPath, plugins }, folder, port, { memory = MEMORY, haste = true }) {
  const log = path.join(folder, 'server.log');
  const args = [
    `-Xmx${memory}`,
    ...(haste ? HASTE : []),
    '-cp',
    classPath,
    'org.codelibs.opensearch.runner.OpenSearchRunner',
    ...['-basePath', path.join(folder, 'data')],
    ...['-clusterName', `imgsearch-${process.pid}-${port}`],
    ...['-numOfNode', '1'],
    ...['-baseHttpPort', String(port - 1)],
    ...['-pluginTypes', plugins.join(',')],
  ];
  const child = spawn(java, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  const file = createWriteStream(log, { flags: 'a' });
  child.stdout.pipe(file);
  child.stderr.pipe(file);
  running.add(child);
  child.exited = new Promise((resolve) => {
    child.once('exit', resolve);
    child.once('error', resolve);
  }).finally(() => running.delete(child));
  child.why = () =>
    running.has(child) ? undefined : `OpenSearch ended at once: ${readFileSync(log, 'utf8').slice(-2000)}`;
  return child;
}

async function startFromMaven(version, options) {
  const java = findJava(javaFor(version));
  const parts = fetchOpenSearch(version);
  const folder = mkdtempSync(path.join(tmpdir(), 'imgsearch-opensearch-'));
  let port = await freePort();
  let child = launch(java, parts, folder, port, options);
  try {
    await whenUp(`http://127.0.0.1:${port}`, child.why);
  } catch (error) {
    if (child.exitCode === null) throw error;
    // Somebody else took the port meanwhile: once more, with another.
    port = await freePort();
    child = launch(java, parts, folder, port, options);
    await whenUp(`http://127.0.0.1:${port}`, child.why);
  }
  const url = `http://127.0.0.1:${port}`;
  const end = async (signal) => {
    child.kill(signal);
    await child.exited;
  };
  return {
    version,
    url,
    kill: () => end('SIGKILL'),
    async restart() {
      child = launch(java, parts, folder, port, options);
      await whenUp(url, child.why);
    },
    async stop() {
      await end('SIGKILL');
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

const docker = (...args) => spawnSync('docker', args, { encoding: 'utf8' });

async function startInDocker(version, { memory = MEMORY }) {
  const made = docker(
    ...['run', '-d', '--rm=false', '-p', '127.0.0.1::9200'],
    ...['-e', 'discovery.type=single-node', '-e', 'DISABLE_SECURITY_PLUGIN=true'],
    ...['-e', `OPENSEARCH_JAVA_OPTS=-Xmx${memory}`, `opensearchproject/opensearch:${version}`],
  );
  if (made.status !== 0) throw new Error(`docker run failed: ${made.stderr}`);
  const id = made.stdout.trim();
  const address = () => `http://${docker('port', id, '9200').stdout.trim().split('\n')[0]}`;
  const url = address();
  await whenUp(url);
  return {
    version,
    url,
    kill: async () => void docker('kill', '--signal', 'KILL', id),
    async restart() {
      docker('start', id);
      if (address() !== url) throw new Error('Docker gave the container another port.');
      await whenUp(url);
    },
    stop: async () => void docker('rm', '--force', id),
  };
}

/** How servers can be had here: `docker`, `maven`, or undefined; OPENSEARCH_URL is looked at before. */
export function waysToStart() {
  if (docker('info').status === 0) return 'docker';
  return hasMaven() && VERSIONS.every((version) => findJava(javaFor(version))) ? 'maven' : undefined;
}

/**
 * Starts a server with k-NN of its own. The caller stops it.
 * @param version one of VERSIONS
 * @param options `memory` is its heap, 1g where left out; `haste: false` is for measuring: it starts more slowly, and is
 * as quick then as any
 * @returns `{ version, url, kill, restart, stop }`: kill is SIGKILL, and restart brings it back with its data
 */
export async function startOpenSearch(version, way = waysToStart(), options = {}) {
  if (way === undefined) throw new Error('There is neither Docker nor Maven with Java 17 and 21.');
  return way === 'docker' ? startInDocker(version, options) : startFromMaven(version, options);
}

export { VERSIONS };

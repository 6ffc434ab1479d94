// Puts every trick to the guard, where canaries listen on whatever address a trick may lead to. With `namespace` as its
// argument this process is alone in a network of its own, in which it may give itself any address, public ones too.
// Writes one line of JSON.
import { execFileSync } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import { isIPv6, type LookupFunction } from 'node:net';
import { createGuardedFetcher } from '../src/fetch/index.ts';
import { answers, legitimate, notFollowed, type Trick, tricks } from './ssrf-tricks.ts';

const inNamespace = process.argv[2] === 'namespace';
const publicAddress = inNamespace ? '93.184.215.14' : '127.0.0.5';
const places = inNamespace
  ? [
      '10.66.0.1/32',
      '172.16.0.1/32',
      '192.168.0.1/32',
      '169.254.169.254/32',
      '100.64.0.1/32',
      '198.18.0.1/32',
      `${publicAddress}/32`,
      'fd00:66::1/128',
      'fd00:ec2::254/128',
      '2001:67c::1/128',
    ]
  : [];
if (inNamespace) {
  execFileSync('ip', ['link', 'set', 'lo', 'up']);
  for (const place of places)
    execFileSync('ip', ['address', 'add', place, 'dev', 'lo', ...(place.includes(':') ? ['nodad'] : [])]);
}

/** Connections by the address that they came to. */
const connections: Record<string, number> = {};
let port = 0;
const fill = (text: string): string =>
  text.replaceAll('{port}', String(port)).replaceAll('{public}', publicAddress);

function canary(): Server {
  const server = createServer((request, response) => {
    const [path, query = ''] = (request.url ?? '').split('?');
    const status = Number(/^\/to\/(\d+)/.exec(path!)?.[1] ?? (path === '/loop' ? 302 : 200));
    const location = path === '/loop' ? '/loop' : fill(decodeURIComponent(query));
    response.writeHead(status, status === 200 ? {} : { location }).end('photo');
  });
  server.on('connection', ({ localAddress = '' }) => {
    const address = localAddress.replace(/^::ffff:/, '');
    connections[address] = (connections[address] ?? 0) + 1;
  });
  return server;
}

const asked: Record<string, number> = {};
const lookup: LookupFunction = (hostname, options, callback) => {
  const name = hostname.replace(/\.$/, '');
  const turn = (asked[name] ?? 0) + 1;
  asked[name] = turn;
  const known = answers[name];
  const found = (known?.[Math.min(turn, known.length) - 1] ?? []).map((text) => {
    const address = fill(text);
    return { address, family: isIPv6(address) ? 6 : 4 };
  });
  setImmediate(() => {
    if (!known) callback(Object.assign(new Error(`no such name: ${name}`), { code: 'ENOTFOUND' }), []);
    else if (options.all) callback(null, found);
    else callback(null, found[0]?.address ?? '', found[0]?.family);
  });
};

type Fetch = ReturnType<typeof createGuardedFetcher>;
async function put({ name, url }: Trick, fetcher: Fetch): Promise<object> {
  try {
    const response = await fetcher(fill(url), { signal: AbortSignal.timeout(5_000), headers: {} });
    const parts: Uint8Array[] = [];
    for await (const part of (response.body ?? []) as AsyncIterable<Uint8Array>) parts.push(part);
    return { name, status: response.status, body: Buffer.concat(parts).toString() };
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    return { name, code, message };
  }
}
async function putAll(list: readonly Trick[], fetcher: Fetch): Promise<object[]> {
  const results: object[] = [];
  for (const trick of list) results.push(await put(trick, fetcher));
  return results;
}
const takeCount = (): Record<string, number> => {
  const count = { ...connections };
  for (const address of Object.keys(connections)) delete connections[address];
  return count;
};

const server = canary();
await new Promise<void>((resolve) => server.listen(Number(process.argv[3] ?? 0), '::', resolve));
port = (server.address() as { port: number }).port;
const allow = inNamespace ? [] : [`${publicAddress}/32`];
const deny = ['2001:67c::/32'];
const guarded = createGuardedFetcher({ ports: [port], allow, deny, lookup, timeout: 5_000 });

const refusals = await putAll(tricks, guarded);
const reachedByTricks = takeCount();
const ignored = await putAll(notFollowed, guarded);
const reachedByIgnored = takeCount();
const allowed = await putAll(legitimate, guarded);
const reachedByLegitimate = takeCount();

// The control: the same canaries do count, once the guard is told to let private addresses pass.
const open = createGuardedFetcher({ ports: [port], allow: ['0.0.0.0/0', '::/0'], lookup, timeout: 5_000 });
const targets = ['127.0.0.1', '::1', ...places.map((place) => place.split('/')[0]!)];
const controls = targets.map((address) => ({
  name: address,
  url: `http://${address.includes(':') ? `[${address}]` : address}:${port}/`,
}));
const control = await putAll(controls, open);
const reachedByControl = takeCount();

server.closeAllConnections();
server.close();
console.log(
  JSON.stringify({
    publicAddress,
    targets,
    refusals,
    reachedByTricks,
    ignored,
    reachedByIgnored,
    allowed,
    reachedByLegitimate,
    control,
    reachedByControl,
    asked,
  }),
);

import { isIP } from 'node:net';
import { checkString, invalidOption } from '@imgsearch/core';
import type { AddressGuard } from './create-address-guard.ts';
import { refused } from './refused.ts';

const HOSTS = 'an array of names such as "cdn.example.com" or "*.example.com"';

/** Written as the parser of addresses writes it, other alphabets included. */
function checkHost(value: unknown): string {
  const text = checkString('hosts', value);
  const name = text.replace(/^\*\./, '');
  const url = URL.parse(`http://${name}`);
  if (url === null || name.includes('*') || url.href !== `http://${url.hostname}/`)
    throw invalidOption('hosts', HOSTS, text, 'Name the host alone, without scheme, port or path.');
  return text.slice(0, text.length - name.length) + url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
}

/**
 * What an address may look like before anything is resolved.
 * @returns parses an address, also one relative to `base`; throws INVALID_OPTIONS for one that may not be fetched
 */
export function createUrlGuard(
  {
    hosts,
    ports = [80, 443],
  }: { hosts?: readonly string[] | undefined; ports?: readonly number[] | undefined },
  isAllowed: AddressGuard,
): (text: string, base?: URL) => URL {
  if (hosts !== undefined && !Array.isArray(hosts)) throw invalidOption('hosts', HOSTS, hosts);
  const named = hosts?.map(checkHost);
  if (!Array.isArray(ports) || !ports.every((port) => Number.isInteger(port)))
    throw invalidOption('ports', 'an array of port numbers', ports);
  const isNamed = (host: string): boolean =>
    named?.some((each) => (each.startsWith('*.') ? host.endsWith(each.slice(1)) : host === each)) ?? true;

  return (text, base) => {
    const url = URL.parse(text, base);
    if (url === null || !['http:', 'https:'].includes(url.protocol))
      throw invalidOption('url', 'an http(s) address', url?.protocol ?? text);
    if (url.username !== '' || url.password !== '') throw refused(url, 'it carries credentials');
    const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80));
    if (!ports.includes(port)) throw refused(url, `port ${port} is not among those allowed`);
    // The parser has turned decimal, octal, hexadecimal and short forms into one; a name may end in a dot.
    const host = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
    if (!isNamed(host)) throw refused(url, 'its host is not among those allowed');
    // Sockets resolve no address that is written out, so the check of what is resolved never sees it.
    if (isIP(host) !== 0 && !isAllowed(host)) throw refused(url, 'its address is not public');
    return url;
  };
}

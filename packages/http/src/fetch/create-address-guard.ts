import { isIP } from 'node:net';
import { invalidOption } from '@imgsearch/core';
import ipaddr from 'ipaddr.js';

type Range = [ipaddr.IPv4 | ipaddr.IPv6, number];

/** All of today's public IPv6 addresses lie in here; what lies outside is special or not given out. */
const GLOBAL_IPV6 = ipaddr.IPv6.parseCIDR('2000::/3');
/** Azure's servers of metadata and of names stand on an address that is public by its looks. */
const CLOUD = ['168.63.129.16'];
/** Before the last 32 bits, it says that they are an IPv4 address (RFC 5214). */
const ISATAP = 0x5efe;

/** Whether an address may be connected to. */
export type AddressGuard = (address: string) => boolean;

/**
 * Lets public addresses pass, and those of the ranges that the host names. Everything else is refused: loopback,
 * private, link-local, carrier-grade NAT, multicast, documentation, and IPv6 that carries an IPv4 address inside
 * (mapped, translated, 6to4, Teredo, ISATAP).
 * @param ranges such as `10.1.0.0/16` or `fd00:1::/32`; what is denied is so also where it is allowed
 * @throws ImageSearchError INVALID_OPTIONS
 */
export function createAddressGuard(
  ranges: {
    readonly allow?: readonly string[] | undefined;
    readonly deny?: readonly string[] | undefined;
  } = {},
): AddressGuard {
  const isAllowed = createMatcher('allow', ranges.allow);
  const isDenied = createMatcher('deny', ranges.deny);
  return (text) => {
    // Node's own judgement of what an address is; the library also reads forms that no socket takes.
    if (isIP(text) === 0) return false;
    const address = ipaddr.parse(text);
    if (isDenied(address)) return false;
    if (isAllowed(address)) return true;
    if (address.range() !== 'unicast' || CLOUD.includes(text)) return false;
    if (address.kind() === 'ipv4') return true;
    const { parts } = address as ipaddr.IPv6;
    return (address as ipaddr.IPv6).match(GLOBAL_IPV6) && parts[5] !== ISATAP;
  };
}

type Matcher = (address: ipaddr.IPv4 | ipaddr.IPv6) => boolean;

function createMatcher(option: string, texts: readonly string[] = []): Matcher {
  const expected = 'an array of ranges such as "10.1.0.0/16"';
  if (!Array.isArray(texts)) throw invalidOption(option, expected, texts);
  const ranges = texts.map((text: unknown): Range => {
    if (typeof text !== 'string' || !ipaddr.isValidCIDR(text)) throw invalidOption(option, expected, text);
    return ipaddr.parseCIDR(text);
  });
  return (address) =>
    ranges.some(
      ([network, bits]) => network.kind() === address.kind() && address.match([network, bits] as never),
    );
}

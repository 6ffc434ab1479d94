import { isIP } from 'node:net';
import { invalidOption } from '@imgsearch/core';
import ipaddr from 'ipaddr.js';

type Range = [ipaddr.IPv4 | ipaddr.IPv6, number];

/** All of today's public IPv6 addresses lie in here; what lies outside is special or not given out. */
const GLOBAL_IPV6 = ipaddr.IPv6.parseCIDR('2000::/3');
/** Azure's servers of metadata and of names stand on an address that is public by its looks. */
const CLOUD = ['168.63.129.16'];

/** Whether an address may be connected to. */
export type AddressGuard = (address: string) => boolean;

/**
 * Lets public addresses pass, and those of the ranges that the host names. Everything else is refused: loopback,
 * private, link-local, carrier-grade NAT, multicast, documentation, and IPv6 that carries an IPv4 address inside
 * (mapped, translated, 6to4, Teredo).
 * @param allow ranges such as `10.1.0.0/16` or `fd00:1::/32`
 * @throws ImageSearchError INVALID_OPTIONS
 */
export function createAddressGuard(allow: readonly string[] = []): AddressGuard {
  const ranges = allow.map((text): Range => {
    if (typeof text !== 'string' || !ipaddr.isValidCIDR(text))
      throw invalidOption('allow', 'ranges such as "10.1.0.0/16"', text);
    return ipaddr.parseCIDR(text);
  });
  const isAllowed = (address: ipaddr.IPv4 | ipaddr.IPv6): boolean =>
    ranges.some(
      ([network, bits]) => network.kind() === address.kind() && address.match([network, bits] as never),
    );
  return (text) => {
    // Node's own judgement of what an address is; the library also reads forms that no socket takes.
    if (isIP(text) === 0) return false;
    const address = ipaddr.parse(text);
    if (isAllowed(address)) return true;
    if (address.range() !== 'unicast' || CLOUD.includes(text)) return false;
    return address.kind() === 'ipv4' || (address as ipaddr.IPv6).match(GLOBAL_IPV6);
  };
}

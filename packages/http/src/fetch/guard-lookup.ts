import type { LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import type { AddressGuard } from './create-address-guard.ts';
import { refused } from './refused.ts';

/** A name that is not there is told as one that may not be reached: or a stranger could ask for names of the network. */
const UNKNOWN = ['ENOTFOUND', 'ENODATA'];

/** The same resolver, for sockets: a name of which one address may not be reached is not reached at all. */
export function guardLookup(lookup: LookupFunction, isAllowed: AddressGuard): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      const refusal = (): Error => refused(undefined, `${hostname} has no address that everybody can reach`);
      if (error) return callback(UNKNOWN.includes(error.code ?? '') ? refusal() : error, []);
      const addresses = found as LookupAddress[];
      if (
        !Array.isArray(addresses) ||
        addresses.length === 0 ||
        !addresses.every(({ address }) => isAllowed(address))
      )
        return callback(refusal(), []);
      if (options.all) return callback(null, addresses);
      const [first] = addresses as [LookupAddress];
      return callback(null, first.address, first.family);
    });
  };
}

import type { LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import type { AddressGuard } from './create-address-guard.ts';
import { refused } from './refused.ts';

/** The same resolver, for sockets: a name of which one address may not be reached is not reached at all. */
export function guardLookup(lookup: LookupFunction, isAllowed: AddressGuard): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      if (error) return callback(error, []);
      const addresses = found as LookupAddress[];
      if (
        !Array.isArray(addresses) ||
        addresses.length === 0 ||
        !addresses.every(({ address }) => isAllowed(address))
      )
        return callback(refused(undefined, `${hostname} has an address that is not public`), []);
      if (options.all) return callback(null, addresses);
      const [first] = addresses as [LookupAddress];
      return callback(null, first.address, first.family);
    });
  };
}

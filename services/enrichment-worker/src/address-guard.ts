import { type LookupAddress, type LookupAllOptions, type LookupOptions, lookup } from 'node:dns';
import { BlockList, isIP } from 'node:net';

/** Networks that are not the public internet: IANA's special-purpose registries for IPv4 and IPv6, and multicast. */
const NOT_PUBLIC = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24'],
  ...['192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24'],
  ...['224.0.0.0/4', '240.0.0.0/4'],
  // Those that embed an IPv4 address (64:ff9b, 2002) could lead back to one of the above.
  ...['::/128', '::1/128', '64:ff9b::/96', '64:ff9b:1::/48', '100::/64', '2001::/23', '2001:db8::/32', '2002::/16'],
  ...['3fff::/20', '5f00::/16', 'fc00::/7', 'fe80::/10', 'fec0::/10', 'ff00::/8'],
];

class ForbiddenAddressError extends Error {
  override readonly name = 'ForbiddenAddressError';
  readonly code = 'EFORBIDDENADDRESS';
  constructor() {
    super('The name leads to an address that is not allowed');
  }
}

type Callback = (error: NodeJS.ErrnoException | null, address: string | LookupAddress[], family?: number) => void;
type Lookup = (hostname: string, options: LookupOptions, callback: Callback) => void;
export type Resolve = (
  hostname: string,
  options: LookupAllOptions,
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

export type AddressGuard = {
  /** For a URL's host when it is an address itself, which is never looked up. */
  forbidsLiteral: (hostname: string) => boolean;
  /** The socket's own lookup: what is checked is what is connected to, so a name can't change in between. */
  lookup: Lookup;
};

/** A CIDR like `10.1.0.0/16` as a network; undefined when it is none. */
function parseNetwork(cidr: string) {
  const [address = '', bits = '', ...more] = cidr.split('/');
  const family = isIP(address);
  const prefix = /^\d{1,3}$/.test(bits) ? Number(bits) : Number.NaN;
  if (family === 0 || more.length > 0 || !(prefix <= (family === 4 ? 32 : 128))) return undefined;
  return { address, prefix, type: family === 4 ? 'ipv4' : 'ipv6' } as const;
}

function blockList(cidrs: readonly string[]): BlockList {
  const list = new BlockList();
  for (const cidr of cidrs) {
    const network = parseNetwork(cidr);
    if (network === undefined) throw new TypeError('Not a network in CIDR notation');
    list.addSubnet(network.address, network.prefix, network.type);
  }
  return list;
}

const contains = (list: BlockList, address: string) => list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');

/** Whether a CIDR is a network without a public address: what may be allowed, and needs it. */
export function isPrivateNetwork(cidr: string): boolean {
  const network = parseNetwork(cidr);
  if (!network) return false;
  return NOT_PUBLIC.some((other) => {
    const { type, prefix } = parseNetwork(other) ?? network;
    return type === network.type && prefix <= network.prefix && contains(blockList([other]), network.address);
  });
}

/**
 * Lets connections go to public addresses and to the `allowed` networks only; with `publicToo: false` to the latter
 * alone, as is right for plain HTTP. A name of which any address is forbidden is forbidden.
 */
export function createAddressGuard(
  allowed: readonly string[],
  options: { publicToo: boolean; resolve?: Resolve },
): AddressGuard {
  const [notPublic, allowList] = [blockList(NOT_PUBLIC), blockList(allowed)];
  const forbids = (address: string) =>
    !contains(allowList, address) && (!options.publicToo || contains(notPublic, address));
  return {
    forbidsLiteral: (hostname) => {
      const address = hostname.replace(/^\[|\]$/g, '');
      return isIP(address) !== 0 && forbids(address);
    },
    lookup: guardedLookup(options.resolve ?? lookup, forbids),
  };
}

const guardedLookup =
  (resolve: Resolve, forbids: (address: string) => boolean): Lookup =>
  (hostname, options, callback) =>
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      const first = addresses?.[0];
      if (error) return callback(error, []);
      if (first === undefined || addresses.some(({ address }) => forbids(address)))
        return callback(new ForbiddenAddressError(), []);
      return options.all ? callback(null, addresses) : callback(null, first.address, first.family);
    });

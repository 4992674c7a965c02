import { BlockList, isIP } from 'node:net';

/**
 * IPv4 that is not for the world: this host, private, shared by a carrier, link-local, of documentation and benchmarks,
 * multicast, reserved (IANA special-purpose registry), and the address at which a cloud answers its virtual machines.
 */
const IPV4_RESERVED: readonly (readonly [string, number])[] = [
  ...([
    ['0.0.0.0', 8],
    ['10.0.0.0', 8],
    ['100.64.0.0', 10],
    ['127.0.0.0', 8],
    ['169.254.0.0', 16],
  ] as const),
  ...([
    ['172.16.0.0', 12],
    ['192.0.0.0', 24],
    ['192.0.2.0', 24],
    ['192.88.99.0', 24],
    ['192.168.0.0', 16],
  ] as const),
  ...([
    ['198.18.0.0', 15],
    ['198.51.100.0', 24],
    ['203.0.113.0', 24],
    ['224.0.0.0', 4],
    ['240.0.0.0', 4],
  ] as const),
  ['168.63.129.16', 32],
];

/** All of IPv6 that is handed out to the world. IPv4 in other clothes (mapped, NAT64) lies outside of it. */
const IPV6_GLOBAL: readonly [string, number] = ['2000::', 3];
/** What in there is not: protocols of IETF with Teredo, documentation, 6to4, documentation again. */
const IPV6_RESERVED: readonly (readonly [string, number])[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
];

const reservedV4 = listOf(IPV4_RESERVED, 'ipv4');
const reservedV6 = listOf(IPV6_RESERVED, 'ipv6');
const globalV6 = listOf([IPV6_GLOBAL], 'ipv6');

/**
 * Whether an address is public unicast: one that nobody gains by calling from here instead of from home. An IPv6 address
 * that stands for one of IPv4 is not, whichever it stands for: nobody has to use one.
 */
export function isPublicAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !reservedV4.check(address, 'ipv4');
    case 6:
      // A zone, as in fe80::1%eth0, is of a link.
      return !address.includes('%') && globalV6.check(address, 'ipv6') && !reservedV6.check(address, 'ipv6');
    default:
      return false;
  }
}

function listOf(subnets: readonly (readonly [string, number])[], family: 'ipv4' | 'ipv6'): BlockList {
  const list = new BlockList();
  for (const [network, prefix] of subnets) list.addSubnet(network, prefix, family);
  return list;
}

import { expect, it } from '@jest/globals';
import { isPublicAddress } from './public-address.js';

it.each(['1.1.1.1', '8.8.8.8', '93.184.216.34', '172.15.255.255', '172.32.0.1', '100.63.255.255', '2606:4700::1111'])(
  'takes %s for public',
  (address) => expect(isPublicAddress(address)).toBe(true),
);

it.each([
  ...['127.0.0.1', '127.255.0.1', '0.0.0.0', '10.1.2.3', '172.16.0.1', '172.31.255.255', '192.168.1.1'],
  // Link-local with the metadata of clouds, carriers' own, and what they answer their machines at.
  ...['169.254.169.254', '100.64.0.1', '100.127.255.255', '100.100.100.200', '192.0.0.192', '168.63.129.16'],
  ...['192.0.2.1', '198.18.0.1', '198.51.100.1', '203.0.113.1', '224.0.0.1', '240.0.0.1', '255.255.255.255'],
  ...['::1', '::', 'fe80::1', 'fe80::1%eth0', 'fc00::1', 'fd00:ec2::254', 'ff02::1', '2001:db8::1', '3fff::1'],
  // IPv4 inside: mapped, compatible, NAT64 of either prefix, 6to4, Teredo; of a public address as well.
  ...['::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:8.8.8.8', '::127.0.0.1', '64:ff9b::7f00:1', '64:ff9b:1::a00:1'],
  ...['2002:7f00:1::', '2001:0:4136:e378:8000:63bf:80ff:fffe'],
  // Not addresses, or only to a lenient reader.
  ...['localhost', '', '0x7f000001', '2130706433', '127.1', '0177.0.0.1', '1.1.1.1 ', '1.1.1.1%lo'],
])('does not take %s for public', (address) => expect(isPublicAddress(address)).toBe(false));

import { isIPv6 } from 'node:net';

const MAPPED_IPV4 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;
const GROUPS_OF_NETWORK = 4;

/**
 * Whom an address stands for when attempts are counted: itself, or its /64 network with IPv6, of which one machine has every
 * address.
 */
export function addressGroup(address: string): string {
  const [, ipv4] = MAPPED_IPV4.exec(address) ?? [];
  if (ipv4 !== undefined) {
    return ipv4;
  }
  const [plain = ''] = address.split('%', 1);
  if (!isIPv6(plain)) {
    return address;
  }
  const [before = '', after] = plain.split('::', 2);
  const groups = before.split(':').filter((group) => group !== '');
  // Of an address that is cut short in its first half, zeros fill the network.
  const filled =
    after === undefined ? groups : [...groups, ...zeros(8 - groups.length - groupsIn(after)), ...split(after)];
  const network = filled.slice(0, GROUPS_OF_NETWORK).map((group) => Number.parseInt(group, 16).toString(16));
  return `${network.join(':')}::/64`;
}

const zeros = (count: number) => Array.from({ length: count }, () => '0');

const split = (text: string) => text.split(':').filter((group) => group !== '');

/** Groups of 16 bits; an IPv4 address at the end is two of them. */
function groupsIn(text: string): number {
  return split(text).length + (text.includes('.') ? 1 : 0);
}

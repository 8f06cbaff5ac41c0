import { isIPv6 } from 'node:net';

/** The eight groups of an IPv6 address, as numbers. Text in the form of IPv4 at its end is two groups. */
function groupsOf(address: string): number[] {
  const last = address.lastIndexOf(':') + 1;
  const [a = '', b, c, d] = address.slice(last).split('.');
  const pair = (high: string | undefined, low: string | undefined) =>
    (Number(high) * 256 + Number(low)).toString(16);
  const plain = `${address.slice(0, last)}${b === undefined ? a : `${pair(a, b)}:${pair(c, d)}`}`;
  const [head = '', tail] = plain.split('::');
  const read = (part: string) =>
    part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16));
  const [front, back] = [read(head), read(tail ?? '')];
  if (tail === undefined) return front;
  return [...front, ...Array<number>(Math.max(0, 8 - front.length - back.length)).fill(0), ...back];
}

/**
 * Whom a limit counts as one: an IPv4 address, or the /64 that every IPv6 host has to choose its addresses from
 * (RFC 4291 2.5.4), however the address is written. An IPv4 address inside an IPv6 one is that IPv4 address. `bits`: 48 for
 * the site of an IPv6 host, which may have 65,536 such networks to choose from (RFC 6177 2).
 */
export function networkOf(ip: string, bits: 48 | 64 = 64): string {
  const address = ip.split('%')[0] ?? '';
  if (!isIPv6(address)) return address;
  const groups = groupsOf(address);
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  if (isMapped) {
    return groups
      .slice(6)
      .flatMap((group) => [group >> 8, group & 0xff])
      .join('.');
  }
  return `${groups
    .slice(0, bits / 16)
    .map((group) => group.toString(16))
    .join(':')}::/${bits}`;
}

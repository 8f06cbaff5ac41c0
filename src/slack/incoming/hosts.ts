const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * True for an address that files may be taken from or put to: https, no credentials, and a host from the list,
 * letter for letter; with a port only where the list has it. Over http only a loopback host that the list names.
 */
export function isAllowedHost(url: URL, hosts: readonly string[]): boolean {
  if (url.username !== '' || url.password !== '') return false;
  if (LOOPBACK.includes(url.hostname) && /^https?:$/.test(url.protocol)) {
    return hosts.includes(url.host) || hosts.includes(url.origin);
  }
  return url.protocol === 'https:' && hosts.includes(url.host);
}

/** An address from outside, parsed once: what was checked is what is fetched. */
export function parseUrl(address: unknown): URL | undefined {
  return typeof address === 'string' && URL.canParse(address) ? new URL(address) : undefined;
}

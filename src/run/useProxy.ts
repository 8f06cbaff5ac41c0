import { EnvHttpProxyAgent, setGlobalDispatcher } from 'undici';
import type { LiveConfig } from '../config/config.ts';
import type { ProxyConfig } from '../config/configParts.ts';

/** Microsoft: "Azure Instance Metadata Service": it answers on the machine itself, and has to be asked without a proxy. */
const METADATA_SERVICE = '169.254.169.254';

const exceptionsOf = ({ except }: ProxyConfig): string =>
  [except, METADATA_SERVICE].filter((one) => one !== '').join(',');

/**
 * Has `fetch` of this process reach others through the proxy: Node 20 reads no HTTPS_PROXY by itself. What makes connections
 * of its own, as Slack's socket and the Bot Framework do, reads the environment, which says the same from here on. Answers the proxy's host.
 */
export function useProxy(proxy: ProxyConfig): string {
  const url = proxy.url.reveal();
  for (const [name, value] of [
    ['HTTPS_PROXY', url],
    ['NO_PROXY', exceptionsOf(proxy)],
  ] as const) {
    process.env[name] = value;
    process.env[name.toLowerCase()] = value;
  }
  setGlobalDispatcher(new EnvHttpProxyAgent());
  return new URL(url).host;
}

/** As curl and undici read NO_PROXY: hosts with all below them, `*` for any, with a port or without. */
function isExcepted(url: URL, proxy: ProxyConfig): boolean {
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  return exceptionsOf(proxy)
    .toLowerCase()
    .split(/[,\s]+/)
    .some((entry) => {
      if (entry === '*') return true;
      const [, name = '', itsPort] = /^(?:\*?\.)?([^:]+)(?::(\d+))?$/.exec(entry) ?? [];
      const isIt = url.hostname === name || url.hostname.endsWith(`.${name}`);
      return name !== '' && isIt && (itsPort === undefined || itsPort === port);
    });
}

/** The proxy by which the Bot Framework fetches its keys: the one thing that can only be told it. */
export function proxyOf(
  { proxy }: Pick<LiveConfig, 'proxy'>,
  address: string,
): { keysProxy?: { host: string; port: number } } {
  if (proxy === undefined || isExcepted(new URL(address), proxy)) return {};
  const url = new URL(proxy.url.reveal());
  const { username, password, hostname, port, protocol } = url;
  // It makes an address of the two.
  const host = username === '' ? hostname : `${username}:${password}@${hostname}`;
  return { keysProxy: { host, port: Number(port || (protocol === 'https:' ? 443 : 80)) } };
}

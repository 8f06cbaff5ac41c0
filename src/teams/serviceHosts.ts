/**
 * Hosts of Teams' connectors, as `serviceUrl` has them, by the login of their cloud. Microsoft: Teams SDK, "Service URL
 * validation", allowed hostnames by cloud.
 */
const HOSTS: Readonly<Record<string, readonly string[]>> = {
  'login.microsoftonline.us': ['smba.infra.gov.teams.microsoft.us', 'smba.infra.dod.teams.microsoft.us'],
  'login.partner.microsoftonline.cn': ['frontend.botapi.msg.infra.teams.microsoftonline.cn'],
};
const PUBLIC: readonly string[] = [
  'smba.trafficmanager.net',
  'smba.onyx.prod.teams.trafficmanager.net',
  'smba.infra.gcc.teams.microsoft.com',
];

/**
 * The hosts that Teams may be answered at: those of the cloud that this login belongs to. A loopback that publishes the
 * keys of tokens is Teams, too.
 */
export function listServiceHosts(
  authorityHost: string,
  openIdMetadataUrl: string | undefined,
): readonly string[] {
  const ours = HOSTS[new URL(authorityHost).hostname] ?? PUBLIC;
  const keys = openIdMetadataUrl === undefined ? undefined : new URL(openIdMetadataUrl);
  const isLoopback = keys !== undefined && ['127.0.0.1', 'localhost', '[::1]'].includes(keys.hostname);
  return isLoopback ? [...ours, keys.origin] : ours;
}

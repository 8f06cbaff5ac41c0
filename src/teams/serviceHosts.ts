import type { CloudName } from '../domain/clouds.ts';

/**
 * Hosts of Teams' connectors, as `serviceUrl` has them. Microsoft: Teams SDK, "Service URL validation", allowed hostnames by
 * cloud; Agents SDK, TeamsServiceEndpoints, which of them is GCC High's and which DoD's.
 */
const HOSTS: Readonly<Record<CloudName, readonly string[]>> = {
  global: [
    'smba.trafficmanager.net',
    'smba.onyx.prod.teams.trafficmanager.net',
    'smba.infra.gcc.teams.microsoft.com',
  ],
  usgov: ['smba.infra.gov.teams.microsoft.us'],
  usgovdod: ['smba.infra.dod.teams.microsoft.us'],
  china: ['frontend.botapi.msg.infra.teams.microsoftonline.cn'],
};

/**
 * The hosts that Teams may be answered at: those of the bot's cloud. A loopback that publishes the
 * keys of tokens is Teams, too.
 */
export function listServiceHosts(cloud: CloudName, openIdMetadataUrl: string | undefined): readonly string[] {
  const ours = HOSTS[cloud];
  const keys = openIdMetadataUrl === undefined ? undefined : new URL(openIdMetadataUrl);
  const isLoopback = keys !== undefined && ['127.0.0.1', 'localhost', '[::1]'].includes(keys.hostname);
  return isLoopback ? [...ours, keys.origin] : ours;
}

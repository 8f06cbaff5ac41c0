import { CLOUDS, type CloudName } from '../domain/clouds.ts';
import type { Policy } from '../domain/policy.ts';
import type { Directory } from '../service/ports/directory.ts';
import type { Clock, Log } from '../service/ports/surroundings.ts';

/** Our own number: a tenant whose domains cannot be read now is asked again. Until then only what is listed by hand holds. */
const AGAIN_MS = 60_000;

/**
 * Where the files of a tenant's people lie: OneDrive and SharePoint under the name of its first onmicrosoft.com domain.
 * Microsoft: "Plan for and create SharePoint host names"; renamed and multi-geo tenants have others, which are listed by
 * hand, as a rule for them would let other tenants in.
 */
export function hostsOf(initialDomain: string, cloud: CloudName): string[] {
  // Microsoft: "onmicrosoft.com fallback domain": .us in the US government's clouds; China's have a name of their own.
  const name = /^([a-z0-9-]+)\.(?:onmicrosoft\.[a-z]+|partner\.onmschina\.cn)$/i.exec(initialDomain)?.[1];
  if (name === undefined) return [];
  const tenant = name.toLowerCase();
  const { sharePoint } = CLOUDS[cloud];
  return [`${tenant}-my.${sharePoint}`, `${tenant}.${sharePoint}`];
}

/**
 * The hosts that Teams' files are taken from: those that are listed, and those of the customers whose people may use Teams,
 * once their directories have said how their tenants are called.
 */
export function findFileHosts(options: {
  listed: readonly string[];
  cloud: CloudName;
  /** Of the directory where a customer names none. */
  tenantId: string;
  policy: Pick<Policy, 'customers' | 'teamsTenants'>;
  directoryFor: (customer: string) => Pick<Directory, 'listDomains'>;
  clock: Clock;
  log: Log;
}): { hosts(): readonly string[]; start(): void; stop(): void } {
  const { listed, cloud, policy, directoryFor, clock, log } = options;
  const stopping = new AbortController();
  let found: readonly string[] = [];

  async function look(): Promise<void> {
    const tenants = new Set(policy.teamsTenants.map((one) => one.toLowerCase()));
    const customers = policy.customers.filter(({ tenantId }) =>
      tenants.has((tenantId ?? options.tenantId).toLowerCase()),
    );
    const domains = await Promise.all(customers.map(({ id }) => directoryFor(id).listDomains()));
    found = domains.flat().flatMap(({ id, isInitial }) => (isInitial ? hostsOf(id, cloud) : []));
    log.info({ hosts: [...listed, ...found] }, 'teams.file_hosts');
  }

  async function lookUntilFound(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        await look();
        return;
      } catch (error) {
        log.warn({ err: error }, 'teams.file_hosts_unknown');
        await clock.sleep(AGAIN_MS, stopping.signal);
      }
    }
  }

  return {
    hosts: () => [...new Set([...listed, ...found])],
    start: () => void lookUntilFound(),
    stop: () => stopping.abort(),
  };
}

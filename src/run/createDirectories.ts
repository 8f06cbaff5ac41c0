import type { LiveConfig } from '../config/config.ts';
import type { Policy } from '../domain/policy.ts';
import { createGraphDirectory } from '../graph/createGraphDirectory.ts';
import { createLoginClient } from '../graph/login/createLoginClient.ts';
import { createTokenSource } from '../graph/login/tokenSource.ts';
import type { Log } from '../service/ports/surroundings.ts';
import { clock, ids } from './surroundings.ts';

type CheckedDirectory = ReturnType<typeof createGraphDirectory>;

/**
 * A directory and its client for each customer of the policy of now; one tenant comes from the environment. They are made
 * when they are first asked for, as customers come and change while Rollcall runs. One that is gone from the policy keeps
 * its own for jobs that still run.
 */
export function createDirectories(
  { graph }: Pick<LiveConfig, 'graph'>,
  policy: Pick<Policy, 'customers'>,
  log: Log,
  { fenced, measured }: { fenced: typeof fetch; measured: typeof fetch },
) {
  const made = new Map<string, { for: string; directory: CheckedDirectory }>();

  function make({ id, tenantId, marker, administrativeUnit }: Policy['customers'][number]): CheckedDirectory {
    const client = createLoginClient({
      tenantId: tenantId ?? graph.tenantId,
      clientId: graph.clientId,
      credential: graph.credential,
      authorityHost: graph.authorityHost,
      fetch: fenced,
    });
    return createGraphDirectory({
      customer: id,
      graphUrl: graph.graphUrl,
      tokens: createTokenSource(client, graph.audience),
      markerAttribute: marker,
      administrativeUnit,
      clock,
      ids,
      log,
      fetch: measured,
    });
  }

  const directoryFor = (id: string): CheckedDirectory => {
    const customer = policy.customers.find((one) => one.id === id);
    const known = made.get(id);
    if (customer === undefined) {
      if (known === undefined) throw new Error(`There is no directory for ${id}.`);
      return known.directory;
    }
    const key = `${customer.tenantId} ${customer.marker} ${customer.administrativeUnit}`;
    if (known?.for === key) return known.directory;
    const directory = make(customer);
    made.set(id, { for: key, directory });
    return directory;
  };
  return { directoryFor };
}

import type { LiveConfig } from '../config/config.ts';
import type { Policy } from '../domain/policy/policy.ts';
import { createGraphDirectory } from '../graph/createGraphDirectory.ts';
import { createLoginClient } from '../graph/login/createLoginClient.ts';
import { createTokenSource } from '../graph/login/tokenSource.ts';
import type { Quota } from '../service/ports/quota.ts';
import type { Clock, Log } from '../service/ports/surroundings.ts';
import { type OnLogin, watchLogin } from './customers/watchLogin.ts';
import { ids } from './surroundings.ts';

type CheckedDirectory = ReturnType<typeof createGraphDirectory>;
type Customer = Pick<Policy['customers'][number], 'id' | 'tenantId' | 'marker' | 'administrativeUnit'>;

/**
 * A directory and its client for each customer of the policy of now; one tenant comes from the environment. They are made
 * when they are first asked for, as customers come and change while Rollcall runs. One that is gone from the policy keeps
 * its own for jobs that still run.
 */
export function createDirectories(
  { graph }: Pick<LiveConfig, 'graph'>,
  policy: Pick<Policy, 'customers'>,
  log: Log,
  {
    login,
    measured,
    clock,
    quota,
    onLogin,
  }: {
    login: (customer: string) => typeof fetch;
    measured: (customer: string) => typeof fetch;
    clock: Clock;
    quota: Quota;
    onLogin: OnLogin;
  },
) {
  const made = new Map<string, { for: string; directory: CheckedDirectory }>();

  function make(
    { id, tenantId, marker, administrativeUnit }: Customer,
    hear: OnLogin = onLogin,
  ): CheckedDirectory {
    const tenant = tenantId ?? graph.tenantId;
    const client = createLoginClient({
      tenantId: tenant,
      clientId: graph.clientId,
      credential: graph.credential,
      authorityHost: graph.authorityHost,
      fetch: login(id),
    });
    return createGraphDirectory({
      customer: id,
      graphUrl: graph.graphUrl,
      tokens: watchLogin(createTokenSource(client, graph.audience), id, hear),
      markerAttribute: marker,
      administrativeUnit,
      clock,
      // Customers may be parts of one tenant, whose limit is one.
      limit: { quota, key: `writes ${tenant} ${graph.clientId}`.toLowerCase() },
      ids,
      log,
      fetch: measured(id),
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
  return {
    directoryFor,
    /** Of a tenant that is no customer's yet; made anew each time, with a token of its own. */
    directoryOf: (tenantId: string): CheckedDirectory =>
      make({ id: 'none', tenantId, marker: 'extensionAttribute15' }, async () => true),
  };
}

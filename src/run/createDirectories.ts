import type { LiveConfig } from '../config/config.ts';
import { createConfidentialClient } from '../graph/client/createConfidentialClient.ts';
import { createTokenSource } from '../graph/client/tokenSource.ts';
import { createGraphDirectory } from '../graph/createGraphDirectory.ts';
import type { DirectoryFor } from '../service/ports/directory.ts';
import type { Log } from '../service/ports/surroundings.ts';
import { clock, ids } from './surroundings.ts';

/** A directory and its client for each customer; one tenant comes from the environment. */
export function createDirectories(
  config: LiveConfig,
  log: Log,
  { fenced, measured }: { fenced: typeof fetch; measured: typeof fetch },
) {
  const { graph, policy } = config;
  const directories = new Map(
    policy.customers.map((customer) => {
      const client = createConfidentialClient({
        tenantId: customer.tenantId ?? graph.tenantId,
        clientId: graph.clientId,
        credential: graph.credential,
        authorityHost: graph.authorityHost,
        fetch: fenced,
      });
      const directory = createGraphDirectory({
        customer: customer.id,
        graphUrl: graph.graphUrl,
        tokens: createTokenSource(client, graph.audience),
        markerAttribute: customer.marker,
        clock,
        ids,
        log,
        fetch: measured,
      });
      return [customer.id, directory] as const;
    }),
  );
  const directoryFor: DirectoryFor = (customer) => {
    const directory = directories.get(customer);
    if (directory === undefined) throw new Error(`There is no directory for ${customer}.`);
    return directory;
  };
  return { directories, directoryFor };
}

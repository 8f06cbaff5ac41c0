import { SERVER_VARIABLE } from './composition/openTestDatabase.ts';
import { startPostgresCluster } from './composition/postgresCluster.ts';

/**
 * One PostgreSQL for all tests named `*.postgres.test.ts` of a run, or for a drill or a bench, unless the environment
 * names a server. What it sets is inherited by workers and by other processes. Answers with what ends it again.
 */
export default async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (process.env[SERVER_VARIABLE] !== undefined) return undefined;
  const cluster = await startPostgresCluster();
  process.env[SERVER_VARIABLE] = cluster.url;
  return async () => {
    delete process.env[SERVER_VARIABLE];
    await cluster.stop();
  };
}

import { migrateQueues } from '../src/engine/queues.ts';
import { migrateRecords } from '../src/postgres/migrate.ts';
import { startPostgresCluster } from '../src/sandbox/instances/postgresCluster.ts';
import {
  addressOf,
  runOnServer,
  SERVER_VARIABLE,
  TEMPLATE_VARIABLE,
} from './composition/openTestDatabase.ts';

/**
 * One PostgreSQL for all tests named `*.postgres.test.ts` of a run, or for a drill or a bench, unless the environment
 * names a server. What it sets is inherited by workers and by other processes. Answers with what ends it again.
 */
export default async function setup(): Promise<() => Promise<void>> {
  // A drill that is run as a test: the run has started one.
  if (process.env[TEMPLATE_VARIABLE] !== undefined) return async () => undefined;
  const cluster = process.env[SERVER_VARIABLE] === undefined ? await startPostgresCluster() : undefined;
  if (cluster !== undefined) process.env[SERVER_VARIABLE] = cluster.url;
  // Named after this run: others may use the same server.
  const template = `rollcall_template_${process.pid}`;

  async function stop(): Promise<void> {
    delete process.env[TEMPLATE_VARIABLE];
    await runOnServer(`DROP DATABASE IF EXISTS ${template}`);
    if (cluster === undefined) return;
    delete process.env[SERVER_VARIABLE];
    await cluster.stop();
  }

  try {
    await runOnServer(`DROP DATABASE IF EXISTS ${template}`);
    await runOnServer(`CREATE DATABASE ${template}`);
    await migrateRecords(addressOf(template));
    await migrateQueues(addressOf(template));
  } catch (error) {
    await stop();
    throw error;
  }
  process.env[TEMPLATE_VARIABLE] = template;
  return stop;
}

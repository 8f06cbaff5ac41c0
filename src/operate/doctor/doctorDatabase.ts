import type { DatabaseConfig } from '../../config/configDatabase.ts';
import { RollcallError } from '../../domain/errors.ts';
import { findLackOfQueues } from '../../postgres/checkMayMigrate.ts';
import { checkTables } from '../../postgres/migrate.ts';
import { type Database, openDatabase } from '../../postgres/openDatabase.ts';
import { createPolicies } from '../../postgres/policies.ts';
import { hashPolicy } from '../../run/policy/newestPolicy.ts';
import { examineDatabaseBackup } from './doctorBackup.ts';
import { examineInstances } from './doctorInstances.ts';
import { type Finding, reportOn } from './finding.ts';

const { ok, unsure, wrong } = reportOn('store');

const silent = { debug() {}, info() {}, warn() {}, error() {} };

/** What the server says of itself. */
interface Server {
  version: string;
  /** Null: the connection is a Unix socket. */
  address: string | null;
  ssl: boolean | null;
  read_only: string;
  fsync: string;
  commit: string;
  sync_names: string;
  standbys: number;
}

const ASK = `
  SELECT current_setting('server_version') AS version, host(inet_server_addr()) AS address,
    (SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()) AS ssl,
    current_setting('transaction_read_only') AS read_only, current_setting('fsync') AS fsync,
    current_setting('synchronous_commit') AS commit, current_setting('synchronous_standby_names') AS sync_names,
    (SELECT count(*)::int FROM pg_stat_replication) AS standbys`;

/** Every table whose rows Rollcall and its queues add, change and delete, and that this role may not. */
const LACKING = `
  SELECT CASE schemaname WHEN 'pgboss' THEN 'pgboss.' ELSE '' END || tablename AS name FROM pg_tables
  WHERE schemaname IN (current_schema(), 'pgboss') AND tablename <> 'migrations'
    AND NOT (has_schema_privilege(schemaname, 'USAGE')
      AND has_table_privilege(quote_ident(schemaname) || '.' || quote_ident(tablename), 'SELECT')
      AND has_table_privilege(quote_ident(schemaname) || '.' || quote_ident(tablename), 'INSERT')
      AND has_table_privilege(quote_ident(schemaname) || '.' || quote_ident(tablename), 'UPDATE')
      AND has_table_privilege(quote_ident(schemaname) || '.' || quote_ident(tablename), 'DELETE'))
  ORDER BY 1`;
/** A role that may nothing lacks them all. */
const MOST_NAMED = 5;

function nameSome(names: readonly string[]): string {
  const more = names.length - MOST_NAMED;
  return [...names.slice(0, MOST_NAMED), ...(more > 0 ? [`${more} more`] : [])].join(', ');
}

function examineKeeping({ fsync, commit, sync_names, standbys }: Server): Finding[] {
  return [
    ...(fsync === 'off' || commit === 'off'
      ? [
          wrong(
            "PostgreSQL doesn't wait for its disk: a power cut loses what people were told was saved.",
            'Set fsync and synchronous_commit to on.',
          ),
        ]
      : []),
    ...(standbys > 0 && sync_names === ''
      ? [
          unsure(
            'A standby follows PostgreSQL with a delay: when it takes over, the newest passwords and answers can be lost.',
            'Set synchronous_standby_names, so that nothing counts as saved before a standby has it.',
          ),
        ]
      : []),
  ];
}

async function examine(database: Database, host: string): Promise<Finding[]> {
  const [server] = (await database.query<Server>(ASK)).rows;
  if (server === undefined) return [];
  if (server.read_only === 'on') {
    return [wrong(`PostgreSQL at ${host} is read-only.`, 'Point DATABASE_URL at the primary server.')];
  }
  await checkTables(database);
  const lack = await findLackOfQueues(database.query);
  if (lack !== undefined) return [wrong(lack.said, lack.next)];
  const lacking = (await database.query<{ name: string }>(LACKING)).rows.map(({ name }) => name);
  if (lacking.length > 0) {
    return [
      wrong(
        `The role in DATABASE_URL may not change ${nameSome(lacking)}.`,
        'Let it own these tables, or GRANT SELECT, INSERT, UPDATE, DELETE on them, and USAGE on the schema pgboss, to it.',
      ),
    ];
  }
  const isNear = server.address === null || /^(127\.|::1$)/.test(server.address);
  return [
    ok(`PostgreSQL ${server.version} at ${host} is reachable, and its tables match this version.`),
    ...(server.ssl !== true && !isNear
      ? [
          unsure(
            `What goes to PostgreSQL at ${host} isn't encrypted on its way.`,
            'Add "?sslmode=verify-full" to DATABASE_URL, with "&sslrootcert=…" if its certificate comes from your own authority.',
          ),
        ]
      : []),
    ...examineKeeping(server),
  ];
}

/** Whether an instance that starts with this policy file would take anything on. */
async function examineNewest(database: Database, policy: string | undefined): Promise<Finding[]> {
  const policies = createPolicies(database);
  if (policy === undefined || (await policies.judge(hashPolicy(policy), undefined)) !== 'older') return [];
  const held = await policies.held();
  const since =
    held === undefined
      ? ''
      : ` since ${new Date(held.since).toISOString()} (SHA-256 ${held.hash.slice(0, 12)}…)`;
  return [
    wrong(
      `The policy file here is older than the one that holds${since}: an instance that has it takes nothing on.`,
      'Bring the newer file here. If this one is to hold after all, change anything in it: a blank line is enough. Where no instance with the newer one runs any more, it holds by itself once an instance that has it has heard of none for five minutes.',
    ),
  ];
}

/**
 * The database: whether it can be reached and written, is of this version, and keeps what it was told. Changes nothing.
 *
 * @param policy the text of the policy file, if there is one
 * @param now milliseconds that do not jump, by which it is measured how fast it answers
 */
export async function examineDatabase(
  { url, directUrl }: DatabaseConfig,
  policy?: string,
  now: () => number = () => performance.now(),
): Promise<Finding[]> {
  const { hostname } = new URL(url.reveal());
  const database = openDatabase({ url: url.reveal(), log: silent });
  try {
    const found = await examine(database, hostname || 'its socket');
    if (found.some(({ result }) => result === 'wrong')) return found;
    return [
      ...found,
      ...(await examineDatabaseBackup(database, Date.now())),
      ...(await examineInstances(database, directUrl.reveal(), now)),
      ...(await examineNewest(database, policy)),
    ];
  } catch (error) {
    if (!(error instanceof RollcallError)) throw error;
    return [wrong(error.message, error.next)];
  } finally {
    await database.close();
  }
}

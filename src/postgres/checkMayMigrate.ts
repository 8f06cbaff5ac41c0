import { RollcallError } from '../domain/errors.ts';
import { isUpToDate, refuseTakenAway } from './migrate.ts';
import { type Database, openDatabase, type Query } from './openDatabase.ts';

const silent = { debug() {}, info() {}, warn() {}, error() {} };

const NOTHING = 'Nothing was changed.';

/** What a migration may do here, and what there is to do. */
interface Place {
  database: string;
  role: string;
  /** Where tables go; null: nowhere. */
  schema: string | null;
  read_only: string;
  may_make_tables: boolean | null;
  may_make_schema: boolean;
  /** The schema of the queues, which pg-boss wants to make. */
  has_schema: boolean;
  has_queues: boolean;
}

const ASK = `
  SELECT quote_ident(current_database()) AS database, quote_ident(current_user) AS role, quote_ident(current_schema()) AS schema,
    current_setting('transaction_read_only') AS read_only,
    has_schema_privilege(current_schema(), 'CREATE') AS may_make_tables,
    has_database_privilege(current_database(), 'CREATE') AS may_make_schema,
    EXISTS (SELECT FROM pg_namespace WHERE nspname = 'pgboss') AS has_schema,
    EXISTS (SELECT FROM pg_tables WHERE schemaname = 'pgboss' AND tablename = 'job') AS has_queues`;

async function readPlace(query: Query): Promise<Place> {
  const [place] = (await query<Place>(ASK)).rows;
  if (place === undefined) throw new Error('The database says nothing of itself.');
  return place;
}

/** How to give the right that the queues' schema needs; undefined where it is there, or may be made. */
function lackOfSchema({ database, role, has_schema, may_make_schema }: Place) {
  if (has_schema || may_make_schema) return undefined;
  return {
    said: `The role ${role} in DATABASE_URL may not create the schema pgboss, which Rollcall's queues need.`,
    next: `Run "GRANT CREATE ON DATABASE ${database} TO ${role}", or "CREATE SCHEMA pgboss AUTHORIZATION ${role}", as the owner of the database or a superuser. Then run npm run migrate again.`,
  };
}

/** What keeps the queues from being used: they aren't there yet, and what to do. Undefined: they are. */
export async function findLackOfQueues(query: Query): Promise<{ said: string; next: string } | undefined> {
  const place = await readPlace(query);
  if (place.has_queues) return undefined;
  return (
    lackOfSchema(place) ?? {
      said: "Rollcall's queues aren't in the database yet.",
      next: 'Run npm run migrate.',
    }
  );
}

async function checkPlace(database: Database): Promise<{ hasSchema: boolean }> {
  const place = await readPlace(database.query);
  const { schema, role, read_only: readOnly, may_make_tables: mayMakeTables } = place;
  const refuse = (said: string, next: string) =>
    new RollcallError('CONFIG_INVALID', said, { done: NOTHING, next });
  if (readOnly === 'on') {
    throw refuse(
      'The database can only be read: it is a standby, or was set read-only.',
      'Point DATABASE_URL, or DATABASE_DIRECT_URL where it is set, at the primary server.',
    );
  }
  await refuseTakenAway(database);
  if (mayMakeTables !== true && !(await isUpToDate(database))) {
    throw refuse(
      `The role ${role} in DATABASE_URL may not create tables.`,
      `Run "GRANT USAGE, CREATE ON SCHEMA ${schema ?? 'public'} TO ${role}", or let it own the database. Then run npm run migrate again.`,
    );
  }
  const lack = lackOfSchema(place);
  if (lack !== undefined) throw refuse(lack.said, lack.next);
  return { hasSchema: place.has_schema };
}

/**
 * Looks, before anything is changed, whether the database lets the tables and queues of this version be made: half of them help
 * nobody. Answers whether the schema of the queues is there. Throws RollcallError CONFIG_INVALID for what is lacking and for
 * tables that a newer version took something from, and STORE_BROKEN where the database can't be reached.
 */
export async function checkMayMigrate(url: string): Promise<{ hasSchema: boolean }> {
  const database = openDatabase({ url, log: silent, name: 'rollcall migrate' });
  try {
    return await checkPlace(database);
  } catch (error) {
    if (!(error instanceof RollcallError)) throw error;
    const { code, message, next, detail } = error;
    throw new RollcallError(code, message, { done: NOTHING, next, detail, cause: error });
  } finally {
    await database.close();
  }
}

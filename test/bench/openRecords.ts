import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { openBossEngine } from '../../src/engine/bossEngine.ts';
import { createLocalEngine } from '../../src/engine/localEngine.ts';
import { openPostgresStore } from '../../src/postgres/openPostgresStore.ts';
import type { Engine } from '../../src/service/ports/engine.ts';
import type { Quota } from '../../src/service/ports/quota.ts';
import type { Store } from '../../src/service/ports/store.ts';
import type { Clock } from '../../src/service/ports/surroundings.ts';
import { openLowdbStore } from '../../src/store/openLowdbStore.ts';
import { loudLog, masterKeysOf } from '../composition/composeService.ts';
import { openTestDatabase } from '../composition/openTestDatabase.ts';
import { removeFolder } from '../composition/removeFolder.ts';
import { always } from '../testTurn.ts';
import { createCountingFs } from './countingFs.ts';

/** Where records are kept. */
export type StoreKind = 'embedded' | 'postgres';

/** Empty records, and the engine that belongs to them. */
export interface BenchRecords {
  store: Store;
  engine: Engine;
  /** What all instances use up together. Left out: there is one. */
  quota?: Quota;
  /** Bytes written until now: into files, or into the log that PostgreSQL writes ahead. */
  countBytes(): Promise<number>;
  close(): Promise<void>;
}

interface Options {
  masterKey: Buffer;
  clock: Clock;
}

/** In a new folder, which goes when it is closed. */
async function openFolder({ masterKey, clock }: Options): Promise<BenchRecords> {
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-bench-'));
  const fs = createCountingFs();
  const log = loudLog;
  const store = await openLowdbStore({ folder, masterKeys: masterKeysOf(masterKey), clock, log, fs });
  return {
    store,
    engine: createLocalEngine({ store, turn: always, clock, log }),
    countBytes: async () => fs.bytesWritten,
    async close() {
      await store.close();
      await removeFolder(folder);
    },
  };
}

/** The records and the engine of one instance on this database. */
export async function joinDatabase(
  url: string,
  { masterKey, clock }: Options,
): Promise<Pick<BenchRecords, 'store' | 'engine' | 'close'> & { quota: Quota }> {
  const log = loudLog;
  const store = await openPostgresStore({
    ...{ url, masterKeys: masterKeysOf(masterKey), clock, log },
    installation: { tenantId: 'bench', clientId: 'bench' },
  });
  const engine = await openBossEngine({ connectionString: url, log });
  return {
    ...{ store, engine, quota: store.quota },
    async close() {
      await store.close();
      await engine.close();
    },
  };
}

/** In a new database on the server that `startPostgres` has started, which goes when it is closed. */
async function openDatabase(options: Options): Promise<BenchRecords> {
  const database = await openTestDatabase();
  const joined = await joinDatabase(database.url, options);
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  return {
    ...joined,
    async countBytes() {
      // What PostgreSQL puts off: the index over the audit's names takes them in by some thousands of lines, so that a short
      // job would leave all of that to the next one.
      await client.query("SELECT gin_clean_pending_list('audit_of_name')");
      const { rows } = await client.query<{ bytes: number }>(
        "SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::float8 AS bytes",
      );
      return rows[0]?.bytes ?? Number.NaN;
    },
    async close() {
      await client.end();
      await joined.close();
      await database.drop();
    },
  };
}

export function openRecords(kind: StoreKind, options: Options): Promise<BenchRecords> {
  return kind === 'postgres' ? openDatabase(options) : openFolder(options);
}

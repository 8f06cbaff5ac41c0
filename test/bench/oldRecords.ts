import { mkdir } from 'node:fs/promises';
import pg from 'pg';
import { deriveAuditKeys } from '../../src/audit/auditKeys.ts';
import { appendLines, LOCK_HEAD, readHead } from '../../src/postgres/audit/appendLines.ts';
import { openDatabase } from '../../src/postgres/openDatabase.ts';
import { openPostgresStore } from '../../src/postgres/openPostgresStore.ts';
import { GRAPH_CLIENT_ID, TENANT_ID } from '../../src/sandbox/contoso.ts';
import type { Store } from '../../src/service/ports/store.ts';
import { openLowdbStore } from '../../src/store/openLowdbStore.ts';
import { loudLog, masterKeysOf } from '../composition/composeService.ts';
import { created, sampleJob, sampleRows } from '../store/sampleRecords.ts';
import { createCountingFs } from './countingFs.ts';
import { entryOf, writeAuditFile } from './manyEntries.ts';

/** What a store has that was in use for a while. */
export interface OldSize {
  jobs: number;
  rowsAJob: number;
  entries: number;
}

const DAY_MS = 86_400_000;
/** The oldest are nearly as old as the policy keeps them, unless told otherwise: 30 days. */
const OLDEST_MS = 29 * DAY_MS;
/** Passwords are forgotten a week after the end, unless told otherwise. */
const PASSWORDS_MS = 7 * DAY_MS;
const ENTRIES_AT_ONCE = 5_000;
const JOBS_AT_ONCE = 4;

/** Jobs that ended some time within the last month, with everybody created. */
async function acceptOld(store: Store, { jobs, rowsAJob }: OldSize): Promise<void> {
  const now = Date.now();
  const rows = sampleRows(rowsAJob).map((row) => ({
    ...created(row),
    license: { state: 'done' as const, at: now },
  }));
  for (let job = 0; job < jobs; job += JOBS_AT_ONCE) {
    const some = Array.from({ length: Math.min(JOBS_AT_ONCE, jobs - job) }, (_, index) => {
      const at = now - OLDEST_MS + ((job + index) * OLDEST_MS) / jobs;
      const isForgotten = now - at > PASSWORDS_MS;
      return sampleJob(`job_old${String(job + index).padStart(21, '0')}`, rowsAJob, {
        ...{ state: 'done', createdAt: at, finishedAt: at, revealedAt: at },
        ...(isForgotten ? { passwordsGoneAt: at + PASSWORDS_MS } : {}),
      });
    });
    await Promise.all(some.map((one) => store.accept(one, rows)));
  }
}

/** Into a data folder that no bot has open. Whoever starts a bot on it gives it the same key. Answers the audit's bytes. */
export async function fillFolder(
  folder: string,
  key: Buffer,
  size: OldSize,
): Promise<{ auditBytes: number }> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const masterKeys = masterKeysOf(key);
  const { open, ...fs } = createCountingFs();
  const store = await openLowdbStore({
    ...{ folder, masterKeys, log: loudLog },
    clock: { now: Date.now, sleep: () => Promise.resolve() },
    // It lies on the disk long before anything could be lost; waiting for that would take minutes.
    fs: {
      ...fs,
      open: async (path, flags, mode) => ({
        ...(await open(path, flags, mode)),
        sync: async () => undefined,
        datasync: async () => undefined,
      }),
    },
  });
  await acceptOld(store, size);
  await store.close();
  const { bytes } = await writeAuditFile(folder, size.entries, deriveAuditKeys(masterKeys));
  return { auditBytes: bytes };
}

/** Into a database with Rollcall's tables; as above. */
export async function fillDatabase(url: string, key: Buffer, size: OldSize): Promise<{ auditBytes: number }> {
  const masterKeys = masterKeysOf(key);
  const clock = { now: Date.now, sleep: () => Promise.resolve() };
  const store = await openPostgresStore({
    ...{ url, masterKeys, clock, log: loudLog },
    installation: { tenantId: TENANT_ID, clientId: GRAPH_CLIENT_ID },
  });
  await acceptOld(store, size);
  await store.close();
  const database = openDatabase({ url, log: loudLog });
  const keys = deriveAuditKeys(masterKeys);
  for (let index = 0; index < size.entries; index += ENTRIES_AT_ONCE) {
    const count = Math.min(ENTRIES_AT_ONCE, size.entries - index);
    const entries = Array.from({ length: count }, (_, one) => entryOf(index + one, size.entries));
    await database.transact(
      (query, { found }) => appendLines(query, readHead(found[0]), entries, keys, Date.now()),
      { first: [LOCK_HEAD] },
    );
  }
  await database.close();
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  // As it is after a night, when autovacuum has been there.
  await client.query('VACUUM ANALYZE');
  const { rows } = await client.query<{ bytes: number }>(
    'SELECT sum(octet_length(line))::float8 AS bytes FROM audit',
  );
  await client.end();
  return { auditBytes: rows[0]?.bytes ?? Number.NaN };
}

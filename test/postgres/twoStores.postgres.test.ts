import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deriveAuditKeys } from '../../src/audit/auditKeys.ts';
import { verifyChain } from '../../src/audit/verifyChain.ts';
import { readAllLines } from '../../src/postgres/audit/findLines.ts';
import { openDatabase } from '../../src/postgres/openDatabase.ts';
import { openPostgresStore } from '../../src/postgres/openPostgresStore.ts';
import type { Store } from '../../src/service/ports/store.ts';
import { takeAlone } from '../../src/service/ports/takeAlone.ts';
import { openTestDatabase, type TestDatabase } from '../composition/openTestDatabase.ts';
import {
  createTestClock,
  createTestLog,
  masterKeys,
  sampleDraft,
  sampleEntry,
  sampleJob,
  sampleLink,
  sampleRows,
} from '../store/sampleRecords.ts';

const installation = { tenantId: 'tenant', clientId: 'client' };
const FIFTY = Array.from({ length: 50 }, (_, index) => index);

describe('two stores on one database', () => {
  let database: TestDatabase;
  let stores: [Store, Store];
  const clock = createTestClock();

  beforeEach(async () => {
    database = await openTestDatabase();
    const options = { url: database.url, installation, masterKeys, clock, log: createTestLog() };
    stores = await Promise.all([openPostgresStore(options), openPostgresStore(options)]);
  });
  afterEach(async () => {
    // One may have been closed already.
    await Promise.allSettled(stores.map((store) => store.close()));
    await database.drop();
  });

  /** 50 at each of the two, at once. */
  function atBoth<Result>(work: (store: Store, index: number) => Promise<Result>): Promise<Result[]> {
    return Promise.all(stores.flatMap((store, of) => FIFTY.map((index) => work(store, of * 50 + index))));
  }

  it('accept one of a hundred acceptances of the same job', async () => {
    const answers = await atBoth((store) => store.accept(sampleJob('job_1', 2), sampleRows(2)));
    expect(answers.filter((answer) => answer === 'accepted')).toHaveLength(1);
    for (const store of stores) expect(await store.loadRows('job_1')).toEqual(sampleRows(2));
  });

  it('let one of a hundred claims win, and both see whose', async () => {
    await stores[0].accept(sampleJob('job_1', 0), []);
    const claims = await atBoth((store, index) =>
      store.updateJob('job_1', (job) =>
        job.revealedAt === undefined ? { ...job, revealedAt: index } : undefined,
      ),
    );
    const won = claims.filter((claim) => claim !== undefined);
    expect(won).toHaveLength(1);
    for (const store of stores) expect((await store.loadJob('job_1'))?.revealedAt).toBe(won[0]?.revealedAt);
  });

  it('lose none of a hundred changes to one job', async () => {
    await stores[0].accept(sampleJob('job_1', 0), []);
    await atBoth((store) => store.updateJob('job_1', (job) => ({ ...job, createdAt: job.createdAt + 1 })));
    expect((await stores[0].loadJob('job_1'))?.createdAt).toBe(sampleJob('job_1', 0).createdAt + 100);
  });

  it('give a link to one of a hundred, and count all others', async () => {
    await stores[0].saveLinks([sampleLink('hash_1', clock.now())]);
    const taken = await atBoth((store) => store.takeLink('hash_1', clock.now()));
    expect(taken.filter((answer) => answer?.won)).toHaveLength(1);
    expect(await stores[1].listLinks({ used: true })).toMatchObject([{ tries: 99 }]);
  });

  it('let one of a hundred changes to the same version of a draft through', async () => {
    await stores[0].saveDraft(sampleDraft('draft_1', clock.now() + 60_000));
    const answers = await atBoth((store, index) => store.updateDraft('draft_1', 1, index));
    expect(answers.filter((answer) => answer !== undefined)).toHaveLength(1);
  });

  it('have one of a hundred deliveries of the same message', async () => {
    const seen = await atBoth((store) => store.seen('slack:Ev1', 60_000));
    expect(seen.filter((known) => !known)).toHaveLength(1);
  });

  it('count what they take alone, or have seen, by one clock, however far theirs are apart', async () => {
    const ahead = createTestClock();
    ahead.advance(60_000);
    const options = { url: database.url, installation, masterKeys, clock: ahead, log: createTestLog() };
    const early = await openPostgresStore(options);
    try {
      const [store] = stores;
      const taken = await takeAlone(store, 'reset contoso ada', 30_000);
      expect(taken).toBeDefined();
      expect(await takeAlone(early, 'reset contoso ada', 30_000)).toBeUndefined();
      expect(await store.seen('slack:Ev1', 30_000)).toBe(false);
      expect(await early.seen('slack:Ev1', 30_000)).toBe(true);
      // The other way round, nothing is held for a minute more.
      const ofEarly = await takeAlone(early, 'reset contoso bob', 30_000);
      expect(await takeAlone(store, 'reset contoso bob', 30_000)).toBeUndefined();
      const now = Date.now();
      for (const { until } of await early.listSeen()) expect(until - now).toBeLessThanOrEqual(30_000);
      await Promise.all([taken?.letGo(), ofEarly?.letGo()]);
      expect(await takeAlone(early, 'reset contoso ada', 30_000)).toBeDefined();
      expect(await takeAlone(store, 'reset contoso bob', 30_000)).toBeDefined();
    } finally {
      await early.close();
    }
  });

  it('write one entry of the audit that a hundred would write', async () => {
    const entry = { ...sampleEntry(1, { what: 'job.accepted' }), subject: 'job_1' };
    await atBoth((store) => store.auditOnce(entry, ({ what }) => what === 'job.accepted'));
    expect(await stores[1].readAudit({ subject: 'job_1', limit: 10 })).toHaveLength(1);
  });

  it('lose none of a hundred presets that are saved at once', async () => {
    await atBoth((store, index) =>
      store.updateColumns('contoso', (all) => [
        ...all,
        ...[
          {
            id: `c${index}`,
            customer: 'contoso',
            name: '',
            columns: [],
            choices: [],
            savedBy: 'omar',
            savedAt: 1,
          },
        ],
      ]),
    );
    expect(await stores[1].listColumns('contoso')).toHaveLength(100);
  });

  it('let one of a hundred holders write, and the others close in peace', async () => {
    const rows = sampleRows(2);
    await stores[0].accept(sampleJob('job_1', 2), rows);
    const holds = await atBoth((store) => store.holdJob('job_1'));
    expect(new Set(holds.map((hold) => hold?.turn)).size).toBe(100);
    expect(holds.filter((hold) => hold?.wasCutOff === false)).toHaveLength(1);
    const kept = await stores[1].holdJob('job_1');
    const lost = holds.find((hold) => hold?.turn === 100);
    const write = async () => {
      lost?.record(rows.map((row) => ({ ...row, attempted: true })));
      await lost?.flush();
    };
    await expect(write()).rejects.toMatchObject({ code: 'STORE_LOCKED' });
    for (const hold of holds) {
      try {
        hold?.record(rows.map((row) => ({ ...row, attempted: true })));
      } catch (error) {
        expect(error).toMatchObject({ code: 'STORE_LOCKED' });
      }
    }
    await stores[0].close();
    expect((await stores[1].loadJob('job_1'))?.state).toBe('running');
    await expect(kept?.flush()).resolves.toBeUndefined();
    const reader = openDatabase({ url: database.url, log: createTestLog() });
    const { rows: found } = await reader.query<{ n: number }>(
      "SELECT count(*)::int AS n FROM rows WHERE doc ->> 'attempted' = 'true'",
    );
    expect(found).toEqual([{ n: 0 }]);
    await reader.close();
  });

  it('drop what one had not stored yet once the other has had the job in between', async () => {
    const rows = sampleRows(1);
    await stores[0].accept(sampleJob('job_1', 1), rows);
    const first = await stores[0].holdJob('job_1');
    first?.record(rows.map((row) => ({ ...row, attempted: true })));
    await stores[1].holdJob('job_1');
    const third = await stores[0].holdJob('job_1');
    await third?.flush();
    for (const store of stores) expect(await store.loadRows('job_1')).toEqual(rows);
  });

  it('write one chain of proofs together, while one of them cuts it', async () => {
    for (const at of [1, 2, 3]) await stores[0].audit(sampleEntry(at));
    await Promise.all([
      atBoth((store, index) => store.audit(sampleEntry(100 + index))),
      stores[1].cutAudit(3, 500),
    ]);
    const reader = openDatabase({ url: database.url, log: createTestLog() });
    const head = await stores[1].auditHead();
    const report = await verifyChain(() => readAllLines(reader), deriveAuditKeys(masterKeys), head);
    expect(report).toMatchObject({ whole: true, entries: 102, dropped: 2, unkeyed: 0, found: true });
    expect(await stores[0].readAudit({ limit: 200 })).toHaveLength(102);
    await reader.query("UPDATE audit SET line = replace(line, 'omar', 'mona') WHERE at = 120");
    const changed = await verifyChain(() => readAllLines(reader), deriveAuditKeys(masterKeys));
    expect(changed).toMatchObject({ whole: false });
    await reader.close();
  });
});

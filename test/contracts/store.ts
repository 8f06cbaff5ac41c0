import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSealer } from '../../src/secrets/sealing.ts';
import { Secret } from '../../src/secrets/secret.ts';
import type { ColumnsRecord } from '../../src/service/ports/drafts.ts';
import type { AuditEntry } from '../../src/service/ports/records.ts';
import type { SnapshotRecord } from '../../src/service/ports/snapshots.ts';
import type { Store } from '../../src/service/ports/store.ts';
import { countTurns } from '../countTurns.ts';
import {
  created,
  hold,
  sampleDraft,
  sampleEntry,
  sampleJob,
  sampleLink,
  samplePreset,
  sampleRows,
  type TestClock,
} from '../store/sampleRecords.ts';

/** A store under test. */
export interface StoreHarness {
  store: Store;
  clock: TestClock;
  /** Closes the store and opens it again on the same state, as a restart does. */
  reopen(): Promise<Store>;
  /** Closes the store and removes its state. */
  dispose(): Promise<void>;
}

/** What every Store must do, whatever it keeps its state in. */
export function describeStore(name: string, open: () => Promise<StoreHarness>): void {
  describe(`${name} as a store`, () => {
    let harness: StoreHarness;
    let store: Store;
    let clock: TestClock;

    beforeEach(async () => {
      harness = await open();
      ({ store, clock } = harness);
    });
    afterEach(() => harness.dispose());

    describe('jobs', () => {
      it('has an accepted job, with its rows in order, after a restart', async () => {
        const rows = sampleRows(3);
        expect(await store.accept(sampleJob('job_1', 3), rows)).toBe('accepted');
        store = await harness.reopen();
        expect(await store.loadJob('job_1')).toEqual(sampleJob('job_1', 3));
        expect(await store.loadRows('job_1')).toEqual(rows);
      });

      it('shows each row as it is now, in order, without handing it out', async () => {
        const [first, second] = sampleRows(2);
        if (first === undefined || second === undefined) throw new Error('no rows');
        await store.accept(sampleJob('job_1', 2), [first, second]);
        store = await harness.reopen();
        (await hold(store, 'job_1')).record([{ ...second, attempted: true }]);
        const seen: string[] = [];
        await store.scanRows('job_1', ({ rowId, attempted }) => seen.push(`${rowId} ${attempted}`));
        expect(seen).toEqual([`${first.rowId} false`, `${second.rowId} true`]);
        await store.scanRows('job_none', () => seen.push('none'));
        expect(seen).toHaveLength(2);
      });

      it('accepts a job once, and leaves it as it was the second time', async () => {
        await store.accept(sampleJob('job_1', 1), sampleRows(1));
        expect(await store.accept(sampleJob('job_1', 2, { reason: 'again' }), sampleRows(2))).toBe('exists');
        expect(await store.loadJob('job_1')).toEqual(sampleJob('job_1', 1));
        expect(await store.loadRows('job_1')).toHaveLength(1);
        store = await harness.reopen();
        expect(await store.accept(sampleJob('job_1', 2), sampleRows(2))).toBe('exists');
      });

      it('accepts one of fifty acceptances of the same job at the same time', async () => {
        const answers = await Promise.all(
          Array.from({ length: 50 }, () => store.accept(sampleJob('job_1', 2), sampleRows(2))),
        );
        expect(answers.filter((answer) => answer === 'accepted')).toHaveLength(1);
        expect(await store.loadRows('job_1')).toHaveLength(2);
      });

      it('refuses rows that share an id, and can take the job afterwards', async () => {
        const [row] = sampleRows(1);
        const twice = row === undefined ? [] : [row, row];
        await expect(store.accept(sampleJob('job_1', 2), twice)).rejects.toThrow();
        expect(await store.loadJob('job_1')).toBeUndefined();
        expect(await store.accept(sampleJob('job_1', 2), sampleRows(2))).toBe('accepted');
      });

      it('knows nothing of a job that was never accepted', async () => {
        expect(await store.loadJob('job_none')).toBeUndefined();
        expect(await store.loadJob('../job_none')).toBeUndefined();
        expect(await store.loadRows('job_none')).toEqual([]);
        expect(await store.updateJob('job_none', (job) => job)).toBeUndefined();
        expect(await store.holdJob('job_none')).toBeUndefined();
      });

      it('keeps a job whose id is no file name inside its own folder', async () => {
        const id = '../../etc/../job 1/ü';
        await store.accept(sampleJob(id, 1), sampleRows(1));
        store = await harness.reopen();
        expect((await store.loadJob(id))?.id).toBe(id);
        expect(await store.loadRows(id)).toHaveLength(1);
      });

      it('hands out copies: changing one changes nothing in the store', async () => {
        const job = sampleJob('job_1', 1);
        const rows = sampleRows(1);
        await store.accept(job, rows);
        for (const row of [...rows, ...(await store.loadRows('job_1'))]) row.person.displayName = 'Changed';
        for (const one of [job, await store.loadJob('job_1')]) if (one !== undefined) one.state = 'done';
        expect((await store.loadRows('job_1'))[0]?.person.displayName).toBe('Zoë Person 1');
        expect((await store.loadJob('job_1'))?.state).toBe('running');
      });

      it('keeps a job of 1,000 rows and results all over it', async () => {
        const rows = sampleRows(1_000);
        await store.accept(sampleJob('job_1', 1_000), rows);
        const results = rows.filter((_, index) => index % 3 === 0).map(created);
        const held = await hold(store, 'job_1');
        for (const result of results) held.record([result]);
        await held.flush();
        store = await harness.reopen();
        expect(await store.loadRows('job_1')).toEqual(
          rows.map((row, index) => (index % 3 === 0 ? created(row) : row)),
        );
      });

      it('lets whatever else waits have its turn while it writes and reads a job of 5,000 rows', async () => {
        const rows = sampleRows(5_000);
        await store.accept(sampleJob('job_1', 5_000), rows);
        const held = await hold(store, 'job_1');
        held.record(rows.map(created));
        expect(await countTurns(held.flush)).toBeGreaterThanOrEqual(4);
        store = await harness.reopen();
        let seen = 0;
        const scan = (): Promise<void> =>
          store.scanRows('job_1', () => {
            seen += 1;
          });
        expect(await countTurns(scan)).toBeGreaterThanOrEqual(4);
        expect(seen).toBe(5_000);
        const load = async (): Promise<void> => {
          expect(await store.loadRows('job_1')).toHaveLength(5_000);
        };
        expect(await countTurns(load)).toBeGreaterThanOrEqual(4);
        expect((await store.loadRows('job_1')).slice(-1)).toEqual(rows.slice(-1).map(created));
      });

      it('shows a recorded result at once, and has it after flush and restart', async () => {
        const [first, second] = sampleRows(2);
        if (first === undefined || second === undefined) throw new Error('no rows');
        await store.accept(sampleJob('job_1', 2), [first, second]);
        const held = await hold(store, 'job_1');
        held.record([created(second)]);
        expect(await store.loadRows('job_1')).toEqual([first, created(second)]);
        await held.flush();
        store = await harness.reopen();
        expect(await store.loadRows('job_1')).toEqual([first, created(second)]);
      });

      it('takes results right after a restart, before anybody has read the rows', async () => {
        const rows = sampleRows(2);
        await store.accept(sampleJob('job_1', 2), rows);
        store = await harness.reopen();
        const held = await hold(store, 'job_1');
        held.record(rows.slice(0, 1).map(created));
        await held.flush();
        store = await harness.reopen();
        expect((await store.loadRows('job_1')).map((row) => row.create.state)).toEqual(['done', 'todo']);
      });

      it('writes what was recorded when it closes', async () => {
        const rows = sampleRows(1);
        await store.accept(sampleJob('job_1', 1), rows);
        (await hold(store, 'job_1')).record(rows.map(created));
        store = await harness.reopen();
        expect((await store.loadRows('job_1'))[0]?.create.state).toBe('done');
      });

      it('audits a change exactly when it is made', async () => {
        await store.accept(sampleJob('job_1', 0), []);
        const press = (at: number) =>
          store.updateJob(
            'job_1',
            (job) => (job.state === 'running' ? { ...job, state: 'stopping' } : undefined),
            [sampleEntry(at, { subject: 'job_1' })],
          );
        const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => press(index + 1)));
        expect(answers.filter((answer) => answer !== undefined)).toHaveLength(1);
        expect(await store.readAudit({ subject: 'job_1', limit: 100 })).toHaveLength(1);
        expect(await store.updateJob('job_none', (job) => job, [sampleEntry(1)])).toBeUndefined();
        expect(await store.readAudit({ limit: 100 })).toHaveLength(1);
      });

      it('lets only the newest holder of a job write', async () => {
        const rows = sampleRows(2);
        await store.accept(sampleJob('job_1', 2), rows);
        const first = await hold(store, 'job_1');
        first.record(rows.slice(0, 1).map(created));
        await first.flush();
        const second = await hold(store, 'job_1');
        expect(second.turn).toBeGreaterThan(first.turn);
        const late = rows.slice(1).map(created);
        const tries = [
          async () => {
            first.record(late);
            await first.flush();
          },
          () => first.update((job) => ({ ...job, state: 'done' })),
          () => first.update((job) => ({ ...job, state: 'done' }), [sampleEntry(1)]),
          () => first.update((job) => ({ ...job, state: 'done' }), [sampleEntry(1)], late),
          () => first.audit(sampleEntry(2)),
          () => first.letGo(),
        ];
        for (const attempt of tries) await expect(attempt()).rejects.toMatchObject({ code: 'STORE_LOCKED' });
        expect((await store.loadRows('job_1')).map((row) => row.create.state)).toEqual(['done', 'todo']);
        expect(await store.loadJob('job_1')).toMatchObject({ state: 'running' });
        expect(await store.readAudit({ limit: 10 })).toEqual([]);
        expect(await second.update(() => undefined, [sampleEntry(5)], late)).toBeUndefined();
        expect((await store.loadRows('job_1')).map((row) => row.create.state)).toEqual(['done', 'todo']);
        await second.audit(sampleEntry(3));
        const done = await second.update((job) => ({ ...job, state: 'done' }), [sampleEntry(4)], late);
        expect(done).toMatchObject({ state: 'done' });
        store = await harness.reopen();
        expect((await store.loadRows('job_1')).map((row) => row.create.state)).toEqual(['done', 'done']);
        expect((await store.readAudit({ limit: 10 })).map(({ at }) => at)).toEqual([4, 3]);
      });

      it('keeps what was recorded and not stored yet when the same process takes the job again', async () => {
        const rows = sampleRows(2);
        await store.accept(sampleJob('job_1', 2), rows);
        const first = await hold(store, 'job_1');
        first.record(rows.slice(0, 1).map(created));
        const second = await hold(store, 'job_1');
        expect((await store.loadRows('job_1')).map((row) => row.create.state)).toEqual(['done', 'todo']);
        await second.flush();
        store = await harness.reopen();
        expect((await store.loadRows('job_1')).map((row) => row.create.state)).toEqual(['done', 'todo']);
      });

      it('tells a hold that was cut off from one that was let go, also after a restart', async () => {
        await store.accept(sampleJob('job_1', 0), []);
        await store.accept(sampleJob('job_2', 0), []);
        const first = await hold(store, 'job_1');
        expect(first.wasCutOff).toBe(false);
        await first.letGo();
        expect((await hold(store, 'job_1')).wasCutOff).toBe(false);
        expect((await hold(store, 'job_1')).wasCutOff).toBe(true);
        store = await harness.reopen();
        expect((await hold(store, 'job_1')).wasCutOff).toBe(true);
      });

      it('runs changes to one job one after the other', async () => {
        await store.accept(sampleJob('job_1', 0), []);
        await Promise.all(
          Array.from({ length: 50 }, () =>
            store.updateJob('job_1', (job) => ({ ...job, createdAt: job.createdAt + 1 })),
          ),
        );
        store = await harness.reopen();
        expect((await store.loadJob('job_1'))?.createdAt).toBe(sampleJob('job_1', 0).createdAt + 50);
      });

      it('lets one of fifty win a claim', async () => {
        await store.accept(sampleJob('job_1', 0), []);
        const claims = await Promise.all(
          Array.from({ length: 50 }, (_, index) =>
            store.updateJob('job_1', (job) =>
              job.revealedAt === undefined ? { ...job, revealedAt: index } : undefined,
            ),
          ),
        );
        const won = claims.filter((claim) => claim !== undefined);
        expect(won).toHaveLength(1);
        expect((await store.loadJob('job_1'))?.revealedAt).toBe(won[0]?.revealedAt);
      });

      it('leaves the job as it is when a change throws, and goes on', async () => {
        await store.accept(sampleJob('job_1', 0), []);
        const refused = store.updateJob('job_1', () => {
          throw new Error('no');
        });
        await expect(refused).rejects.toThrow('no');
        expect((await store.updateJob('job_1', (job) => ({ ...job, state: 'done' })))?.state).toBe('done');
      });

      it('lists what is unfinished: jobs that run, and jobs with a message still to send', async () => {
        const message = { kind: 'results', place: sampleJob('x', 0).place, settled: false } as const;
        await store.accept(sampleJob('job_runs', 0), []);
        await store.accept(sampleJob('job_stopping', 0, { state: 'stopping' }), []);
        await store.accept(sampleJob('job_stopped', 0, { state: 'stopped' }), []);
        await store.accept(
          sampleJob('job_told', 0, { state: 'done', messages: [{ ...message, settled: true }] }),
          [],
        );
        await store.accept(sampleJob('job_untold', 0, { state: 'done', messages: [message] }), []);
        store = await harness.reopen();
        const ids = (await store.listUnfinished()).map((job) => job.id).sort();
        expect(ids).toEqual(['job_runs', 'job_stopping', 'job_untold']);
      });

      it('lists them in the order in which they were accepted, where the clock was put back in between', async () => {
        const accept = (id: string, createdAt: number, order: number) =>
          store.accept(sampleJob(id, 0, { createdAt, order }), []);
        await accept('job_b', 9_000, 9_000);
        await accept('job_a', 1_000, 9_001);
        await accept('job_c', 2_000, 9_002);
        store = await harness.reopen();
        expect((await store.listUnfinished()).map(({ id }) => id)).toEqual(['job_b', 'job_a', 'job_c']);
      });

      it('lists jobs newest first, of one person when asked, and no more than asked', async () => {
        const omar = sampleJob('x', 0).requestedBy;
        await store.accept(sampleJob('job_old', 0, { createdAt: 1 }), []);
        await store.accept(sampleJob('job_new', 0, { createdAt: 3 }), []);
        await store.accept(
          sampleJob('job_mia', 0, { createdAt: 2, requestedBy: { ...omar, actorId: 'mia' } }),
          [],
        );
        const ids = async (filter: Parameters<Store['listJobs']>[0]): Promise<string[]> =>
          (await store.listJobs(filter)).map((job) => job.id);
        expect(await ids({ limit: 10 })).toEqual(['job_new', 'job_mia', 'job_old']);
        expect(await ids({ actorId: 'omar', limit: 10 })).toEqual(['job_new', 'job_old']);
        expect(await ids({ limit: 1 })).toEqual(['job_new']);
        expect(await ids({ after: 1, limit: 10 })).toEqual(['job_new', 'job_mia']);
      });
    });

    describe('drafts', () => {
      it('has a draft after a restart', async () => {
        const draft = sampleDraft('draft_1', clock.now() + 60_000);
        await store.saveDraft(draft);
        store = await harness.reopen();
        expect(await store.loadDraft('draft_1')).toEqual(draft);
      });

      it('stores new data under the next version', async () => {
        await store.saveDraft(sampleDraft('draft_1', clock.now() + 60_000));
        const next = await store.updateDraft('draft_1', 1, { fileName: 'better.csv' });
        expect(next).toMatchObject({ version: 2, data: { fileName: 'better.csv' } });
        expect(await store.loadDraft('draft_1')).toEqual(next);
      });

      it('lists drafts of one owner and kind, newest first, and none that expired', async () => {
        const until = clock.now() + 60_000;
        const [old, other, young] = [
          { ...sampleDraft('draft_1', until), createdAt: 1 },
          { ...sampleDraft('draft_2', until), owner: 'somebody.else' },
          { ...sampleDraft('draft_3', until + 60_000), createdAt: 3 },
        ] as const;
        for (const draft of [old, other, young]) await store.saveDraft(draft);
        store = await harness.reopen();
        const filter = { owners: [old.owner], kind: old.kind, limit: 10 };
        expect(await store.listDrafts(filter)).toEqual([young, old]);
        expect(await store.listDrafts({ ...filter, limit: 1 })).toEqual([young]);
        const all = await store.listDrafts({ kind: old.kind, limit: 10 });
        expect(all.map(({ id }) => id).sort()).toEqual(['draft_1', 'draft_2', 'draft_3']);
        expect(await store.listDrafts({ ...filter, kind: 'reset' })).toEqual([]);
        clock.advance(60_000);
        expect(await store.listDrafts(filter)).toEqual([young]);
      });

      it('refuses a change to a version that somebody else changed', async () => {
        await store.saveDraft(sampleDraft('draft_1', clock.now() + 60_000));
        await store.updateDraft('draft_1', 1, 'first');
        expect(await store.updateDraft('draft_1', 1, 'second')).toBeUndefined();
        expect((await store.loadDraft('draft_1'))?.data).toBe('first');
      });

      it('audits a change exactly when it is made, and makes none that it cannot audit', async () => {
        await store.saveDraft(sampleDraft('draft_1', clock.now() + 60_000));
        const [done, late] = [sampleEntry(1), sampleEntry(2)].map((one) => ({ ...one, subject: 'draft_1' }));
        if (done === undefined || late === undefined) throw new Error('no entries');
        const unwritable = { ...late, detail: { people: 1n } } as never;
        await expect(store.updateDraft('draft_1', 1, 'first', [unwritable])).rejects.toThrow();
        expect(await store.updateDraft('draft_1', 1, 'first', [done])).toMatchObject({ version: 2 });
        expect(await store.updateDraft('draft_1', 1, 'second', [late])).toBeUndefined();
        store = await harness.reopen();
        expect(await store.loadDraft('draft_1')).toMatchObject({ version: 2, data: 'first' });
        expect(await store.readAudit({ subject: 'draft_1', limit: 9 })).toEqual([done]);
      });

      it('lets one of fifty changes to the same version through', async () => {
        await store.saveDraft(sampleDraft('draft_1', clock.now() + 60_000));
        const answers = await Promise.all(
          Array.from({ length: 50 }, (_, index) => store.updateDraft('draft_1', 1, index)),
        );
        const won = answers.filter((answer) => answer !== undefined);
        expect(won).toHaveLength(1);
        expect((await store.loadDraft('draft_1'))?.data).toBe(won[0]?.data);
      });

      it('has no draft after its time, nor takes a change to it', async () => {
        await store.saveDraft(sampleDraft('draft_1', clock.now() + 60_000));
        await store.saveDraft(sampleDraft('draft_2', clock.now() + 60_000));
        clock.advance(60_000);
        expect(await store.loadDraft('draft_1')).toBeUndefined();
        expect(await store.updateDraft('draft_2', 1, 'late')).toBeUndefined();
      });

      it('has no draft once it is deleted, and minds no second deletion', async () => {
        await store.saveDraft(sampleDraft('draft_1', clock.now() + 60_000));
        await store.deleteDraft('draft_1');
        await store.deleteDraft('draft_1');
        expect(await store.loadDraft('draft_1')).toBeUndefined();
        store = await harness.reopen();
        expect(await store.loadDraft('draft_1')).toBeUndefined();
      });
    });

    describe('what is dropped', () => {
      it('is no job that is not as it was when somebody decided to drop it', async () => {
        await store.accept(sampleJob('job_1', 2), sampleRows(2));
        await store.updateJob('job_1', (job) => ({ ...job, state: 'done' }));
        await store.updateJob('job_1', (job) => ({ ...job, state: 'running' }));
        const said = [sampleEntry(1, { what: 'job.forgotten', subject: 'job_1' })];
        const readSaid = () => store.readAudit({ subject: 'job_1', limit: 10 });
        expect(await store.dropJob('job_1', ({ state }) => state === 'done', said)).toBe(false);
        expect((await store.loadJob('job_1'))?.state).toBe('running');
        expect(await store.loadRows('job_1')).toHaveLength(2);
        expect(await readSaid()).toEqual([]);
        const drop = () => store.dropJob('job_1', ({ state }) => state === 'running', said);
        expect(await Promise.all([drop(), drop(), drop()])).toEqual([true, true, true]);
        expect(await store.loadJob('job_1')).toBeUndefined();
        expect(await readSaid()).toMatchObject([{ what: 'job.forgotten' }]);
      });

      it('is a job with its rows and results, for good', async () => {
        await store.accept(sampleJob('job_1', 2), sampleRows(2));
        await store.accept(sampleJob('job_2', 1), sampleRows(1));
        (await hold(store, 'job_1')).record(sampleRows(1).map(created));
        expect(await store.dropJob('job_1', () => true)).toBe(true);
        expect(await store.dropJob('job_none', () => false)).toBe(true);
        for (const again of [false, true]) {
          if (again) store = await harness.reopen();
          expect(await store.loadJob('job_1')).toBeUndefined();
          expect(await store.loadRows('job_1')).toEqual([]);
          expect((await store.listJobs({ limit: 10 })).map(({ id }) => id)).toEqual(['job_2']);
        }
      });

      it('are drafts whose time is over, and no others', async () => {
        await store.saveDraft(sampleDraft('draft_1', clock.now() + 60_000));
        await store.saveDraft(sampleDraft('draft_2', clock.now() + 120_000));
        clock.advance(60_000);
        expect(await store.dropExpiredDrafts()).toBe(1);
        expect(await store.dropExpiredDrafts()).toBe(0);
        expect(await store.loadDraft('draft_2')).toBeDefined();
      });

      it('are the oldest audit entries, while others are written, and that is an entry itself', async () => {
        for (const at of [1, 2, 3, 4]) await store.audit(sampleEntry(at));
        const [dropped] = await Promise.all([
          store.cutAudit(3, 9),
          ...[5, 6, 7].map((at) => store.audit(sampleEntry(at))),
          store.readAudit({ limit: 10 }),
        ]);
        expect(dropped).toBe(2);
        for (const again of [false, true]) {
          if (again) store = await harness.reopen();
          const entries = await store.readAudit({ limit: 20 });
          expect(entries.map(({ at }) => at).sort()).toEqual([3, 4, 5, 6, 7, 9]);
          expect(entries.find(({ at }) => at === 9)).toMatchObject({
            what: 'audit.cut',
            detail: { entries: 2 },
          });
        }
        expect(await store.cutAudit(3, 10)).toBe(0);
      });
    });

    describe('one-time links', () => {
      it('has a link after a restart, and knows no other', async () => {
        const link = sampleLink('hash_1', clock.now());
        await store.saveLinks([link, sampleLink('hash_2', clock.now())]);
        store = await harness.reopen();
        const now = clock.now();
        expect(await store.takeLink('hash_1', now)).toEqual({ won: true, link: { ...link, openedAt: now } });
        expect(await store.takeLink('hash_3', now)).toBeUndefined();
      });

      it('lets one of fifty who take the same link have it, and counts the others', async () => {
        await store.saveLinks([sampleLink('hash_1', clock.now())]);
        const taken = await Promise.all(
          Array.from({ length: 50 }, () => store.takeLink('hash_1', clock.now())),
        );
        expect(taken.filter((answer) => answer?.won)).toHaveLength(1);
        expect(await store.listLinks({ used: true })).toMatchObject([{ hash: 'hash_1', tries: 49 }]);
      });

      it('gives a link that was taken to nobody after a restart', async () => {
        await store.saveLinks([sampleLink('hash_1', clock.now())]);
        const now = clock.now();
        expect(await store.takeLink('hash_1', now)).toMatchObject({ won: true, link: { openedAt: now } });
        store = await harness.reopen();
        expect(await store.takeLink('hash_1', now + 5)).toMatchObject({
          won: false,
          link: { openedAt: now, tries: 1, triedAt: now + 5 },
        });
      });

      it('answers a link that can be opened, and leaves it as it is', async () => {
        const now = clock.now();
        const link = sampleLink('hash_1', now);
        await store.saveLinks([link, sampleLink('hash_2', now), sampleLink('hash_3', now)]);
        expect(await store.findOpenLink('hash_1', now + 59_999)).toEqual(link);
        await store.takeLink('hash_2', now);
        await store.voidLinks(['hash_3'], now);
        for (const hash of ['hash_2', 'hash_3', 'hash_4']) {
          expect(await store.findOpenLink(hash, now)).toBeUndefined();
        }
        expect(await store.findOpenLink('hash_1', now + 60_000)).toBeUndefined();
        expect(await store.listLinks({ used: true })).toMatchObject([{ hash: 'hash_2' }]);
        expect(await store.takeLink('hash_1', now)).toMatchObject({ won: true });
      });

      it('gives no link at or after its time', async () => {
        const now = clock.now();
        await store.saveLinks([sampleLink('hash_1', now), sampleLink('hash_2', now)]);
        expect(await store.takeLink('hash_1', now + 60_000)).toMatchObject({ won: false });
        expect(await store.takeLink('hash_2', now + 59_999)).toMatchObject({ won: true });
      });

      it('gives no link that is void, over a restart too', async () => {
        await store.saveLinks([sampleLink('hash_1', clock.now()), sampleLink('hash_2', clock.now())]);
        await store.voidLinks(['hash_1', 'unknown'], clock.now());
        store = await harness.reopen();
        expect(await store.takeLink('hash_1', clock.now())).toMatchObject({ won: false });
        expect(await store.takeLink('hash_2', clock.now())).toMatchObject({ won: true });
      });

      it('lists the links of a job, and those that were opened or tried, over a restart too', async () => {
        const now = clock.now();
        await store.saveLinks(
          ['hash_1', 'hash_2', 'hash_3'].map((hash) => sampleLink(hash, now, { expiresAt: now + 10 })),
        );
        await store.takeLink('hash_2', now);
        await store.takeLink('hash_3', now + 10);
        store = await harness.reopen();
        const hashes = async (filter: Parameters<Store['listLinks']>[0]): Promise<string[]> =>
          (await store.listLinks(filter)).map(({ hash }) => hash).sort();
        expect(await hashes({ used: true })).toEqual(['hash_2', 'hash_3']);
        expect(await hashes({ jobId: 'job_1' })).toEqual(['hash_1', 'hash_2', 'hash_3']);
        expect(await hashes({ jobId: 'job_2' })).toEqual([]);
      });

      it('forgets a link a month after it expired', async () => {
        await store.saveLinks([sampleLink('hash_1', clock.now())]);
        clock.advance(29 * 24 * 3_600_000);
        await store.saveLinks([sampleLink('hash_2', clock.now())]);
        expect(await store.takeLink('hash_1', clock.now())).toMatchObject({ won: false });
        clock.advance(2 * 24 * 3_600_000);
        store = await harness.reopen();
        expect(await store.takeLink('hash_1', clock.now())).toBeUndefined();
        expect(await store.takeLink('hash_2', clock.now())).toBeDefined();
      });
    });

    describe('snapshots', () => {
      const sealer = createSealer({ current: 1, keys: new Map([[1, new Secret(randomBytes(32))]]) });
      const snapshot = (id: string, more: Partial<SnapshotRecord> = {}): SnapshotRecord => {
        const key = sealer.newJobKey(id);
        const state = sealer.seal(key, id, 'state', new Secret('{}'));
        const of = { customer: 'contoso', objectId: 'ada', takenAt: clock.now(), by: 'omar' };
        return { id, ...of, task: 'change', did: ['block'], key, state, ...more };
      };

      it('are kept once, and are there after a restart, newest first', async () => {
        const first = snapshot('one');
        expect(await store.saveSnapshot(first)).toBe('saved');
        expect(await store.saveSnapshot(snapshot('one', { by: 'mia' }))).toBe('exists');
        await store.saveSnapshot(snapshot('two', { takenAt: clock.now() + 1 }));
        await store.saveSnapshot(snapshot('three', { objectId: 'bob' }));
        await store.saveSnapshot(snapshot('four', { customer: 'fabrikam' }));
        store = await harness.reopen();
        expect(await store.loadSnapshot('one')).toEqual(first);
        const idsOf = async (filter: Parameters<Store['listSnapshots']>[0]) =>
          (await store.listSnapshots(filter)).map(({ id }) => id);
        expect(await idsOf({ customer: 'contoso', objectId: 'ada' })).toEqual(['two', 'one']);
        expect((await idsOf({})).toSorted()).toEqual(['four', 'one', 'three', 'two']);
      });

      it('are newest first by their order, where the clock was put back in between', async () => {
        await store.saveSnapshot(snapshot('one', { order: clock.now() }));
        const later = { takenAt: clock.now() - 30 * 3_600_000, order: clock.now() + 1 };
        await store.saveSnapshot(snapshot('two', later));
        const ids = async () => (await store.listSnapshots({ objectId: 'ada' })).map(({ id }) => id);
        expect(await ids()).toEqual(['two', 'one']);
        store = await harness.reopen();
        expect(await ids()).toEqual(['two', 'one']);
        expect(await store.loadSnapshot('two')).toMatchObject(later);
      });

      it('are changed and deleted, and nothing of them is left then', async () => {
        await store.saveSnapshot(snapshot('one'));
        expect(await store.updateSnapshot('one', (one) => ({ ...one, by: 'mia' }))).toMatchObject({
          by: 'mia',
        });
        expect(await store.updateSnapshot('none', (one) => one)).toBeUndefined();
        store = await harness.reopen();
        expect(await store.loadSnapshot('one')).toMatchObject({ by: 'mia' });
        await store.dropSnapshot('one');
        await store.dropSnapshot('one');
        expect(await store.loadSnapshot('one')).toBeUndefined();
        store = await harness.reopen();
        expect(await store.listSnapshots({})).toEqual([]);
      });
    });

    describe('presets', () => {
      const names = async (customer: string) =>
        (await store.listPresets(customer)).map(({ name }) => name).sort();

      it('are there after a restart, each with its own customer alone', async () => {
        const nurse = samplePreset('preset_1');
        await store.updatePresets('contoso', () => [nurse, samplePreset('preset_2', { name: 'Cook' })]);
        await store.updatePresets('fabrikam', () => [samplePreset('preset_3', { customer: 'fabrikam' })]);
        store = await harness.reopen();
        expect((await store.listPresets('contoso')).find(({ id }) => id === 'preset_1')).toEqual(nurse);
        expect(await names('contoso')).toEqual(['Cook', 'New nurse, Berlin']);
        expect((await store.listPresets('fabrikam')).map(({ id }) => id)).toEqual(['preset_3']);
        expect(await store.listPresets('nobody')).toEqual([]);
      });

      it('are changed and deleted by what is answered, and left by undefined', async () => {
        await store.updatePresets('contoso', () => [samplePreset('preset_1'), samplePreset('preset_2')]);
        await store.updatePresets('fabrikam', () => [samplePreset('preset_3', { customer: 'fabrikam' })]);
        const changed = await store.updatePresets('contoso', (presets) =>
          presets.filter(({ id }) => id === 'preset_1').map((preset) => ({ ...preset, name: 'Cook' })),
        );
        expect(changed?.map(({ name }) => name)).toEqual(['Cook']);
        expect(await store.updatePresets('contoso', () => undefined)).toBeUndefined();
        store = await harness.reopen();
        expect(await names('contoso')).toEqual(['Cook']);
        expect(await names('fabrikam')).toEqual(['New nurse, Berlin']);
      });

      it('are changed exactly when that is audited, as is how files are read', async () => {
        const entry = sampleEntry(1, { subject: 'kept' });
        const unwritable = { ...entry, detail: { people: 1n } } as never;
        const columns = { id: 'columns_1', customer: 'contoso', name: 'Payroll', columns: ['Name'] };
        const read: ColumnsRecord = { ...columns, choices: ['displayName'], savedBy: 'omar', savedAt: 1 };
        for (const change of [
          (entriesOf: () => readonly AuditEntry[]) =>
            store.updatePresets('contoso', () => [samplePreset('preset_1')], entriesOf),
          (entriesOf: () => readonly AuditEntry[]) => store.updateColumns('contoso', () => [read], entriesOf),
        ]) {
          await expect(change(() => [unwritable])).rejects.toThrow();
          expect(await store.listPresets('contoso')).toEqual([]);
          expect(await store.listColumns('contoso')).toEqual([]);
          await change(() => [entry]);
          await store.updatePresets('contoso', (all) => (all.length === 0 ? undefined : []));
        }
        expect(
          await store.updatePresets(
            'contoso',
            () => undefined,
            () => [unwritable],
          ),
        ).toBeUndefined();
        store = await harness.reopen();
        expect(await store.listColumns('contoso')).toEqual([read]);
        expect(await store.readAudit({ subject: 'kept', limit: 9 })).toEqual([entry, entry]);
      });

      it('lose nothing when several are added at the same time', async () => {
        const ids = ['1', '2', '3', '4', '5'];
        await Promise.all(
          ids.map((id) =>
            store.updatePresets('contoso', (presets) => [...presets, samplePreset(id, { name: id })]),
          ),
        );
        expect(await names('contoso')).toEqual(ids);
        store = await harness.reopen();
        expect(await names('contoso')).toEqual(ids);
      });
    });

    describe('how files are read', () => {
      const read = (id: string, customer = 'contoso'): ColumnsRecord => ({
        id,
        customer,
        name: 'Payroll',
        columns: ['Name', 'E-mail'],
        choices: ['displayName', 'otherMails'],
        savedBy: 'omar',
        savedAt: 1,
      });

      it('is there after a restart, for its own customer alone, and changed by what is answered', async () => {
        await store.updateColumns('contoso', () => [read('columns_1'), read('columns_2')]);
        await store.updateColumns('fabrikam', () => [read('columns_3', 'fabrikam')]);
        await store.updateColumns('contoso', (all) => all.filter(({ id }) => id === 'columns_1'));
        expect(await store.updateColumns('contoso', () => undefined)).toBeUndefined();
        store = await harness.reopen();
        expect(await store.listColumns('contoso')).toEqual([read('columns_1')]);
        expect((await store.listColumns('fabrikam')).map(({ id }) => id)).toEqual(['columns_3']);
        expect(await store.listColumns('nobody')).toEqual([]);
      });
    });

    describe('messages to be emptied', () => {
      const ref = (messageId: string) =>
        ({
          platform: 'teams',
          conversationId: 'a:1',
          messageId,
          route: { serviceUrl: 'https://smba.example/' },
        }) as const;

      it('are known after a restart until they are forgotten', async () => {
        await Promise.all(['m1', 'm2', 'm3'].map((id) => store.saveShown({ ref: ref(id), emptyAt: 5 })));
        await store.forgetShown(ref('m2'));
        await store.forgetShown(ref('never'));
        store = await harness.reopen();
        expect(await store.listShown()).toEqual([
          { ref: ref('m1'), emptyAt: 5 },
          { ref: ref('m3'), emptyAt: 5 },
        ]);
      });

      it('are noted once each', async () => {
        await store.saveShown({ ref: ref('m1'), emptyAt: 5 });
        await store.saveShown({ ref: ref('m1'), emptyAt: 9 });
        expect(await store.listShown()).toEqual([{ ref: ref('m1'), emptyAt: 9 }]);
      });
    });

    describe('tasks for later', () => {
      const task = (kind: string, id: string, startAfter: number) => ({ kind, id, startAfter, sentAt: 1 });

      it('are known after a restart until they are dropped', async () => {
        expect(await store.listTasks()).toEqual([]);
        await Promise.all(
          [task('due', 'a', 5), task('due', 'b', 6), task('tell', 'a', 7)].map(store.saveTask),
        );
        await store.dropTask('due', 'a');
        await store.dropTask('due', 'never');
        store = await harness.reopen();
        expect(await store.listTasks()).toEqual(
          expect.arrayContaining([task('due', 'b', 6), task('tell', 'a', 7)]),
        );
        expect(await store.listTasks()).toHaveLength(2);
      });

      it('are kept once for each kind and id', async () => {
        await store.saveTask(task('due', 'a', 5));
        await store.saveTask(task('due', 'a', 9));
        expect(await store.listTasks()).toEqual([task('due', 'a', 9)]);
      });
    });

    describe('where people can be reached', () => {
      it('remembers the last place of each, per chat', async () => {
        const place = sampleJob('x', 0).place;
        const moved = { ...place, conversationId: 'D02', route: { serviceUrl: 'https://smba.example/' } };
        await store.saveDirect('slack', 'U1', place);
        await store.saveDirect('slack', 'U1', moved);
        store = await harness.reopen();
        expect(await store.loadDirect('slack', 'U1')).toEqual(moved);
        expect(await store.loadDirect('teams', 'U1')).toBeUndefined();
      });

      it('forgets where one could be reached, and nobody else', async () => {
        const place = sampleJob('x', 0).place;
        await store.saveDirect('teams', 'U1', place);
        await store.saveDirect('teams', 'U2', place);
        await store.forgetDirect('teams', 'U1');
        await store.forgetDirect('teams', 'U1');
        store = await harness.reopen();
        expect(await store.loadDirect('teams', 'U1')).toBeUndefined();
        expect(await store.loadDirect('teams', 'U2')).toEqual(place);
      });

      it('remembers all of fifty people who come at once', async () => {
        const place = sampleJob('x', 0).place;
        await Promise.all(
          Array.from({ length: 50 }, (_, index) => store.saveDirect('slack', `U${index}`, place)),
        );
        store = await harness.reopen();
        for (let index = 0; index < 50; index += 1) {
          expect(await store.loadDirect('slack', `U${index}`)).toEqual(place);
        }
      });
    });

    describe('notes', () => {
      it('keeps the newest of each name, and hands out copies', async () => {
        const value = { keys: ['one'] };
        await store.saveNote('a', value);
        await store.saveNote('b', { keys: [] });
        await store.saveNote('a', { keys: ['two'] });
        value.keys.push('three');
        store = await harness.reopen();
        expect(await store.loadNote('a')).toEqual({ keys: ['two'] });
        expect(await store.loadNote('b')).toEqual({ keys: [] });
        expect(await store.loadNote('c')).toBeUndefined();
      });

      it('loses none of fifty changes to one note at once, nor another note meanwhile', async () => {
        const add = () =>
          store.updateNote<{ count: number }>('a', (now) => ({ count: (now?.count ?? 0) + 1 }));
        const others = ['b', 'c', 'd'];
        const [counts] = await Promise.all([
          Promise.all(Array.from({ length: 50 }, add)),
          ...others.map((name) => store.saveNote(name, name)),
        ]);
        expect(counts.map(({ count }) => count).sort((one, other) => one - other)).toEqual(
          Array.from({ length: 50 }, (_, index) => index + 1),
        );
        store = await harness.reopen();
        expect(await store.loadNote('a')).toEqual({ count: 50 });
        for (const name of others) expect(await store.loadNote(name)).toBe(name);
        await store.saveNote('a', null);
        expect(await add()).toEqual({ count: 1 });
      });
    });

    describe('deliveries seen', () => {
      it('knows a delivery the second time, and forgets it after its time', async () => {
        expect(await store.seen('slack:Ev1', 60_000)).toBe(false);
        expect(await store.seen('slack:Ev1', 60_000)).toBe(true);
        expect(await store.seen('slack:Ev2', 60_000)).toBe(false);
        clock.advance(60_001);
        expect(await store.seen('slack:Ev1', 60_000)).toBe(false);
      });

      it('lets one of several that ask at once have it', async () => {
        const asked = await Promise.all(Array.from({ length: 20 }, () => store.seen('slack:Ev1', 60_000)));
        expect(asked.filter((known) => !known)).toHaveLength(1);
      });

      it('keeps it for longer when told, also after a restart', async () => {
        await store.seen('slack:Ev1', 5_000);
        await store.seen('slack:Ev2', 5_000);
        await store.keepSeen('slack:Ev1', 60_000);
        clock.advance(5_001);
        store = await harness.reopen();
        expect(await store.seen('slack:Ev1', 5_000)).toBe(true);
        expect(await store.seen('slack:Ev2', 5_000)).toBe(false);
        clock.advance(55_000);
        expect(await store.seen('slack:Ev1', 5_000)).toBe(false);
      });

      it('is held by one at a time, who frees its own hold and no later one', async () => {
        const first = await store.holdKey('alone:a', 30_000);
        expect(first).toBeDefined();
        expect(await store.holdKey('alone:a', 30_000)).toBeUndefined();
        expect(await store.seen('alone:a', 30_000)).toBe(true);
        clock.advance(30_001);
        const second = await store.holdKey('alone:a', 30_000);
        expect(second).toBeDefined();
        await store.freeKey('alone:a', first ?? 0);
        expect(await store.holdKey('alone:a', 30_000)).toBeUndefined();
        store = await harness.reopen();
        expect(await store.holdKey('alone:a', 30_000)).toBeUndefined();
        await store.freeKey('alone:a', second ?? 0);
        expect(await store.holdKey('alone:a', 30_000)).toBeDefined();
      });

      it('knows it after a restart, for the rest of its time', async () => {
        await store.seen('slack:Ev1\n"tricky"', 60_000);
        await store.seen('slack:Ev2', 600_000);
        store = await harness.reopen();
        expect(await store.seen('slack:Ev1\n"tricky"', 60_000)).toBe(true);
        clock.advance(60_001);
        store = await harness.reopen();
        expect(await store.seen('slack:Ev1\n"tricky"', 60_000)).toBe(false);
        expect(await store.seen('slack:Ev2', 60_000)).toBe(true);
      });
    });

    describe('audit', () => {
      it('answers newest first, by actor and subject, and no more than asked', async () => {
        await store.audit(sampleEntry(1, { subject: 'job_1' }));
        await store.audit(sampleEntry(2, { actor: 'mia', subject: 'job_1', detail: { rows: 20 } }));
        await store.audit(sampleEntry(3, { subject: 'job_2' }));
        const times = async (filter: Parameters<Store['readAudit']>[0]): Promise<number[]> =>
          (await store.readAudit(filter)).map((entry) => entry.at);
        expect(await times({ limit: 10 })).toEqual([3, 2, 1]);
        expect(await times({ limit: 2 })).toEqual([3, 2]);
        expect(await times({ limit: 0 })).toEqual([]);
        expect(await times({ actors: ['omar'], limit: 10 })).toEqual([3, 1]);
        expect(await times({ subject: 'job_1', limit: 10 })).toEqual([2, 1]);
        expect(await times({ actors: ['mia'], subject: 'job_2', limit: 10 })).toEqual([]);
      });

      it('answers those of a time, however many newer ones there are', async () => {
        for (let at = 1; at <= 30; at += 1) await store.audit(sampleEntry(at, { subject: `job_${at % 3}` }));
        const times = async (filter: Omit<Parameters<Store['readAudit']>[0], 'limit'>): Promise<number[]> =>
          (await store.readAudit({ ...filter, limit: 3 })).map((entry) => entry.at);
        expect(await times({ from: 2, to: 5 })).toEqual([4, 3, 2]);
        expect(await times({ from: 29 })).toEqual([30, 29]);
        expect(await times({ to: 4, subject: 'job_1' })).toEqual([1]);
        expect(await times({ from: 4, to: 12, about: 'job_1' })).toEqual([10, 7, 4]);
        expect(await times({ from: 40 })).toEqual([]);
      });

      it('has one entry that fifty write at once, unless it is there, for each subject', async () => {
        const isSame = ({ what }: AuditEntry) => what === 'job.accepted';
        const about = (subject: string, at: number) => ({
          ...sampleEntry(at, { what: 'job.accepted' }),
          subject,
        });
        await store.audit(sampleEntry(1, { subject: 'job_1' }));
        await Promise.all(Array.from({ length: 50 }, () => store.auditOnce(about('job_1', 2), isSame)));
        await store.auditOnce(about('job_1', 3), isSame);
        await store.auditOnce(about('job_2', 4), isSame);
        const all = await store.readAudit({ limit: 10 });
        expect(all.map(({ at, subject }) => [at, subject])).toEqual([
          [4, 'job_2'],
          [2, 'job_1'],
          [1, 'job_1'],
        ]);
      });

      it('answers what is about somebody or something, as actor, subject or in the detail, without case', async () => {
        await store.audit(sampleEntry(1, { subject: 'Ada@contoso.com', detail: { jobId: 'job_1' } }));
        await store.audit(sampleEntry(2, { actor: 'mia', subject: 'job_1' }));
        await store.audit(sampleEntry(3, { detail: { recipients: 'bo@contoso.com ada@contoso.com' } }));
        const times = async (filter: Omit<Parameters<Store['readAudit']>[0], 'limit'>): Promise<number[]> =>
          (await store.readAudit({ ...filter, limit: 10 })).map((entry) => entry.at);
        expect(await times({ about: 'ADA@contoso.com' })).toEqual([3, 1]);
        expect(await times({ about: 'job_1' })).toEqual([2, 1]);
        expect(await times({ about: 'Mia' })).toEqual([2]);
        expect(await times({ about: 'Ada' })).toEqual([3, 1]);
        expect(await times({ about: 'ad' })).toEqual([]);
        expect(await times({ subjects: ['job_1', 'Ada@contoso.com'] })).toEqual([2, 1]);
        expect(await times({ subjects: [] })).toEqual([]);
        expect(await times({ about: 'contoso.com' })).toEqual([]);
        expect(await times({ mentions: ['JOB_1', 'bo@contoso.com'] })).toEqual([3, 2, 1]);
        expect(await times({ mentions: ['ADA@contoso.com', 'nobody'] })).toEqual([3, 1]);
        expect(await times({ mentions: ['mia'] })).toEqual([2]);
        expect(await times({ mentions: ['ada', 'job'] })).toEqual([]);
        expect(await times({ mentions: [] })).toEqual([]);
        const objectId = '06ebc4ee-1bb5-47dd-8120-11324bc54e06';
        await store.audit(sampleEntry(4, { subject: 'ada.king@contoso.com', detail: { objectId } }));
        expect(await times({ mentions: [objectId] })).toEqual([4]);
        const other = '7c1d5f0a-1bb5-47dd-8120-11324bc54e07';
        const named = {
          userNames: 'Cem@contoso.com Dora@contoso.com',
          objectIds: `9f2c5f0a-1bb5-47dd-8120-11324bc54e08 ${other}`,
        };
        await store.audit(sampleEntry(5, { subject: 'req_1', detail: named }));
        expect(await times({ about: 'dora' })).toEqual([5]);
        expect(await times({ mentions: [other.toUpperCase()] })).toEqual([5]);
      });

      it('answers what is of one customer, and what is of none when that is asked for (D21)', async () => {
        const { customer: _, ...ofNone } = sampleEntry(3);
        await store.audit(sampleEntry(1, { customer: 'contoso' }));
        await store.audit(sampleEntry(2, { customer: 'fabrikam' }));
        await store.audit(ofNone);
        const times = async (filter: { orNone?: boolean }): Promise<number[]> =>
          (await store.readAudit({ customer: 'contoso', ...filter, limit: 10 })).map((entry) => entry.at);
        expect(await times({})).toEqual([1]);
        expect(await times({ orNone: true })).toEqual([3, 1]);
      });

      it('keeps every entry as it was, in the order of the calls, over a restart', async () => {
        const entries = Array.from({ length: 1_000 }, (_, at) =>
          sampleEntry(at, { what: `çheck\n${'x'.repeat(at % 300)}`, detail: { at } }),
        );
        await Promise.all(entries.map((entry) => store.audit(entry)));
        store = await harness.reopen();
        expect(await store.readAudit({ limit: 2_000 })).toEqual(entries.reverse());
      });
    });

    it('says that it can be written', async () => {
      await expect(store.check()).resolves.toBeUndefined();
    });
  });
}

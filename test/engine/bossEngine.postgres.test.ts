import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { describe, expect, test, vi } from 'vitest';
import { type BossEngine, type BossEngineOptions, openBossEngine } from '../../src/engine/bossEngine.ts';
import { migrateQueues } from '../../src/engine/queues.ts';
import { fenceFetch } from '../../src/run/fence.ts';
import { type HeldWay, holdConnections } from '../../src/sandbox/instances/holdConnections.ts';
import type { Turn } from '../../src/service/ports/engine.ts';
import { openTestDatabase, type TestDatabase } from '../composition/openTestDatabase.ts';
import { createTestLog } from '../store/sampleRecords.ts';

interface Queues {
  database: TestDatabase;
  start(connectionString?: string, more?: Pick<BossEngineOptions, 'isBehind'>): Promise<BossEngine>;
  startBehindWay(): Promise<{ engine: BossEngine; way: HeldWay }>;
  query<Row extends pg.QueryResultRow>(statement: string): Promise<Row[]>;
}

/** Each test has a database of its own: they run at the same time, since most of each is waiting. */
const it = test.extend<{ queues: Queues }>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads which fixtures are asked for from the pattern.
  queues: async ({}, use) => {
    const database = await openTestDatabase();
    await migrateQueues(database.url);
    const open: BossEngine[] = [];
    const ways: HeldWay[] = [];

    async function start(
      connectionString = database.url,
      more: Pick<BossEngineOptions, 'isBehind'> = {},
    ): Promise<BossEngine> {
      const engine = await openBossEngine({ connectionString, log: createTestLog(), ...more });
      open.push(engine);
      return engine;
    }

    await use({
      database,
      start,
      async startBehindWay() {
        const way = await holdConnections(database.url);
        ways.push(way);
        return { engine: await start(way.url), way };
      },
      async query<Row extends pg.QueryResultRow>(statement: string): Promise<Row[]> {
        const client = new pg.Client({ connectionString: database.url });
        await client.connect();
        try {
          return (await client.query<Row>(statement)).rows;
        } finally {
          await client.end();
        }
      },
    });

    for (const way of ways) way.release();
    await Promise.all(open.map((engine) => engine.close()));
    await Promise.all(ways.map((way) => way.close()));
    await database.drop();
  },
});

const soon = { timeout: 20_000, interval: 50 };

describe.concurrent('two engines on one database', () => {
  it('run each of many tasks once, sent to either', async ({ queues: { start, query } }) => {
    const engines = [await start(), await start()];
    const ran: string[] = [];
    for (const engine of engines) {
      engine.work('tell', async (id) => {
        ran.push(id);
        await wait(5);
      });
    }
    const ids = Array.from({ length: 60 }, (_, index) => `t${index}`);
    await Promise.all(engines.flatMap((engine) => ids.map((id) => engine.send('tell', id))));
    await vi.waitFor(async () => {
      const [row] = await query<{ count: number }>(
        "SELECT count(*)::int FROM pgboss.job WHERE state < 'completed'",
      );
      expect(row?.count).toBe(0);
    }, soon);
    expect(new Set(ran)).toEqual(new Set(ids));
  });

  it('never run one id at a time twice, and run it again for what was sent meanwhile', async ({
    queues: { start },
  }) => {
    const engines = [await start(), await start()];
    let running = 0;
    let most = 0;
    let runs = 0;
    for (const engine of engines) {
      engine.work('bulk', async () => {
        running += 1;
        most = Math.max(most, running);
        await wait(300);
        running -= 1;
        runs += 1;
      });
    }
    for (let round = 0; round < 10; round += 1) {
      await Promise.all(engines.map((engine) => engine.send('bulk', 'job')));
      await wait(100);
    }
    const sentLastAfter = runs;
    await vi.waitFor(() => expect(runs).toBeGreaterThan(sentLastAfter), soon);
    expect(most).toBe(1);
  });

  it('leave all to the one that has the newest policy file, also what the other one runs', async ({
    queues: { database, start, query },
  }) => {
    let standing: 'newest' | 'behind' | 'unknown' = 'newest';
    const older = await start(database.url, {
      async isBehind() {
        if (standing === 'unknown') throw new Error('The database is away.');
        return standing === 'behind';
      },
    });
    const ran: string[] = [];
    const ends: unknown[] = [];
    older.work('bulk', async (id, { signal }) => {
      ran.push(`older ${id}`);
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
      ends.push(signal.reason);
      signal.throwIfAborted();
    });
    older.work('tell', async (id) => void ran.push(`older ${id}`));
    await older.send('bulk', 'job');
    await vi.waitFor(() => expect(ran).toEqual(['older job']), soon);

    // What runs goes on while nobody can say, and nothing is begun.
    standing = 'unknown';
    await older.send('tell', 'unsure');
    await wait(2_500);
    expect([ran, ends]).toEqual([['older job'], []]);

    standing = 'behind';
    await vi.waitFor(() => expect(ends).toMatchObject([{ code: 'STORE_LOCKED' }]), soon);
    expect(older.turn.mayAct()).toBe(true);
    const newest = await start();
    newest.work('bulk', async (id) => void ran.push(`newest ${id}`));
    newest.work('tell', async (id) => void ran.push(`newest ${id}`));
    await vi.waitFor(() => expect(ran.slice(1).sort()).toEqual(['newest job', 'newest unsure']), soon);
    const ids = Array.from({ length: 20 }, (_, index) => `t${index}`);
    await Promise.all(ids.map((id) => older.send('tell', id)));
    await vi.waitFor(() => expect(ran).toHaveLength(23), soon);
    expect(ran.filter((one) => one.startsWith('older'))).toEqual(['older job']);
    const [row] = await query<{ count: number }>(
      "SELECT count(*)::int FROM pgboss.job WHERE state <> 'completed'",
    );
    expect(row?.count).toBe(0);

    await newest.drain();
    await older.send('tell', 'late');
    await wait(1_500);
    expect(ran).toHaveLength(23);
    standing = 'newest';
    await vi.waitFor(() => expect(ran.at(-1)).toBe('older late'), soon);
  });

  it('hear each other at once', async ({ queues: { start } }) => {
    const [one, other] = [await start(), await start()];
    const heard: string[] = [];
    other.onWake('seats', (id) => heard.push(id));
    one.wake('seats', 'contoso');
    await vi.waitFor(() => expect(heard).toEqual(['contoso']), soon);
    // What is sent runs at once wherever there is a handler, without a look at the queue.
    let ranAt = 0;
    other.work('due', async () => {
      ranAt = performance.now();
    });
    await wait(1_200);
    const sentAt = performance.now();
    await one.send('due', 'a');
    await vi.waitFor(() => expect(ranAt).toBeGreaterThan(0), soon);
    expect(ranAt - sentAt).toBeLessThan(900);
  });

  it('take over from one that is cut off, whose own calls then never go out', async ({
    queues: { start, startBehindWay },
  }) => {
    const { engine: cut, way } = await startBehindWay();
    const other = await start();
    const sent: string[] = [];
    const fenced = fenceFetch(cut.turn, async (input) => {
      sent.push(String(input));
      return new Response();
    });
    let turn: Turn | undefined;
    let refused: unknown;
    let act = (): void => undefined;
    const told = new Promise<void>((resolve) => (act = resolve));
    cut.work('bulk', async (_, ofTask) => {
      turn = ofTask;
      await fenced('http://before/');
      await told;
      await fenced('http://after/').catch((error: unknown) => {
        refused = error;
        throw error;
      });
    });
    await cut.send('bulk', 'job');
    await vi.waitFor(() => expect(sent).toEqual(['http://before/']), soon);
    expect(cut.turn.mayAct()).toBe(true);

    const cutAt = performance.now();
    way.hold();
    const taken: { at: number; cutMayAct: boolean | undefined }[] = [];
    other.work('bulk', async () => {
      taken.push({ at: performance.now(), cutMayAct: turn?.mayAct() });
      await wait(4_000);
    });
    await vi.waitFor(() => expect(taken).toHaveLength(1), soon);
    expect((taken[0]?.at ?? 0) - cutAt).toBeLessThan(15_000);
    expect(taken[0]?.cutMayAct).toBe(false);
    expect(cut.turn.mayAct()).toBe(false);

    // Its call waits in the fence while the network comes back, and with it the news of the loss.
    act();
    way.release();
    await vi.waitFor(() => expect(refused).toMatchObject({ code: 'STORE_LOCKED' }), soon);
    expect(turn?.signal.aborted).toBe(true);
    // The process itself lives on.
    await vi.waitFor(() => expect(cut.turn.mayAct()).toBe(true), soon);
    await fenced('http://of-the-process/');
    expect(sent).toEqual(['http://before/', 'http://of-the-process/']);
  });
});

describe.concurrent('a task whose process lives', () => {
  async function startHanging({
    start,
  }: Queues): Promise<{ turns: Turn[]; before: { mayAct: boolean; isEnded: boolean }[] }> {
    const engine = await start();
    const turns: Turn[] = [];
    const before: { mayAct: boolean; isEnded: boolean }[] = [];
    engine.work('bulk', async (_, turn) => {
      for (const { mayAct, signal } of turns) before.push({ mayAct: mayAct(), isEnded: signal.aborted });
      turns.push(turn);
      await new Promise<void>((resolve) => turn.signal.addEventListener('abort', () => resolve()));
      turn.signal.throwIfAborted();
    });
    await engine.send('bulk', 'job');
    await vi.waitFor(() => expect(turns).toHaveLength(1), soon);
    return { turns, before };
  }
  async function readBeat({ query }: Queues): Promise<number> {
    const [row] = await query<{ at: Date }>(
      "SELECT heartbeat_on AS at FROM pgboss.job WHERE state = 'active'",
    );
    return row?.at.getTime() ?? 0;
  }

  it('is lost to its own earlier attempt before it begins anew there', async ({ queues }) => {
    const { query } = queues;
    const { turns, before } = await startHanging(queues);
    const first = await readBeat(queues);
    // Right after a beat: the next one does not come before it is taken again.
    await vi.waitFor(async () => expect(await readBeat(queues)).toBeGreaterThan(first), soon);
    await query(
      "UPDATE pgboss.job SET heartbeat_on = pgboss.job_now() - interval '11 s' WHERE state = 'active'",
    );
    await vi.waitFor(() => expect(turns).toHaveLength(2), soon);
    expect(before).toEqual([{ mayAct: false, isEnded: true }]);
    // The later one is the one that is kept.
    await wait(4_000);
    expect(turns.map(({ mayAct }) => mayAct())).toEqual([false, true]);
  });

  it('is left to others by one that has fetched it, may not begin it, and cannot hand it over', async ({
    queues: { database, start },
  }) => {
    const way = await holdConnections(database.url);
    const log = createTestLog();
    let isAsked = false;
    const engine = await openBossEngine({
      ...{ connectionString: way.url, directConnectionString: database.url, log },
      async isBehind() {
        isAsked = true;
        way.hold();
        throw new Error('no answer');
      },
    });
    const other = await start();
    const ran: string[] = [];
    try {
      engine.work('bulk', async (id) => void ran.push(`one ${id}`));
      await other.send('bulk', 'job_1');
      await vi.waitFor(() => expect(isAsked).toBe(true), soon);
      other.work('bulk', async (id) => void ran.push(`other ${id}`));
      await vi.waitFor(() => expect(ran).toEqual(['other job_1']), { timeout: 50_000, interval: 50 });
      expect(log.events.map(({ event }) => event)).toContain('engine.not_looked');
    } finally {
      await way.close();
      await engine.close();
    }
  });

  it('does not expire, however long it runs', async ({ queues }) => {
    const { query } = queues;
    const { turns } = await startHanging(queues);
    await query(
      "UPDATE pgboss.job SET started_on = pgboss.job_now() - interval '12 h' + interval '5 s' WHERE state = 'active'",
    );
    await wait(8_000);
    expect(turns.map(({ mayAct }) => mayAct())).toEqual([true]);
  });
});

describe.concurrent('a task that is sent', () => {
  it('is sent with the transaction that causes it, or not at all', async ({
    queues: { database, start },
  }) => {
    const engine = await start();
    const ran: string[] = [];
    engine.work('due', async (id) => void ran.push(id));
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    const db = { executeSql: (text: string, values?: unknown[]) => client.query(text, values) };
    try {
      await client.query('BEGIN');
      await engine.sendWithin(db, 'due', 'undone');
      await client.query('ROLLBACK');
      await client.query('BEGIN');
      await engine.sendWithin(db, 'due', 'done');
      await wait(1_500);
      expect(ran).toEqual([]);
      await client.query('COMMIT');
    } finally {
      await client.end();
    }
    await vi.waitFor(() => expect(ran).toEqual(['done']), soon);
    await wait(1_500);
    expect(ran).toEqual(['done']);
  });

  it('outlives more processes than pg-boss tries by itself', async ({ queues: { query } }) => {
    const [row] = await query<{ fewest: number; beat: number }>(
      'SELECT min(retry_limit)::int AS fewest, max(heartbeat_seconds)::int AS beat FROM pgboss.queue',
    );
    expect(row).toEqual({ fewest: 1_000_000, beat: 10 });
  });

  it('is refused in words when the database does not answer', async ({ queues: { startBehindWay } }) => {
    const { engine, way } = await startBehindWay();
    way.hold();
    await expect(engine.send('due', 'a')).rejects.toMatchObject({ code: 'STORE_BROKEN' });
  });
});

describe.concurrent('a database', () => {
  it('is prepared twice without harm', async ({ queues: { database, start } }) => {
    await migrateQueues(database.url);
    await start();
  });

  it('is refused in words when it was not prepared, and left as it is', async () => {
    const empty = await openTestDatabase({ empty: true });
    try {
      const opening = openBossEngine({ connectionString: empty.url, log: createTestLog() });
      await expect(opening).rejects.toMatchObject({
        code: 'CONFIG_INVALID',
        next: expect.stringContaining('npm run migrate'),
      });
      const client = new pg.Client({ connectionString: empty.url });
      await client.connect();
      const { rows } = await client.query(
        "SELECT table_name FROM information_schema.tables WHERE table_schema NOT IN ('pg_catalog', 'information_schema')",
      );
      await client.end();
      expect(rows).toEqual([]);
    } finally {
      await empty.drop();
    }
  });

  it('is refused in words when it lacks a queue that this version has', async ({
    queues: { start, query },
  }) => {
    await query("DELETE FROM pgboss.queue WHERE name = 'sweep'");
    await expect(start()).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  });

  it('closes in the middle of a beat without calling that a failure', async ({
    queues: { database, query },
  }) => {
    const log = createTestLog();
    const engine = await openBossEngine({ connectionString: database.url, log });
    const holder = new pg.Client({ connectionString: database.url });
    await holder.connect();
    await holder.query('BEGIN; LOCK TABLE pgboss.job IN ACCESS EXCLUSIVE MODE');
    const listHeldUp = () =>
      query(
        "SELECT 1 FROM pg_stat_activity WHERE application_name = 'rollcall beat' AND wait_event_type = 'Lock'",
      );
    await vi.waitFor(async () => expect(await listHeldUp()).toHaveLength(1), soon);
    // On a busy machine the beat may be given up by itself before.
    const before = log.events.length;
    const closed = engine.close();
    await holder.end();
    await closed;
    expect(log.events.slice(before).filter(({ event }) => event === 'engine.beat_failed')).toEqual([]);
  });

  it('gives every process its clock', async ({ queues: { start, query } }) => {
    const engine = await start();
    const [row] = await query<{ now: number }>(
      'SELECT extract(epoch FROM clock_timestamp())::float8 * 1000 AS now',
    );
    expect(Math.abs(engine.now() - (row?.now ?? 0))).toBeLessThan(2_000);
    // The machine's is put right between two beats.
    const wall = Date.now;
    Date.now = () => wall() + 600_000;
    let stepped: number;
    try {
      stepped = engine.now();
    } finally {
      Date.now = wall;
    }
    expect(Math.abs(stepped - (row?.now ?? 0))).toBeLessThan(2_000);
  });
});

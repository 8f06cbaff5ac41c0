import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type BossEngine, openBossEngine } from '../../src/engine/bossEngine.ts';
import { openPostgresStore } from '../../src/postgres/openPostgresStore.ts';
import { openTestDatabase, type TestDatabase } from '../composition/openTestDatabase.ts';
import { startTransactionPooler, type TransactionPooler } from '../composition/transactionPooler.ts';
import {
  createTestClock,
  createTestLog,
  hold,
  masterKeys,
  sampleEntry,
  sampleJob,
  sampleRows,
} from '../store/sampleRecords.ts';

let database: TestDatabase;
let pooler: TransactionPooler;
let open: BossEngine[];

beforeEach(async () => {
  database = await openTestDatabase();
  pooler = await startTransactionPooler(database.url);
  open = [];
});

afterEach(async () => {
  await Promise.all(open.map((engine) => engine.close()));
  await pooler.close();
  await database.drop();
});

async function start(directConnectionString: string) {
  const log = createTestLog();
  const engine = await openBossEngine({ connectionString: pooler.url, directConnectionString, log });
  open.push(engine);
  return { engine, log };
}

const soon = { timeout: 20_000, interval: 50 };

async function runTasks(engines: readonly BossEngine[]): Promise<string[]> {
  const ran: string[] = [];
  for (const engine of engines) engine.work('tell', async (id) => void ran.push(id));
  const ids = Array.from({ length: 30 }, (_, n) => `task_${n}`);
  await Promise.all(ids.map((id, n) => engines[n % engines.length]?.send('tell', id)));
  await expect.poll(() => ran.length, soon).toBe(30);
  return ran;
}

describe('behind a pooler that gives each transaction another connection', () => {
  it('engines run each task once, and hear each other past it', async () => {
    const both = [await start(database.url), await start(database.url)] as const;
    const ran = await runTasks(both.map(({ engine }) => engine));
    expect(new Set(ran).size).toBe(30);
    const heard: string[] = [];
    both[1].engine.onWake('stop', (id) => heard.push(id));
    both[0].engine.wake('stop', 'job_1');
    await expect.poll(() => heard, { timeout: 3_000 }).toEqual(['job_1']);
    expect(pooler.transactions).toBeGreaterThan(60);
    expect(both.flatMap(({ log }) => log.events.map(({ event }) => event))).not.toContain(
      'engine.no_notices',
    );
  });

  it('engines that have no way past it run each task once all the same, and say what is missing', async () => {
    const { engine, log } = await start(pooler.url);
    const ran = await runTasks([engine]);
    expect(new Set(ran).size).toBe(30);
    await expect.poll(() => log.events.map(({ event }) => event), soon).toContain('engine.no_notices');
    expect(engine.turn.mayAct()).toBe(true);
  });

  it('the store keeps what it is given, and lets one of many claims win', async () => {
    const openStore = () =>
      openPostgresStore({
        ...{ url: pooler.url, masterKeys, clock: createTestClock(), log: createTestLog(), flushMs: 10 },
        installation: { tenantId: 'tenant', clientId: 'client' },
      });
    const stores = await Promise.all([openStore(), openStore()]);
    const [one, other] = stores;
    if (one === undefined || other === undefined) throw new Error('There are two.');
    await one.accept(sampleJob('job_1', 2), sampleRows(2));
    const held = await hold(one, 'job_1');
    held.record((await one.loadRows('job_1')).map((row) => ({ ...row, attempted: true })));
    await held.flush();
    expect((await other.loadRows('job_1')).map(({ attempted }) => attempted)).toEqual([true, true]);
    const claims = await Promise.all(
      Array.from({ length: 40 }, (_, n) => (n % 2 === 0 ? one : other).seen('claim', 60_000)),
    );
    expect(claims.filter((known) => !known)).toHaveLength(1);
    await Promise.all(
      Array.from({ length: 20 }, (_, n) => (n % 2 === 0 ? one : other).audit(sampleEntry(n))),
    );
    expect(await one.readAudit({ limit: 50 })).toHaveLength(20);
    await Promise.all(stores.map((store) => store.close()));
  });
});

import { setTimeout as wait } from 'node:timers/promises';
import { type BossEngine, openBossEngine } from '../../src/engine/bossEngine.ts';
import { migrateQueues } from '../../src/engine/queues.ts';
import { holdConnections } from '../../src/sandbox/instances/holdConnections.ts';
import { openTestDatabase } from '../composition/openTestDatabase.ts';
import { createTestLog } from '../store/sampleRecords.ts';
import { describeEngine, type EngineHarness } from './engine.ts';

async function openHarness(): Promise<EngineHarness> {
  const database = await openTestDatabase();
  await migrateQueues(database.url);
  const ways: Awaited<ReturnType<typeof holdConnections>>[] = [];
  const engines: BossEngine[] = [];
  async function open(): Promise<BossEngine> {
    const way = await holdConnections(database.url);
    ways.push(way);
    const engine = await openBossEngine({ connectionString: way.url, log: createTestLog() });
    engines.push(engine);
    return engine;
  }
  const engine = await open();
  return {
    engine,
    now: () => (engines.at(-1) ?? engine).now(),
    pass: async (ms) => void (await wait(ms)),
    async crash() {
      // Nobody hears of it any more, and it hears of nobody.
      ways.at(-1)?.hold();
      return open();
    },
    async restart() {
      await engines.at(-1)?.close();
      return open();
    },
    async dispose() {
      await Promise.all(engines.map((one) => one.close()));
      await Promise.all(ways.map((way) => way.close()));
      await database.drop();
    },
  };
}

describeEngine('boss', openHarness);

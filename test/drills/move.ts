import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { CARRIERS, type CarriedKind } from '../../src/operate/move/carriers.ts';
import { type Inventory, takeInventory } from '../../src/operate/move/moveEverything.ts';
import { openPostgresStore } from '../../src/postgres/openPostgresStore.ts';
import type { MovableStore } from '../../src/service/ports/carried.ts';
import { openLowdbStore } from '../../src/store/openLowdbStore.ts';
import { loudLog } from '../composition/composeService.ts';
import { openTestDatabase } from '../composition/openTestDatabase.ts';
import { removeFolder } from '../composition/removeFolder.ts';
import { runMove } from '../operate/move/runMove.ts';
import { fillAll } from '../operate/move/sampleStore.ts';
import startPostgres from '../startPostgres.ts';
import { createTestClock, masterKeys } from '../store/sampleRecords.ts';
import { createChance } from './chance.ts';
import type { Drill, DrillLine } from './drill.ts';

/** It prints one for each kind, and three once all of it arrived. */
const LINES = Object.keys(CARRIERS).length;
/** A move takes about so long, with the start of its process. */
const LONGEST_MS = 2_500;
const SHAPES = {
  long: { lines: Array.from({ length: LINES }, (_, index) => index + 1), moments: 30 },
  short: { lines: [1, LINES], moments: 2 },
} as const;

const KEY = masterKeys.keys.get(1)?.reveal().toString('base64');
const SETTINGS = { masterKeys, clock: createTestClock(), log: loudLog };

/** Records of all kinds but the audit, which says more after each move. */
function countLost(before: Inventory, after: Inventory): number {
  const kinds = (Object.keys(CARRIERS) as CarriedKind[]).filter((kind) => kind !== 'audit');
  return kinds.filter((kind) => !isDeepStrictEqual(before[kind], after[kind])).length;
}

/** Broken off so often, at these lines and moments, and then run to its end. Answers how often it was really cut off. */
async function moveWithKills(
  to: 'postgres' | 'embedded',
  env: Readonly<Record<string, string | undefined>>,
  kills: readonly { line?: number; afterMs?: number }[],
): Promise<{ killed: number; opensPassword: boolean }> {
  let killed = 0;
  for (const kill of kills) {
    const { code, said } = await runMove(to, env, kill);
    // Killed too late: all of it is there already.
    if (said.includes('All of it arrived')) return { killed, opensPassword: true };
    if (code !== null) throw new Error(said);
    killed += 1;
  }
  const { code, said } = await runMove(to, env);
  if (code !== 0) throw new Error(said);
  return { killed, opensPassword: said.includes('A stored password opens') };
}

/** Everything is moved to PostgreSQL and back, and each move is killed at many points and run again. */
export const drillMove: Drill = async ({ short }) => {
  const { lines, moments } = SHAPES[short ? 'short' : 'long'];
  const chance = createChance(23);
  const stop = await startPostgres();
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-drill-move-'));
  const database = await openTestDatabase();
  const openFolder = (name: string) => openLowdbStore({ folder: join(folder, name), ...SETTINGS });
  const openShared = () => openPostgresStore({ url: database.url, ...SETTINGS });
  const look = async (open: () => Promise<MovableStore>) => {
    const store = await open();
    const found = await takeInventory(store);
    const said = await store.readAudit({ limit: 9 });
    await store.close();
    return { found, moves: said.filter(({ what }) => what === 'store.moved').length };
  };
  const results: DrillLine[] = [];
  try {
    const store = await openFolder('first');
    await fillAll(store, masterKeys);
    const before = await takeInventory(store);
    await store.close();
    for (const to of ['postgres', 'embedded'] as const) {
      const kills = [
        ...lines.map((line) => ({ line })),
        ...Array.from({ length: moments }, () => ({ afterMs: chance() * LONGEST_MS })),
      ];
      const DATA_DIR = join(folder, to === 'postgres' ? 'first' : 'back');
      const env = { DATA_DIR, DATABASE_URL: database.url, SECRET_KEY: KEY };
      const { killed, opensPassword } = await moveWithKills(to, env, kills);
      const { found, moves } = await look(to === 'postgres' ? openShared : () => openFolder('back'));
      results.push({
        drill: `move to ${to}`,
        kills: killed,
        lost: countLost(before, found),
        duplicated: Math.max(0, moves - (to === 'postgres' ? 1 : 2)),
        passwordsLost: opensPassword ? 0 : 1,
        notReached: killed < lines.length ? 1 : 0,
      });
    }
  } finally {
    await database.drop();
    await stop();
    await removeFolder(folder);
  }
  return results;
};

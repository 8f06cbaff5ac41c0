import { randomBytes } from 'node:crypto';
import type { LoopbackGraph } from '../../src/sandbox/graph/server.ts';
import { checkActs } from './checkActs.ts';
import { type Drill, SAID } from './drill.ts';
import { makeLeavers, seedLeavers } from './leaversScene.ts';
import { startLoopbackTenant } from './loopbackTenant.ts';
import { runProcess } from './runProcess.ts';
import type { TimersSettings } from './timersProcess.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** Far enough for a reminder the day before. */
const PLANNED_MS = 3 * DAY_MS;

/** `deaths`: how many points after a start, close to the hour and while they leave, the process dies. */
const SHAPES = {
  long: { leavers: 200, whilePlanning: 700, deaths: [25, 40, 70, 200, 400, 700, 1_100, 1_600, 2_200] },
  short: { leavers: 12, whilePlanning: 60, deaths: [25, 150] },
} as const;

type Life = Pick<TimersSettings, 'plans' | 'jump' | 'death' | 'livesFor'> & {
  /** After it was planned. */
  at: number;
};

/** Before its hour. */
function livesBefore(whilePlanning: number): Life[] {
  return [
    { at: 0, plans: true, death: { nth: whilePlanning, when: 'after' } },
    // Its clock is put ahead by an hour and lies behind again at the next start.
    { at: 5 * MINUTE_MS, plans: true, jump: { afterMs: MINUTE_MS, byMs: HOUR_MS }, livesFor: DAY_MS },
    { at: DAY_MS, plans: false, livesFor: DAY_MS + 2 * HOUR_MS },
    // Put back by a day, a moment before.
    { at: PLANNED_MS - DAY_MS, plans: false, livesFor: HOUR_MS },
    { at: PLANNED_MS - 10 * MINUTE_MS, plans: false, livesFor: 10 * MINUTE_MS - 1_000 },
  ];
}

/** From its hour on, until everybody has left. */
function livesAfter(deaths: readonly number[]): Life[] {
  const dying = deaths.map(
    (nth, index): Life => ({
      // The first lives through the hour; the clocks of the others are behind and ahead of one another.
      at:
        PLANNED_MS + (index === 0 ? -MINUTE_MS : ([0, 7 * MINUTE_MS, -HOUR_MS, 30 * DAY_MS][index % 4] ?? 0)),
      plans: false,
      death: { nth, when: index % 2 === 0 ? 'before' : 'after' },
    }),
  );
  const last: Life = {
    at: PLANNED_MS - HOUR_MS,
    plans: false,
    jump: { afterMs: MINUTE_MS, byMs: -2 * DAY_MS },
  };
  return [...dying, last];
}

/** How many of them cannot sign in any more. */
export function countBlocked({ state }: LoopbackGraph, count: number): number {
  return makeLeavers(count).filter(({ objectId }) => state.users.get(objectId)?.accountEnabled === false)
    .length;
}

/**
 * People who leave at an hour that was planned days before, alone and in one file, while the process dies before, at and
 * after that hour and the machine's clock is put ahead and back. Everybody leaves once, and nobody before the hour.
 */
export const drillTimers: Drill = async ({ short }) => {
  const { leavers, whilePlanning, deaths } = short ? SHAPES.short : SHAPES.long;
  const tenant = await startLoopbackTenant();
  try {
    seedLeavers(tenant.graph, leavers);
    const masterKey = randomBytes(32);
    const plannedAt = Date.now();
    const people = makeLeavers(leavers).map((asked) => ({ task: 'leave' as const, asked }));
    const early: string[] = [];
    let notReached = 0;
    let kills = 0;
    async function live({ at, ...life }: Life): Promise<void> {
      const { signal, code, points, said } = await runProcess('timersProcess', {
        ...life,
        leavers,
        folder: tenant.dataFolder,
        graphUrl: tenant.graphUrl,
        masterKey: masterKey.toString('base64'),
        startedAt: plannedAt + at,
        dueAt: plannedAt + PLANNED_MS,
      } satisfies TimersSettings);
      const isToDie = life.death !== undefined || life.livesFor !== undefined;
      if (!isToDie && code !== 0) throw new Error(`The process did not come to its end:\n${said}`);
      if (!isToDie) return;
      if (signal === 'SIGKILL') kills += 1;
      else {
        notReached += 1;
        console.error(`timers: not killed at ${JSON.stringify(life)}, ended after ${points.length}: ${said}`);
      }
    }
    const before = livesBefore(whilePlanning).filter((_, index) => !short || (index !== 2 && index !== 3));
    for (const life of before) {
      await live(life);
      const blocked = countBlocked(tenant.graph, leavers);
      if (blocked > 0) early.push(`${blocked} left before the hour, at ${JSON.stringify(life)}`);
    }
    for (const life of livesAfter(deaths)) await live(life);
    const { lost, duplicated, untrue } = await checkActs(tenant, masterKey, people);
    for (const sentence of [...lost, ...duplicated, ...untrue, ...early].slice(0, SAID)) {
      console.error(`timers: ${sentence}`);
    }
    return [
      {
        drill: 'timers',
        leavers,
        kills,
        notReached,
        lost: lost.length,
        duplicated: duplicated.length,
        passwordsLost: 0,
        untrue: untrue.length + early.length,
      },
    ];
  } finally {
    await tenant.stop();
  }
};

import { setTimeout as wait } from 'node:timers/promises';
import { holdConnections } from '../../src/sandbox/instances/holdConnections.ts';
import type { Drill, DrillLine } from './drill.ts';
import { type EngineScene, findStale, findTakeovers, openEngineScene } from './engineScene.ts';

const SHAPES = {
  long: { jobs: 12, acts: 1_500, rounds: 5, stillMs: 60_000 },
  short: { jobs: 8, acts: 500, rounds: 1, stillMs: 17_000 },
} as const;
const LANES = 8;
/** Both instances hold some jobs by then. */
const BEFORE_MS = 3_000;
/** Whoever stood still has heard by then that it is no longer alone, and what was left of its runs has ended. */
const AFTER_MS = 6_000;
const DONE_WITHIN_MS = 180_000;
/** An instance may act for 8 s after its last sign of life, and what it began then arrives a little later. */
const ACTS_AT_MOST_MS = 9_000;

interface Standstill {
  drill: string;
  /** Has the instance named `still` stand still, for so long. */
  stand(ms: number): Promise<void>;
  short: boolean;
  scene: EngineScene;
}

/** Everything but how it stands still. `acted`: how long the one that was still went on acting. */
async function standStill({ drill, stand, short, scene }: Standstill): Promise<DrillLine> {
  const { jobs, rounds, stillMs } = SHAPES[short ? 'short' : 'long'];
  const waitUntilDone = await scene.sendAll();
  let takeovers = 0;
  let actedMs = 0;
  for (let round = 0; round < rounds; round += 1) {
    await wait(BEFORE_MS);
    const stoodAt = Date.now();
    await stand(stillMs);
    const wentOnAt = Date.now();
    await wait(AFTER_MS);
    takeovers += findTakeovers(scene.acts, 'still', stoodAt).length;
    const last = scene.acts.filter(({ by, at }) => by === 'still' && at > stoodAt && at < wentOnAt).at(-1);
    actedMs = Math.max(actedMs, (last?.at ?? stoodAt) - stoodAt);
  }
  const isDone = await waitUntilDone(DONE_WITHIN_MS);
  return {
    drill,
    jobs,
    acts: scene.acts.length,
    takeovers,
    actedMs,
    lost: isDone ? await scene.countLost() : jobs,
    duplicated: findStale(scene.acts).length,
    passwordsLost: await scene.countOverwritten(),
    notReached: takeovers === 0 ? 1 : 0,
    notKept: actedMs > ACTS_AT_MOST_MS ? 1 : 0,
  };
}

const openScene = (short: boolean) => openEngineScene({ ...SHAPES[short ? 'short' : 'long'], lanes: LANES });

/** An instance is stopped in the middle of its jobs and goes on long after another has taken them. */
export const drillZombie: Drill = async ({ short }) => {
  const scene = await openScene(short);
  try {
    const { child } = await scene.start('still');
    await scene.start('other');
    const stand = async (ms: number): Promise<void> => {
      child.kill('SIGSTOP');
      await wait(ms);
      child.kill('SIGCONT');
    };
    return [await standStill({ drill: 'zombie', stand, short, scene })];
  } finally {
    await scene.close();
  }
};

/** Nothing gets through between an instance and PostgreSQL, and then all of it does, late. */
export const drillPartition: Drill = async ({ short }) => {
  const scene = await openScene(short);
  const way = await holdConnections(scene.databaseUrl);
  try {
    await scene.start('still', way.url);
    await scene.start('other');
    const stand = async (ms: number): Promise<void> => {
      way.hold();
      await wait(ms);
      way.release();
    };
    return [await standStill({ drill: 'partition', stand, short, scene })];
  } finally {
    await scene.close();
    await way.close();
  }
};

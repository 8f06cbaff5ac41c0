import { setTimeout as wait } from 'node:timers/promises';
import { AT_ONCE } from '../../src/engine/pace.ts';
import { holdConnections } from '../../src/sandbox/instances/holdConnections.ts';
import type { Drill, DrillLine } from './drill.ts';
import { countLate, type EngineScene, findStale, findTakeovers, openEngineScene } from './engineScene.ts';

/** More than one instance takes, so that each of the two has some. */
const JOBS = AT_ONCE.bulk + 4;
/** Each round with jobs of its own, which whoever isn't still is through with before the round is over. */
const SHAPES = {
  long: { acts: 500, rounds: 5, stillMs: 60_000 },
  short: { acts: 170, rounds: 1, stillMs: 17_000 },
} as const;
const LANES = 8;
/** Both instances hold some jobs by then. */
const BEFORE_MS = 3_000;
/** Whoever stood still has heard by then that it is no longer alone, and what was left of its runs has ended. */
const AFTER_MS = 6_000;
const DONE_WITHIN_MS = 180_000;
/** An instance may act for 8 s after its last sign of life, and what it began then arrives a little later. */
const ACTS_AT_MOST_MS = 9_000;

/** Has the instance named `still` stand still, for so long. */
type Stand = (ms: number) => Promise<void>;

/** One round, with everything but how it stands still. `actedMs`: how long the one that was still went on acting. */
async function runRound(scene: EngineScene, stand: Stand, stillMs: number) {
  const waitUntilDone = await scene.sendAll();
  await wait(BEFORE_MS);
  const stoodAt = Date.now();
  await stand(stillMs);
  const wentOnAt = Date.now();
  await wait(AFTER_MS);
  const isDone = await waitUntilDone(DONE_WITHIN_MS);
  const last = scene.acts.filter(({ by, at }) => by === 'still' && at > stoodAt && at < wentOnAt).at(-1);
  return {
    acts: scene.acts.length,
    takeovers: findTakeovers(scene.acts, 'still', stoodAt).length,
    actedMs: (last?.at ?? stoodAt) - stoodAt,
    lost: isDone ? await scene.countLost() : JOBS,
    duplicated: findStale(scene.acts).length,
    late: countLate(scene.acts),
    passwordsLost: await scene.countOverwritten(),
  };
}

type Round = Awaited<ReturnType<typeof runRound>>;

/** @param play one round on its scene, for so long */
async function playRounds(
  drill: string,
  short: boolean,
  play: (scene: EngineScene, stillMs: number) => Promise<Round>,
): Promise<DrillLine> {
  const { acts, rounds, stillMs } = SHAPES[short ? 'short' : 'long'];
  const played: Round[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const scene = await openEngineScene({ jobs: JOBS, acts, lanes: LANES });
    try {
      played.push(await play(scene, stillMs));
    } finally {
      await scene.close();
    }
  }
  const sum = (count: (round: Round) => number): number => played.reduce((all, one) => all + count(one), 0);
  const actedMs = Math.max(...played.map((round) => round.actedMs));
  return {
    ...{ drill, rounds, jobs: JOBS * rounds, acts: sum((round) => round.acts), actedMs },
    takeovers: sum(({ takeovers }) => takeovers),
    late: sum(({ late }) => late),
    lost: sum(({ lost }) => lost),
    duplicated: sum(({ duplicated }) => duplicated),
    passwordsLost: sum(({ passwordsLost }) => passwordsLost),
    notReached: sum(({ takeovers }) => (takeovers === 0 ? 1 : 0)),
    notKept: actedMs > ACTS_AT_MOST_MS ? 1 : 0,
  };
}

/** An instance is stopped in the middle of its jobs and goes on long after another has taken them. */
export const drillZombie: Drill = async ({ short }) => [
  await playRounds('zombie', short, async (scene, stillMs) => {
    const { child } = await scene.start('still');
    await scene.start('other');
    const stand: Stand = async (ms) => {
      child.kill('SIGSTOP');
      await wait(ms);
      child.kill('SIGCONT');
    };
    return runRound(scene, stand, stillMs);
  }),
];

/** Nothing gets through between an instance and PostgreSQL, and then all of it does, late. */
export const drillPartition: Drill = async ({ short }) => [
  await playRounds('partition', short, async (scene, stillMs) => {
    const way = await holdConnections(scene.databaseUrl);
    try {
      await scene.start('still', way.url);
      await scene.start('other');
      const stand: Stand = async (ms) => {
        way.hold();
        await wait(ms);
        way.release();
      };
      return await runRound(scene, stand, stillMs);
    } finally {
      await way.close();
    }
  }),
];

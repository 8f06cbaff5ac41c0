import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { createChance } from './chance.ts';
import type { Drill } from './drill.ts';
import {
  countLate,
  type EngineScene,
  findCutOff,
  findP95,
  findStale,
  findTakeovers,
  type Instance,
  openEngineScene,
} from './engineScene.ts';

const SHAPES = {
  long: { jobs: 40, acts: 1_600, kills: 40 },
  short: { jobs: 12, acts: 300, kills: 3 },
} as const;
const INSTANCES = 3;
const LANES = 4;
/** Between two kills. */
const SHORTEST_MS = 2_000;
const LONGEST_MS = 6_000;
/** A lane acts every 40 to 160 ms. */
const AT_WORK_MS = 500;
/** Jobs of those killed lie for 13 s; more on a busy machine. */
const ACTS_AGAIN_WITHIN_MS = 40_000;
/** A heartbeat of 10 s, the look for lost ones every 2 s, and the look at the queue every second. */
const RESUMED_WITHIN_MS = 13_000;
/** After the last kill, on a busy machine. */
const DONE_WITHIN_MS = 180_000;

/** One of those that acted just now, so that each kill takes jobs from someone; `undefined` when no one acts any more. */
async function findAtWork(
  { acts }: EngineScene,
  instances: readonly Instance[],
  chance: () => number,
): Promise<Instance | undefined> {
  for (const end = Date.now() + ACTS_AGAIN_WITHIN_MS; Date.now() < end; ) {
    const since = Date.now() - AT_WORK_MS;
    const busy = new Set(acts.filter(({ at }) => at > since).map(({ by }) => by));
    const found = instances.filter(({ name }) => busy.has(name));
    if (found.length > 0) return found[Math.floor(chance() * found.length)];
    await wait(100);
  }
  return undefined;
}

/** Three instances share jobs, and one of them is killed every 2 to 6 seconds and started again. */
export const drillCluster: Drill = async ({ short }) => {
  const { jobs, acts, kills } = SHAPES[short ? 'short' : 'long'];
  const chance = createChance(21);
  const scene = await openEngineScene({ jobs, acts, lanes: LANES });
  try {
    const instances: Instance[] = [];
    for (let n = 0; n < INSTANCES; n += 1) instances.push(await scene.start(`first ${n}`));
    const waitUntilDone = await scene.sendAll();
    const killed: { name: string; at: number }[] = [];
    while (killed.length < kills) {
      await wait(SHORTEST_MS + chance() * (LONGEST_MS - SHORTEST_MS));
      const victim = await findAtWork(scene, instances, chance);
      if (victim === undefined) break;
      victim.child.kill('SIGKILL');
      await once(victim.child, 'exit');
      killed.push({ name: victim.name, at: Date.now() });
      instances[instances.indexOf(victim)] = await scene.start(`after kill ${killed.length}`);
    }
    const isDone = await waitUntilDone(DONE_WITHIN_MS);
    // Whoever is killed between taking a job and acting for it had taken it up: from then on it lies once more.
    const events = [...scene.acts, ...findCutOff(scene)].sort((one, other) => one.at - other.at);
    const takeovers = killed.flatMap(({ name, at }) => findTakeovers(events, name, at));
    const resumedMs = findP95(takeovers);
    return [
      {
        drill: 'cluster',
        jobs,
        acts: scene.acts.length,
        repeated: scene.acts.length - jobs * acts,
        kills: killed.length,
        takeovers: takeovers.length,
        resumedMs,
        late: countLate(scene.acts),
        lost: isDone ? await scene.countLost() : jobs,
        duplicated: findStale(scene.acts).length,
        passwordsLost: await scene.countOverwritten(),
        notReached: killed.length < kills || takeovers.length < kills ? 1 : 0,
        // The short form runs beside other tests, and on a busy machine its time says nothing.
        notKept: !short && resumedMs > RESUMED_WITHIN_MS ? 1 : 0,
      },
    ];
  } finally {
    await scene.close();
  }
};

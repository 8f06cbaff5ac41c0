import { setTimeout as sleep } from 'node:timers/promises';
import { type BotScene, listCalls, openBotScene } from './botScene.ts';
import type { Drill } from './drill.ts';

const SHAPES = {
  long: { files: 4, people: 200, stillMs: 60_000 },
  short: { files: 2, people: 60, stillMs: 25_000 },
} as const;
/** Of each call to Graph: the jobs are in their middle when one of the bots is stopped. */
const CALL_MS = 1_500;
const BEGUN_WITHIN_MS = 30_000;
/** Whoever stood still has heard by then that it is no longer alone, and what was left of its runs has ended. */
const AFTER_MS = 6_000;

const isWrite = ({ what }: { what: string }): boolean => what.includes('$batch');

/** The first bot that writes to Graph. */
async function findOwner({ bots }: BotScene): Promise<BotScene['bots'][number]> {
  for (const until = Date.now() + BEGUN_WITHIN_MS; Date.now() < until; await sleep(50)) {
    const owner = bots.find((bot) => listCalls(bot).some(isWrite));
    if (owner !== undefined) return owner;
  }
  throw new Error('Nobody has begun.');
}

/**
 * A whole bot is stopped in the middle of its jobs, and goes on after the other has taken them: it may begin no call to
 * Graph or a chat and no mail any more. `begun` counts those, `before` what it had begun until then.
 */
export const drillBotZombie: Drill = async ({ short }) => {
  const { files, people, stillMs } = SHAPES[short ? 'short' : 'long'];
  const scene = await openBotScene(2);
  try {
    const { bots, sandbox } = scene;
    sandbox.graph.switches.latencyMs = CALL_MS;
    await scene.start(files, people);
    const owner = await findOwner(scene);
    const others = bots.filter((bot) => bot !== owner);
    const { pid } = owner;
    if (pid === undefined) throw new Error('The owner does not run.');
    scene.reach(others);
    process.kill(pid, 'SIGSTOP');
    const stoodAt = Date.now();
    await sleep(stillMs);
    const wentOnAt = Date.now();
    process.kill(pid, 'SIGCONT');
    await sleep(AFTER_MS);
    sandbox.graph.switches.latencyMs = 0;
    const isTold = await scene.waitUntilTold();
    const { lost, duplicated, passwordsLost, copies } = await scene.check();
    const calls = listCalls(owner);
    const begun = calls.filter(({ at }) => at >= wentOnAt);
    for (const { at, what } of begun) console.error(`zombie: ${what} ${at - wentOnAt} ms after it went on`);
    const taken = others.flatMap(listCalls).some((call) => isWrite(call) && call.at > stoodAt);
    return [
      {
        ...{ drill: 'zombie', bots: bots.length, people: files * people, copies },
        ...{ before: calls.length - begun.length, begun: begun.length },
        ...{ lost: lost + (isTold ? 0 : 1), duplicated: duplicated + begun.length + copies, passwordsLost },
        notReached: taken ? 0 : 1,
      },
    ];
  } finally {
    await scene.close();
  }
};

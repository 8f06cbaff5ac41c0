import { openBotScene } from './botScene.ts';
import type { Drill } from './drill.ts';

const SHAPES = {
  long: { files: 6, people: 300, rounds: 3 },
  short: { files: 2, people: 120, rounds: 1 },
} as const;
const INSTANCES = 2;
const CALL_MS = 700;
/** A machine's clock is so far off, ahead on one and behind on the other, from its first start anew on. */
const CLOCK_OFF_MS = 10 * 60_000;
/** Kubernetes kills after 30 s, and the bot gives itself 20. */
const DRAINED_WITHIN_MS = 25_000;

/**
 * Whole bots are drained and started again one after the other while they work, as an update does: each ends by itself
 * in time, and nothing of the work is lost or done twice, though their clocks are 20 minutes apart by then.
 */
export const drillRolling: Drill = async ({ short }) => {
  const { files, people, rounds } = SHAPES[short ? 'short' : 'long'];
  const scene = await openBotScene(INSTANCES);
  try {
    const { bots, sandbox } = scene;
    sandbox.graph.switches.latencyMs = CALL_MS;
    await scene.start(files, people);
    let drainedMs = 0;
    let notEnded = 0;
    for (let round = 0; round < rounds; round += 1) {
      for (const [index, bot] of bots.entries()) {
        const askedAt = performance.now();
        if ((await bot.stop()) !== 0) notEnded += 1;
        drainedMs = Math.max(drainedMs, Math.round(performance.now() - askedAt));
        bot.putAhead(index % 2 === 0 ? CLOCK_OFF_MS : -CLOCK_OFF_MS);
        await bot.start();
      }
    }
    sandbox.graph.switches.latencyMs = 0;
    const isTold = await scene.waitUntilTold();
    const { lost, duplicated, passwordsLost, mailsAgain, copies } = await scene.check();
    return [
      {
        ...{ drill: 'rolling', bots: INSTANCES, people: files * people, drained: bots.length * rounds },
        ...{ drainedMs, mailsAgain, copies },
        ...{ lost: lost + (isTold ? 0 : 1), duplicated: duplicated + copies, passwordsLost },
        notKept: notEnded + (drainedMs > DRAINED_WITHIN_MS ? 1 : 0),
      },
    ];
  } finally {
    await scene.close();
  }
};

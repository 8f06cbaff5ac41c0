import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type BotProcess, MAIN } from '../../src/sandbox/bot.ts';
import { type BotScene, migrateFor, openBotScene } from './botScene.ts';
import type { Drill, DrillLine } from './drill.ts';
import { buildEarlierVersion } from './earlierVersion.ts';

const ROOT = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? '../../' : '../../../', import.meta.url),
);
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
/** Of each version, asked for before the update, in the middle of it, and after it. */
const OF_VERSIONS = { files: 4, people: 300, callMs: 2_000 } as const;
/** Both are in the middle of it by then: each file takes them about 16 s. */
const TOGETHER_MS = 4_000;
/** What a killed one leaves is taken up after 13 s. */
const TAKEN_UP_MS = 20_000;

interface Drains {
  /** Ends a bot as an update does, and starts it again. */
  restart(bot: BotProcess): Promise<void>;
  /** The drill's line, once everybody is told. */
  judge(measures: Record<string, string | number>): Promise<DrillLine>;
}

function watchDrains({ sandbox, waitUntilTold, check }: BotScene): Drains {
  let drained = 0;
  let drainedMs = 0;
  let notEnded = 0;
  return {
    async restart(bot) {
      const askedAt = performance.now();
      if ((await bot.stop()) !== 0) notEnded += 1;
      drainedMs = Math.max(drainedMs, Math.round(performance.now() - askedAt));
      drained += 1;
      await bot.start();
    },
    async judge(measures) {
      sandbox.graph.switches.latencyMs = 0;
      const isTold = await waitUntilTold();
      const { lost, duplicated, passwordsLost, mailsAgain, copies } = await check();
      return {
        ...{ drill: 'rolling', bots: INSTANCES, ...measures, drained, drainedMs, mailsAgain, copies },
        ...{ lost: lost + (isTold ? 0 : 1), duplicated: duplicated + copies, passwordsLost },
        notKept: notEnded + (drainedMs > DRAINED_WITHIN_MS ? 1 : 0),
      };
    },
  };
}

/** Jobs of others, as its log says. */
const countTakenUp = ({ lines }: BotProcess): number =>
  lines.filter((line) => line.includes('"job.resumed"')).length;

async function rollOneVersion(short: boolean): Promise<DrillLine> {
  const { files, people, rounds } = SHAPES[short ? 'short' : 'long'];
  const scene = await openBotScene(INSTANCES);
  try {
    scene.sandbox.graph.switches.latencyMs = CALL_MS;
    const { restart, judge } = watchDrains(scene);
    await scene.start(files, people);
    for (let round = 0; round < rounds; round += 1) {
      for (const [index, bot] of scene.bots.entries()) {
        bot.putAhead(index % 2 === 0 ? CLOCK_OFF_MS : -CLOCK_OFF_MS);
        await restart(bot);
      }
    }
    return await judge({ people: files * people });
  } finally {
    await scene.close();
  }
}

/**
 * The same from the version before to this one, on tables that it made and that are migrated under it. The clocks are right:
 * people ask meanwhile, and whose clock is more than five minutes off is asked nothing (Microsoft's tokens, Slack's signatures).
 */
async function rollTwoVersions(): Promise<DrillLine> {
  const before = await buildEarlierVersion(ROOT);
  if (typeof before === 'string') {
    const nothing = { lost: 0, duplicated: 0, passwordsLost: 0 };
    return { drill: 'rolling', before: `left out: ${before}`, ...nothing };
  }
  const { files, people, callMs } = OF_VERSIONS;
  // Each start reads it.
  const program = { main: before.main };
  const scene = await openBotScene(INSTANCES, program);
  try {
    const { bots, sandbox, database } = scene;
    const [first, second] = bots;
    if (first === undefined || second === undefined) throw new Error('There are no two bots.');
    sandbox.graph.switches.latencyMs = callMs;
    const { restart, judge } = watchDrains(scene);
    await scene.start(files, people);
    await migrateFor({ main: MAIN }, database.url);
    // It may die meanwhile, and starts on the tables of this version.
    await second.kill();
    await second.start();
    program.main = MAIN;
    await restart(first);
    await scene.start(files, people);
    await sleep(TOGETHER_MS);
    // The version before goes on with what this one has begun.
    const takenBefore = countTakenUp(second);
    await first.kill();
    await sleep(TAKEN_UP_MS);
    const takenUp = countTakenUp(second) - takenBefore;
    await first.start();
    await restart(second);
    await scene.start(files, people);
    const measures = { before: before.name, people: 3 * files * people, kills: 2, takenUp };
    return { ...(await judge(measures)), notReached: takenUp === 0 ? 1 : 0 };
  } finally {
    await scene.close();
    await before.remove();
  }
}

/**
 * Whole bots are drained and started again one after the other while they work, as an update does: each ends by itself
 * in time, and nothing of the work is lost or done twice, though their clocks are 20 minutes apart by then.
 */
export const drillRolling: Drill = async ({ short }) => [
  await rollOneVersion(short),
  ...(short ? [] : [await rollTwoVersions()]),
];

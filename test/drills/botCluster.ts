import { setTimeout as sleep } from 'node:timers/promises';
import { openBotScene } from './botScene.ts';
import { createChance } from './chance.ts';
import type { Drill } from './drill.ts';

const SHAPES = {
  long: { files: 12, people: 100, kills: 25, latencyMs: 600 },
  short: { files: 4, people: 60, kills: 3, latencyMs: 800 },
} as const;
const INSTANCES = 3;
/** Between two kills. */
const SHORTEST_MS = 2_000;
const LONGEST_MS = 6_000;
/**
 * A kill between a chat's taking a message and its being on record leaves one that nobody knows of: neither chat lets a message
 * be sent under a key. That is a few milliseconds of some hundred, so that more copies than this were sent by two instances.
 */
const KILLS_FOR_A_COPY = 10;

/**
 * Three whole bots share the jobs of one database, and one of them is killed every 2 to 6 seconds and started again.
 * Everybody must exist once, with the license, and be in one mail to each recipient, and every result must be told.
 */
export const drillBotCluster: Drill = async ({ short }) => {
  const { files, people, kills, latencyMs } = SHAPES[short ? 'short' : 'long'];
  const chance = createChance(31);
  const scene = await openBotScene(INSTANCES);
  try {
    const { bots, sandbox } = scene;
    sandbox.graph.switches.latencyMs = latencyMs;
    let killed = 0;
    // What a person asks while an instance dies they ask again; what is asked for already must come of itself.
    await scene.start(files, people);
    while (killed < kills) {
      await sleep(SHORTEST_MS + chance() * (LONGEST_MS - SHORTEST_MS));
      const victim = bots[Math.floor(chance() * bots.length)];
      if (victim === undefined) continue;
      await victim.kill();
      killed += 1;
      await victim.start();
    }
    sandbox.graph.switches.latencyMs = 0;
    const isTold = await scene.waitUntilTold();
    const { lost, duplicated, passwordsLost, mailsAgain, copies } = await scene.check();
    return [
      {
        ...{ drill: 'cluster', bots: INSTANCES, people: files * people, kills: killed, mailsAgain, copies },
        ...{ lost: lost + (isTold ? 0 : 1), duplicated, passwordsLost },
        notKept: copies > Math.ceil(kills / KILLS_FOR_A_COPY) ? 1 : 0,
      },
    ];
  } finally {
    await scene.close();
  }
};

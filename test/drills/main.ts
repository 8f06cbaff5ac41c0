import { drillBotCluster } from './botCluster.ts';
import { drillBotZombie } from './botZombie.ts';
import { drillClicks } from './clicks.ts';
import { drillClock } from './clock.ts';
import { drillCluster } from './cluster.ts';
import { drillDisk } from './disk.ts';
import { type Drill, findFailures } from './drill.ts';
import { drillFailover } from './failover.ts';
import { drillKill, drillKillActs, drillKillNaive } from './kill.ts';
import { drillLoad } from './load.ts';
import { drillMail } from './mail.ts';
import { drillMove } from './move.ts';
import { drillMutations } from './mutations.ts';
import { drillNotify } from './notify.ts';
import { drillRandom } from './random.ts';
import { drillRestore } from './restore.ts';
import { drillRolling } from './rolling.ts';
import { drillOauth, drillSocket } from './slackWays.ts';
import { drillPartition, drillZombie } from './standstill.ts';
import { drillTimers } from './timers.ts';
import { drillTimersOfInstances } from './timersOfInstances.ts';
import { drillWeather } from './weather.ts';

/**
 * `npm run drill [name…] [-- --short] [-- --naive]`: one JSON object a line. Without a name all of them, one after the
 * other. Exits with 1 when something was lost, made twice or not reached.
 */
const DRILLS: Readonly<Record<string, Drill>> = {
  kill: async (options) => [...(await drillKill(options)), ...(await drillKillActs(options))],
  random: drillRandom,
  notify: drillNotify,
  mail: drillMail,
  disk: drillDisk,
  move: drillMove,
  restore: drillRestore,
  clock: drillClock,
  timers: async (options) => [...(await drillTimers(options)), ...(await drillTimersOfInstances(options))],
  load: drillLoad,
  weather: drillWeather,
  cluster: async (options) => [...(await drillCluster(options)), ...(await drillBotCluster(options))],
  failover: drillFailover,
  clicks: drillClicks,
  rolling: drillRolling,
  zombie: async (options) => [...(await drillZombie(options)), ...(await drillBotZombie(options))],
  partition: drillPartition,
  socket: drillSocket,
  oauth: drillOauth,
  mutations: drillMutations,
};

const words = process.argv.slice(2);
const flags = words.filter((word) => word.startsWith('--'));
const asked = words.filter((word) => !word.startsWith('--'));
const naive = flags.includes('--naive');

function refuse(sentence: string): void {
  console.error(sentence);
  process.exitCode = 2;
}

async function run(name: string, drill: Drill): Promise<void> {
  const startedAt = performance.now();
  for (const line of await drill({ short: flags.includes('--short') })) {
    console.log(JSON.stringify(line));
    const failures = findFailures(line);
    if (failures.length === 0) continue;
    console.error(`${name} failed: ${failures.join(', ')}`);
    process.exitCode = 1;
  }
  console.error(`${name}: ${Math.round((performance.now() - startedAt) / 1_000)} s`);
}

const unknown = asked.find((name) => !Object.hasOwn(DRILLS, name));
const unknownFlag = flags.find((flag) => flag !== '--naive' && flag !== '--short');
if (unknown !== undefined) {
  refuse(`There is no drill "${unknown}". There are: ${Object.keys(DRILLS).join(', ')}.`);
} else if (unknownFlag !== undefined) {
  refuse(`There is no option ${unknownFlag}. There are: --short, and --naive for kill.`);
} else if (naive && asked.join() !== 'kill') {
  refuse('--naive goes with kill alone: npm run drill kill -- --naive');
} else if (naive) {
  await run('kill', drillKillNaive);
} else {
  for (const name of asked.length === 0 ? Object.keys(DRILLS) : asked) {
    const drill = DRILLS[name];
    if (drill !== undefined) await run(name, drill);
  }
}

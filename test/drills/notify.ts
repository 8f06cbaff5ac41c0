import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createSandbox } from '../../src/sandbox/sandbox.ts';
import type { Sandbox } from '../../src/sandbox/stage.ts';
import type { JobRecord } from '../../src/service/ports/records.ts';
import type { RequestRecord } from '../../src/service/ports/requests.ts';
import { removeFolder } from '../composition/removeFolder.ts';
import { checkPeople } from './checkTenant.ts';
import { countCopies, listMissing } from './conversations.ts';
import type { Drill, DrillLine } from './drill.ts';
import type { MessageDeath } from './killAtMessage.ts';
import { RECIPIENTS, SCENARIOS, type Scenario } from './notifyScenarios.ts';
import { PASSING_FAULTS, type PassingFault } from './passingFaults.ts';

/** Loaded into the bot; compiled, also when the drill itself runs from source, in tests. */
const PRELOAD = new URL(
  import.meta.url.endsWith('.ts') ? '../../dist-test/test/drills/killAtMessage.js' : 'killAtMessage.js',
  import.meta.url,
);
/** The bot has said all it had to say; what it says next is not to kill it. */
const NEVER: MessageDeath = { nth: 0, when: 'before' };
/** Far more than the messages of one job. */
const MOST_CALLS = 20;
/** Everything that is due must come in this time after a start, on a busy machine. */
const PATIENCE_MS = 60_000;

async function waitUntil(isSo: () => boolean | Promise<boolean>): Promise<boolean> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!(await isSo())) {
    if (Date.now() > deadline) return false;
    await sleep(50);
  }
  return true;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function readRecords<T>(folder: string, nameOf: (entry: string) => string): Promise<T[]> {
  const texts = await Promise.all(
    (await readdir(folder)).map((entry) => readFile(join(folder, nameOf(entry)), 'utf8').catch(() => 'null')),
  );
  return texts.map((text) => JSON.parse(text) as T | null).filter((record) => record !== null);
}

/**
 * Nothing is to be said any more: every job is over, and its messages have had their last word; every copy of a request
 * shows the same.
 */
async function isSettled(dataFolder: string): Promise<boolean> {
  const jobs = await readRecords<{ job: JobRecord }>(join(dataFolder, 'jobs'), (id) => join(id, 'job.json'));
  const requests = await readRecords<{ request: RequestRecord }>(
    join(dataFolder, 'requests'),
    (name) => name,
  );
  return (
    jobs.every(({ job }) => job.state === 'done' && job.messages.every(({ settled }) => settled)) &&
    requests.every(
      ({ request: { copies } }) =>
        copies[0]?.shown !== undefined && copies.every(({ shown }) => shown === copies[0]?.shown),
    )
  );
}

/** What the drill has found so far. */
interface Tally {
  kills: number;
  /** Of a chat, in passing, while its messages were due. */
  faults: number;
  copies: number;
  missing: string[];
  names: string[];
  /** `before POST chat.postMessage in roster in slack`: where the bot died. */
  deaths: Set<string>;
}

/** Plays scenarios in a sandbox whose bot dies on demand. */
function createPlay(sandbox: Sandbox, deathFile: string, tally: Tally) {
  let played = 0;

  async function arm(death: MessageDeath): Promise<number> {
    await writeFile(deathFile, JSON.stringify(death));
    const pid = sandbox.bot.pid ?? 0;
    const from = sandbox.bot.lines.length;
    process.kill(pid, 'SIGUSR2');
    const isArmed = await waitUntil(() => sandbox.bot.lines.slice(from).includes('drill.armed'));
    if (!isArmed) throw new Error('The bot could not be told where to die.');
    return pid;
  }

  /** True when the bot died there; false when it had said everything before. */
  async function play(scenario: Scenario, death: MessageDeath): Promise<boolean> {
    played += 1;
    const { prepared, names } = await scenario.prepare(sandbox, played);
    tally.names.push(...names);
    const pid = await arm(death);
    const pressed = prepared.press().then(
      () => true,
      () => false,
    );
    const isTold = async () => listMissing(prepared).length === 0 && (await isSettled(sandbox.dataDir));
    await waitUntil(async () => !isAlive(pid) || (await isTold()));
    const died = !isAlive(pid);
    if (died) {
      const last = sandbox.bot.lines.findLast((line) => line.startsWith('drill.message '));
      tally.deaths.add(`${death.when} ${last?.slice('drill.message '.length)} in ${scenario.name}`);
      tally.kills += 1;
      await sandbox.bot.kill();
      await sandbox.bot.start();
      // The button was not answered, so whoever pressed it presses again; the same request stays one job.
      if (!(await pressed)) await prepared.press().catch(() => undefined);
    } else {
      await arm(NEVER);
    }
    if (!(await waitUntil(isTold))) tally.missing.push(`${scenario.name}: a message is still to be sent`);
    tally.copies += countCopies(prepared);
    for (const words of listMissing(prepared)) {
      tally.missing.push(`${scenario.name}, dead ${death.when} call ${death.nth}: no message with ${words}`);
    }
    return died;
  }

  /** The bot lives on, and a call that brings a message fails once or twice. */
  async function playFault(scenario: Scenario, fault: PassingFault): Promise<void> {
    played += 1;
    const { prepared, names } = await scenario.prepare(sandbox, played);
    tally.names.push(...names);
    fault.begin(sandbox);
    await prepared.press().catch(() => undefined);
    const isTold = async () => listMissing(prepared).length === 0 && (await isSettled(sandbox.dataDir));
    if (!(await waitUntil(isTold))) {
      const said = listMissing(prepared).join(', ') || 'the last word';
      tally.missing.push(`${scenario.name}, ${fault.name}: no message with ${said}`);
    }
    sandbox.teams.clearFaults();
    tally.faults += 1;
    tally.copies += countCopies(prepared);
  }

  return { play, playFault };
}

async function playAll({ play, playFault }: ReturnType<typeof createPlay>): Promise<void> {
  for (const scenario of SCENARIOS) {
    for (const fault of PASSING_FAULTS) {
      if (scenario.name.endsWith(`in ${fault.chat}`)) await playFault(scenario, fault);
    }
    for (const when of ['before', 'after'] as const) {
      for (let nth = 1; nth <= MOST_CALLS; nth += 1) {
        if (!(await play(scenario, { nth, when }))) break;
      }
    }
  }
}

/** Calls that must have been among those the bot died at: each makes a message that is due. */
const MUST_DIE_AT = ['before', 'after'].flatMap((when) => [
  `${when} POST chat.postMessage in roster in slack`,
  `${when} POST chat.update in roster in slack`,
  `${when} POST activities in roster in teams`,
  `${when} PUT activities in roster in teams`,
  `${when} POST chat.update in person in slack`,
  `${when} PUT activities in person in teams`,
  `${when} POST chat.postMessage in decline in slack`,
  `${when} POST activities in decline in teams`,
]);

/**
 * In the short form: before the results are said in Slack, where progress is posted too, and after it in Teams; the same
 * for a decline.
 */
const SHORT: readonly { scenario: number; death: MessageDeath }[] = [
  { scenario: 0, death: { call: 'POST chat.postMessage', nth: 2, when: 'before' } },
  { scenario: 1, death: { call: 'POST activities', nth: 1, when: 'after' } },
  { scenario: 4, death: { call: 'POST chat.postMessage', nth: 1, when: 'before' } },
  { scenario: 5, death: { call: 'POST activities', nth: 1, when: 'after' } },
];

/** The short form has one fault of each chat, in a file's results. */
const SHORT_FAULTS = [0, 6].map((at) => PASSING_FAULTS[at]).filter((fault) => fault !== undefined);

/**
 * Kills the whole bot at each call that brings a message to a chat, before it and after it. Every card, result
 * and decline must arrive all the same, and after every fault in passing; a copy of one whose answer was lost is harmless and counted.
 */
export const drillNotify: Drill = async ({ short }): Promise<DrillLine[]> => {
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-notify-'));
  const deathFile = join(folder, 'death.json');
  const env = { NODE_OPTIONS: `--import ${PRELOAD.href}`, DRILL_DEATH_FILE: deathFile };
  const sandbox = await createSandbox({ env });
  const tally: Tally = { kills: 0, faults: 0, copies: 0, missing: [], names: [], deaths: new Set() };
  try {
    await sandbox.bot.start();
    const plays = createPlay(sandbox, deathFile, tally);
    let missed: readonly string[] = [];
    if (short) {
      for (const { scenario, death } of SHORT) {
        const chosen = SCENARIOS[scenario];
        if (chosen !== undefined && !(await plays.play(chosen, death))) missed = [...missed, chosen.name];
      }
      for (const fault of SHORT_FAULTS) {
        const chosen = SCENARIOS.find(({ name }) => name === `roster in ${fault.chat}`);
        if (chosen !== undefined) await plays.playFault(chosen, fault);
      }
    } else {
      await playAll(plays);
      missed = MUST_DIE_AT.filter((point) => !tally.deaths.has(point));
    }
    await sandbox.bot.stop();
    const { findings, say } = checkPeople(sandbox, tally.names, RECIPIENTS);
    for (const sentence of tally.missing) say('lost', sentence);
    for (const sentence of findings.said) console.error(`notify: ${sentence}`);
    for (const point of missed) console.error(`notify: not reached: ${point}`);
    const { lost, duplicated, passwordsLost } = findings;
    const { kills, faults, copies } = tally;
    const measures = { kills, faults, copies, notReached: missed.length };
    return [{ drill: 'notify', ...measures, lost, duplicated, passwordsLost }];
  } finally {
    await sandbox.stop();
    await removeFolder(folder);
  }
};

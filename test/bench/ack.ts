import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { CAST } from '../../src/sandbox/contoso.ts';
import { createSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { makeChoice, sendInteractions, startLoadedJob } from '../composition/interactions.ts';
import { medianOf, percentileOf, printLine } from './numbers.ts';

const PER_SECOND = 200;
const SECONDS = 6;
const RUNS = 5;
/** Its first 3,000 creates take seconds; from then on it is paced, and lasts longer than the bench. */
const PEOPLE_IN_JOB = 5_000;

type Slack = Sandbox['slack'];

/** Milliseconds to each answer. */
async function load(
  send: (body: string) => Promise<number>,
  onCommand: () => Promise<unknown>,
): Promise<number[]> {
  const times: number[] = [];
  await sendInteractions({
    perSecond: PER_SECOND,
    seconds: SECONDS,
    send,
    onCommand,
    onAck({ ms, status }) {
      times.push(ms);
      if (status !== 200) throw new Error(`An interaction was answered with ${status}.`);
    },
  });
  return times;
}

async function startBareBolt(secret: string) {
  const child = fork(fileURLToPath(new URL('bareBolt.js', import.meta.url)), [secret]);
  const [{ port }] = (await once(child, 'message')) as [{ port: number }];
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      const gone = once(child, 'exit');
      child.disconnect();
      await gone;
    },
  };
}

/** The listener's 99th percentile in each run, in milliseconds. */
async function measureBare(slack: Slack, botUrl: string): Promise<number[]> {
  const secret = randomBytes(16).toString('hex');
  const bare = await startBareBolt(secret);
  slack.setBotUrl(bare.url);
  const send = async (body: string) => (await slack.deliver('/slack/events', body, { secret })).status;
  const all: number[] = [];
  // The first run is for compiling.
  for (let run = 0; run <= RUNS; run += 1) {
    const times = await load(send, () => send(makeChoice()));
    if (run > 0) all.push(percentileOf(times, 0.99));
  }
  await bare.stop();
  slack.setBotUrl(botUrl);
  return all;
}

/** How soon Slack gets its acknowledgement while a job runs, against a bare Bolt listener on a quiet machine. */
export async function benchAck(): Promise<void> {
  const sandbox = await createSandbox();
  try {
    const { slack, bot, graph } = sandbox;
    const baseline = await measureBare(slack, bot.url);
    await bot.start();
    const send = async (body: string) => (await slack.deliver('/slack/events', body)).status;
    const mia = slack.as(CAST.helpdesk.slack);
    const ours: number[] = [];
    // For compiling, as on the other side. Then the job, whose burst is measured too.
    await load(send, () => mia.command('/adduser'));
    await startLoadedJob(slack, PEOPLE_IN_JOB);
    for (let run = 0; run < RUNS; run += 1) {
      const times = await load(send, () => mia.command('/adduser'));
      ours.push(percentileOf(times, 0.99));
    }
    const created = [...graph.state.users.values()].filter(({ displayName }) =>
      displayName.startsWith('Load'),
    );
    if (created.length === 0 || created.length >= PEOPLE_IN_JOB) throw new Error('No job ran meanwhile.');
    const [seconds, baselineSeconds] = [medianOf(ours) / 1_000, medianOf(baseline) / 1_000];
    const [inBurst = Number.NaN] = ours;
    printLine(
      {
        bench: 'ack',
        n: RUNS * PER_SECOND * SECONDS,
        seconds,
        baselineSeconds,
        ratio: seconds / baselineSeconds,
        burstSeconds: inBurst / 1_000,
        perSecond: PER_SECOND,
      },
      { ratio: 1.5 },
    );
  } finally {
    await sandbox.stop();
  }
}

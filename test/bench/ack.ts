import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { CAST } from '../../src/sandbox/contoso.ts';
import { createSandbox } from '../../src/sandbox/sandbox.ts';
import { makeChoice, sendInteractions, startLoadedJob } from '../composition/interactions.ts';
import { medianOf, percentileOf, printLine } from './numbers.ts';

const PER_SECOND = 200;
const SECONDS = 6;
const RUNS = 5;
/** Its first 3,000 creates take seconds; from then on it is paced, and lasts longer than the bench. */
const PEOPLE_IN_JOB = 5_000;

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

/** How soon Slack gets its acknowledgement while a job runs, against a bare Bolt listener beside it, in turns. */
export async function benchAck(): Promise<void> {
  const sandbox = await createSandbox();
  const secret = randomBytes(16).toString('hex');
  const bare = await startBareBolt(secret);
  try {
    const { slack, bot, graph } = sandbox;
    await bot.start();
    const mia = slack.as(CAST.helpdesk.slack);
    const sendToBare = async (body: string) =>
      (await slack.deliver('/slack/events', body, { secret })).status;
    const sendToBot = async (body: string) => (await slack.deliver('/slack/events', body)).status;

    /** The 99th percentile, in milliseconds. */
    async function measureBare(): Promise<number> {
      slack.setBotUrl(bare.url);
      const times = await load(sendToBare, () => sendToBare(makeChoice()));
      slack.setBotUrl(bot.url);
      return percentileOf(times, 0.99);
    }
    const measureBot = async () => percentileOf(await load(sendToBot, () => mia.command('/adduser')), 0.99);

    // For compiling, on both sides. Then the job, whose burst is measured too.
    await measureBare();
    await measureBot();
    await startLoadedJob(slack, PEOPLE_IN_JOB);
    const ours: number[] = [];
    const baseline: number[] = [];
    for (let run = 0; run < RUNS; run += 1) {
      ours.push(await measureBot());
      baseline.push(await measureBare());
    }
    const created = [...graph.state.users.values()].filter(({ displayName }) =>
      displayName.startsWith('Load'),
    );
    if (created.length === 0 || created.length >= PEOPLE_IN_JOB) throw new Error('No job ran meanwhile.');
    const [inBurst = Number.NaN] = ours;
    printLine(
      {
        bench: 'ack',
        n: RUNS * PER_SECOND * SECONDS,
        seconds: medianOf(ours) / 1_000,
        baselineSeconds: medianOf(baseline) / 1_000,
        ratio: medianOf(ours.map((ms, run) => ms / (baseline[run] ?? Number.NaN))),
        burstSeconds: inBurst / 1_000,
        perSecond: PER_SECOND,
      },
      { ratio: 1.5 },
    );
  } finally {
    await bare.stop();
    await sandbox.stop();
  }
}

import { CAST } from '../../src/sandbox/contoso.ts';
import { createSandbox } from '../../src/sandbox/sandbox.ts';
import type { LoopbackSlack } from '../../src/sandbox/slack/server.ts';
import { sendInteractions, startLoadedJob } from '../composition/interactions.ts';
import type { BenchOptions } from './bench.ts';
import { medianOf, percentileOf, printLine } from './numbers.ts';
import { sendInteraction, startBareBolt, type Way } from './startBareBolt.ts';

const PER_SECOND = 200;
const SECONDS = 6;
const RUNS = 5;
/** Its first 3,000 creates take seconds; from then on it is paced, and lasts longer than the bench. */
const PEOPLE_IN_JOB = 5_000;

/** Milliseconds to each answer, of interactions that this Slack sends; the commands open a form. */
async function load(slack: LoopbackSlack, way: Way): Promise<number[]> {
  const mia = slack.as(CAST.helpdesk.slack);
  const times: number[] = [];
  await sendInteractions({
    perSecond: PER_SECOND,
    seconds: SECONDS,
    send: (body) => sendInteraction(slack, way, body),
    onCommand: () => mia.command('/adduser'),
    onAck({ ms, status }) {
      times.push(ms);
      if (status !== 200) throw new Error(`An interaction was answered with ${status}.`);
    },
  });
  return times;
}

const WAYS: readonly Way[] = ['http', 'socket'];

/** One way, in turns with a bare listener beside it. */
async function measureWay(way: Way, { short }: BenchOptions): Promise<void> {
  const sandbox = await createSandbox({ slack: { socketMode: way === 'socket' } });
  const { slack, bot, graph } = sandbox;
  const bare = await startBareBolt(way);
  const runs = short ? 1 : RUNS;
  try {
    await bot.start();

    /** The 99th percentile, in milliseconds. */
    const measureBare = async () => percentileOf(await load(bare.slack, way), 0.99);
    const measureBot = async () => percentileOf(await load(slack, way), 0.99);

    // For compiling, on both sides. Then the job, whose burst is measured too.
    await measureBare();
    await measureBot();
    await startLoadedJob(slack, PEOPLE_IN_JOB);
    const ours: number[] = [];
    const baseline: number[] = [];
    for (let run = 0; run < runs; run += 1) {
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
        way,
        n: runs * PER_SECOND * SECONDS,
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

/**
 * How soon Slack gets its acknowledgement while a job runs, against a bare Bolt listener beside it, in turns: over HTTP, and
 * over Socket Mode. The job runs in both turns, and so do Slack and Graph, in the process that has the clock; in the bare
 * listener's own process there is none. A command opens a form on both sides, because a form holds up that clock as well,
 * while Slack's rules are tried on it.
 */
export async function benchAck(options: BenchOptions): Promise<void> {
  for (const way of WAYS) await measureWay(way, options);
}

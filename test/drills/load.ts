import { readFileSync } from 'node:fs';
import { CAST } from '../../src/sandbox/contoso.ts';
import { createSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { percentileOf } from '../bench/numbers.ts';
import { sendInteractions, startLoadedJob } from '../composition/interactions.ts';
import type { Drill } from './drill.ts';

const PER_SECOND = 200;
const SHAPES = {
  long: { seconds: 600, people: 5_000 },
  short: { seconds: 30, people: 5_000 },
} as const;
/** Slack: an app has 3 seconds to acknowledge. */
const ACK_WITHIN_MS = 3_000;
/** Of the answers' times, so that ten minutes of them take no more memory than one. */
const TIMES_KEPT = 20_000;

function readMegabytes({ bot }: Sandbox): number {
  const status = readFileSync(`/proc/${bot.pid}/status`, 'utf8');
  return Math.round(Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]) / 1_024);
}

/** Two hundred interactions a second while a job runs. An answer that fails or comes after Slack's time is lost. */
export const drillLoad: Drill = async ({ short }) => {
  const { seconds, people } = short ? SHAPES.short : SHAPES.long;
  const sandbox = await createSandbox();
  try {
    const { slack, bot, graph } = sandbox;
    await bot.start();
    await startLoadedJob(slack, people);
    const megabytesAtStart = readMegabytes(sandbox);
    const mia = slack.as(CAST.helpdesk.slack);
    const times: number[] = [];
    let acks = 0;
    let lostAcks = 0;
    await sendInteractions({
      perSecond: PER_SECOND,
      seconds,
      send: async (body) => (await slack.deliver('/slack/events', body)).status,
      async onCommand() {
        await mia.command('/adduser');
        while (mia.openModal() !== undefined) await mia.close();
      },
      onAck({ ms, status }) {
        acks += 1;
        if (status !== 200 || ms > ACK_WITHIN_MS) lostAcks += 1;
        if (times.length < TIMES_KEPT) times.push(ms);
        else times[Math.floor(Math.random() * TIMES_KEPT)] = ms;
      },
    });
    const created = [...graph.state.users.values()].filter(({ displayName }) =>
      displayName.startsWith('Load'),
    );
    const late = slack.protocolErrors.length;
    for (const { what, detail } of slack.protocolErrors.slice(0, 5)) console.error(`load: ${what} ${detail}`);
    return [
      {
        drill: 'load',
        perSecond: PER_SECOND,
        seconds,
        acks,
        lostAcks: lostAcks + late,
        p50Ms: Math.round(percentileOf(times, 0.5) * 10) / 10,
        p99Ms: Math.round(percentileOf(times, 0.99) * 10) / 10,
        created: created.length,
        megabytesAtStart,
        megabytesAtEnd: readMegabytes(sandbox),
        notReached: created.length === 0 ? 1 : 0,
        lost: lostAcks + late,
        duplicated: 0,
        passwordsLost: 0,
      },
    ];
  } finally {
    await sandbox.stop();
  }
};

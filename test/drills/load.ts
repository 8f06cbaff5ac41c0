import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { CAST, sandboxPolicy } from '../../src/sandbox/contoso.ts';
import { createSandbox } from '../../src/sandbox/sandbox.ts';
import type { Sandbox } from '../../src/sandbox/stage.ts';
import { percentileOf } from '../bench/numbers.ts';
import { countCommands, sendInteractions, startLoadedJob } from '../composition/interactions.ts';
import { checkHalfDone } from './checkTenant.ts';
import { type Drill, SAID } from './drill.ts';

const PER_SECOND = 200;
const SHAPES = {
  long: { seconds: 600 },
  short: { seconds: 30 },
} as const;
/** Microsoft's limit lets 3,000 accounts be created at once and then 20 a second: 15,000 in ten minutes. */
const PEOPLE = 16_000;
/** Slack: an app has 3 seconds to acknowledge. */
const ACK_WITHIN_MS = 3_000;
/** Of the answers' times, so that ten minutes of them take no more memory than one. */
const TIMES_KEPT = 20_000;

function readMegabytes({ bot }: Sandbox): number {
  const status = readFileSync(`/proc/${bot.pid}/status`, 'utf8');
  return Math.round(Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]) / 1_024);
}

/**
 * Two hundred interactions a second while a job runs. An answer that fails or comes after Slack's time is lost. The job
 * must be under way until the end, and is then stopped: each account must have its sealed password in the records.
 */
export const drillLoad: Drill = async ({ short }) => {
  const { seconds } = short ? SHAPES.short : SHAPES.long;
  const masterKey = randomBytes(32);
  const sandbox = await createSandbox({
    policy: { ...sandboxPolicy(), maxRows: PEOPLE },
    env: { SECRET_KEY: masterKey.toString('base64') },
  });
  try {
    const { slack, bot, graph } = sandbox;
    await bot.start();
    await startLoadedJob(slack, PEOPLE);
    const megabytesAtStart = readMegabytes(sandbox);
    let megabytesHalfway = Number.NaN;
    const halfway = setTimeout(
      () => {
        megabytesHalfway = readMegabytes(sandbox);
      },
      (seconds * 1_000) / 2,
    );
    const mia = slack.as(CAST.helpdesk.slack);
    const times: number[] = [];
    let acks = 0;
    let lostAcks = 0;
    // Tells a bot that is slow from a machine that is too busy to ask it in time.
    const ownDelay = monitorEventLoopDelay({ resolution: 20 });
    ownDelay.enable();
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
    ownDelay.disable();
    lostAcks += PER_SECOND * seconds - countCommands(PER_SECOND * seconds) - acks;
    clearTimeout(halfway);
    const megabytesAtEnd = readMegabytes(sandbox);
    const code = await bot.stop();
    const scene = { graph, mail: sandbox.mail, dataFolder: sandbox.dataDir };
    const { created, ...findings } = await checkHalfDone(scene, { people: PEOPLE, masterKey });
    const late = slack.protocolErrors.length;
    if (code !== 0) findings.said.push(`the bot ended with ${code}`);
    for (const { what, detail } of slack.protocolErrors.slice(0, 5)) findings.said.push(`${what} ${detail}`);
    for (const sentence of findings.said.slice(0, SAID)) console.error(`load: ${sentence}`);
    return [
      {
        drill: 'load',
        perSecond: PER_SECOND,
        seconds,
        acks,
        lostAcks: lostAcks + late,
        p50Ms: Math.round(percentileOf(times, 0.5) * 10) / 10,
        p99Ms: Math.round(percentileOf(times, 0.99) * 10) / 10,
        senderStalledMs: Math.round(ownDelay.max / 1e6),
        created,
        megabytesAtStart,
        megabytesHalfway,
        megabytesAtEnd,
        notReached: created === 0 || created === PEOPLE ? 1 : 0,
        lost: findings.lost + lostAcks + late + (code === 0 ? 0 : 1),
        duplicated: findings.duplicated,
        passwordsLost: findings.passwordsLost,
      },
    ];
  } finally {
    await sandbox.stop();
  }
};

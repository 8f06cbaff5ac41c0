import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { createScaledClock } from '../bench/scaledClock.ts';
import { createFaultyFs, noSpace } from '../store/disk/faultyFs.ts';
import { checkService } from './checkTenant.ts';
import { playDamage } from './diskDamage.ts';
import { type DiskFound, FLUSH_MS, namesOf, RECIPIENTS, SPEED, waitUntil } from './diskScene.ts';
import { type Drill, SAID } from './drill.ts';
import { startJobInProcess } from './jobInProcess.ts';
import { startLoopbackTenant } from './loopbackTenant.ts';
import { startJobProcess } from './startJobProcess.ts';

const SHAPES = { long: { rows: 600, fills: 12 }, short: { rows: 120, fills: 3 } } as const;
/** How long the disk stays full, in turn: 20 times as long for the service. */
const FULL_MS = [25, 400, 25];
/** Of a second instance. */
const SECOND_TRIES = 2;
const SECOND_LATENCY_MS = 3_000;

/** The disk is full again and again during a job; every write stops halfway, as a torn one does. */
async function playFull(rows: number, fills: number): Promise<DiskFound> {
  const tenant = await startLoopbackTenant();
  const fs = createFaultyFs();
  const clock = createScaledClock(SPEED);
  try {
    tenant.graph.switches.latencyMs = 60;
    const job = await startJobInProcess(tenant, {
      rows,
      recipients: RECIPIENTS,
      clock,
      fs,
      flushMs: FLUSH_MS,
    });
    let met = 0;
    let isOver = false;
    async function fillAgainAndAgain(): Promise<void> {
      for (let fill = 0; fill < fills && !isOver; fill += 1) {
        await delay(15);
        let refused = 0;
        fs.before = ({ name }) => {
          if (name !== 'write') return;
          refused += 1;
          throw noSpace();
        };
        await delay(FULL_MS[fill % FULL_MS.length]);
        fs.before = undefined;
        if (refused > 0) met += 1;
      }
    }
    // Accepted while there is room: a refusal of that is told to whoever pressed the button.
    await job.begin();
    const [finished] = await Promise.all([
      job.finish().finally(() => {
        isOver = true;
      }),
      fillAgainAndAgain(),
    ]);
    fs.before = undefined;
    await job.stop();
    const findings = await checkService(tenant, {
      names: namesOf(rows),
      recipients: RECIPIENTS,
      masterKey: job.masterKey,
    });
    if (!finished) findings.said.push('the job did not end');
    return { ...findings, lost: findings.lost + (finished ? 0 : 1), met };
  } finally {
    await tenant.stop();
  }
}

/** A second process on the same folder is refused with what to do, and the first one's job goes on. */
async function playSecondInstance(rows: number): Promise<DiskFound> {
  const tenant = await startLoopbackTenant();
  const masterKey = randomBytes(32);
  const said: string[] = [];
  let met = 0;
  try {
    // Longer than two starts, so that the job is under way meanwhile.
    tenant.graph.switches.latencyMs = SECOND_LATENCY_MS;
    const settings = {
      graphUrl: tenant.graphUrl,
      smtpUrl: tenant.mail.url,
      dataFolder: tenant.dataFolder,
      masterKey: masterKey.toString('base64'),
      rows,
      recipients: RECIPIENTS,
      speed: SPEED,
    };
    const first = startJobProcess(settings);
    await waitUntil(() => tenant.graph.requests.length > 0);
    for (let tries = 0; tries < SECOND_TRIES; tries += 1) {
      const second = await startJobProcess(settings).ended;
      const isRefused = second.code === 1 && /another/i.test(second.said);
      if (isRefused) met += 1;
      else said.push(`the second instance ended with ${second.code} and said: ${second.said}`);
    }
    tenant.graph.switches.latencyMs = 0;
    const { code, said: lastWords } = await first.ended;
    if (code !== 0) said.push(`the first instance ended with ${code} and said: ${lastWords}`);
    const findings = await checkService(tenant, { names: namesOf(rows), recipients: RECIPIENTS, masterKey });
    return { ...findings, lost: findings.lost + said.length, said: [...said, ...findings.said], met };
  } finally {
    await tenant.stop();
  }
}

/**
 * A disk that is full and tears writes, files that are empty, `null`, cut off or zeros, and a second instance on the
 * same data folder.
 */
export const drillDisk: Drill = async ({ short }) => {
  const { rows, fills } = short ? SHAPES.short : SHAPES.long;
  const scenes = {
    full: () => playFull(rows, fills),
    damaged: () => playDamage(Math.min(rows, 300)),
    second: () => playSecondInstance(Math.min(rows, 120)),
  };
  // Between its tries the store writes nothing for longer than the short fills take.
  const leastMet = { full: Math.floor(fills / FULL_MS.length), damaged: 1, second: SECOND_TRIES };
  const line = {
    drill: 'disk',
    rows,
    full: 0,
    damaged: 0,
    second: 0,
    notReached: 0,
    lost: 0,
    duplicated: 0,
    passwordsLost: 0,
  };
  for (const [name, play] of Object.entries(scenes) as [keyof typeof scenes, () => Promise<DiskFound>][]) {
    const { met, lost, duplicated, passwordsLost, said } = await play();
    for (const sentence of said.slice(0, SAID)) console.error(`disk ${name}: ${sentence}`);
    line[name] = met;
    line.notReached += Math.max(0, leastMet[name] - met);
    line.lost += lost;
    line.duplicated += duplicated;
    line.passwordsLost += passwordsLost;
  }
  return [line];
};

import { createSteadyNow } from '../../src/run/steadyClock.ts';
import { createScaledClock } from '../bench/scaledClock.ts';
import { makePeople } from '../composition/tenant.ts';
import { createChance } from './chance.ts';
import { checkService } from './checkTenant.ts';
import { type Drill, SAID } from './drill.ts';
import { startJobInProcess } from './jobInProcess.ts';
import { startLoopbackTenant } from './loopbackTenant.ts';

const SHAPES = {
  long: { rows: 3_000, speed: 20, jumps: 40 },
  short: { rows: 1_600, speed: 50, jumps: 12 },
} as const;
/** Seconds: as time synchronisation, a wrong time zone, a machine that slept, and a battery that was empty do. */
const JUMPS_S = [2, -2, 90, -90, 3_600, -3_600, 86_400, -86_400, -30 * 86_400, 30 * 86_400];
const RECIPIENTS = ['it@contoso.com'];

/** As a job may meet whose clock does not jump. */
const THROTTLED_AT_MOST = 0.04;

/** Microsoft's limit: 3,000 writes at once, and 20 a second. Two writes a person. Seconds. */
function leastSeconds(rows: number): number {
  return Math.max(0, 2 * rows - 3_000) / 20;
}

/**
 * The machine's clock is put ahead and back, again and again, in the middle of a job that is paced by Graph's limit.
 * Nobody is lost, nothing waits for as long as the clock was put back, and Graph is not flooded.
 */
export const drillClock: Drill = async ({ short }) => {
  const { rows, speed, jumps } = short ? SHAPES.short : SHAPES.long;
  const real = createScaledClock(speed);
  const chance = createChance(7);
  const tenant = await startLoopbackTenant({ now: real.now });
  // A new account is known everywhere after a while: its license is tried again at a later time.
  Object.assign(tenant.graph.switches, { quota: 'bucket', replicationMs: 4_000 });
  let offset = 0;
  let jumped = 0;
  const clock = {
    now: createSteadyNow({ wall: () => real.now() + offset, monotonic: real.now }),
    elapsed: real.now,
    sleep: real.sleep,
  };
  const job = await startJobInProcess(tenant, { rows, recipients: RECIPIENTS, clock });
  const least = leastSeconds(rows);
  const startedAt = real.now();
  let isOver = false;
  async function keepJumping(): Promise<void> {
    // In real time from the first write on: half of the jumps in the burst, half in the paced part.
    while (!isOver && jumped < jumps) {
      await real.sleep((least * 1_000) / jumps);
      const seconds = JUMPS_S[Math.floor(chance() * JUMPS_S.length)] ?? 0;
      offset += seconds * 1_000;
      jumped += 1;
    }
  }
  try {
    // Accepted before: a form that is a month old has gone, and that is right.
    await job.begin();
    const [finished] = await Promise.all([
      job.finish().finally(() => {
        isOver = true;
      }),
      keepJumping(),
    ]);
    const seconds = (real.now() - startedAt) / 1_000;
    await job.stop();
    const names = makePeople(rows).map(({ userPrincipalName }) => userPrincipalName);
    const findings = await checkService(tenant, { names, recipients: RECIPIENTS, masterKey: job.masterKey });
    const { throttled, requests } = tenant.writes;
    const said = finished ? [] : ['the job did not end'];
    for (const sentence of [...said, ...findings.said].slice(0, SAID)) console.error(`clock: ${sentence}`);
    const { duplicated, passwordsLost } = findings;
    return [
      {
        drill: 'clock',
        rows,
        jumps: jumped,
        notReached: jumps - jumped,
        notKept: throttled > requests * THROTTLED_AT_MOST ? 1 : 0,
        seconds: Math.round(seconds),
        leastSeconds: least,
        throttled,
        requests,
        lost: findings.lost + said.length,
        duplicated,
        passwordsLost,
      },
    ];
  } finally {
    await tenant.stop();
  }
};

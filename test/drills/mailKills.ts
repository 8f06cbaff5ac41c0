import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { makePeople } from '../composition/tenant.ts';
import { checkService, type Findings } from './checkTenant.ts';
import { SAID } from './drill.ts';
import { startLoopbackTenant } from './loopbackTenant.ts';
import { startJobProcess } from './startJobProcess.ts';

/** Time to die between the server's taking of a mail and its answer. Milliseconds. */
const STALL_MS = 60;
/** Waits between tries are short. */
const SPEED = 20;

/**
 * Kills the process whenever one more mail has arrived, so that it never hears that it did, and lets another go on.
 * Everybody must be in one mail to each recipient; one that came again has the same Message-ID.
 */
export async function playMailKills(options: {
  rows: number;
  recipients: readonly string[];
  kills: number;
}): Promise<Findings & { notReached: number }> {
  const { rows, recipients, kills } = options;
  const tenant = await startLoopbackTenant();
  const masterKey = randomBytes(32);
  const settings = {
    graphUrl: tenant.graphUrl,
    smtpUrl: tenant.mail.url,
    dataFolder: tenant.dataFolder,
    masterKey: masterKey.toString('base64'),
    rows,
    recipients,
    speed: SPEED,
  };
  try {
    tenant.mail.switches.stallMs = STALL_MS;
    let killed = 0;
    for (let kill = 0; kill < kills; kill += 1) {
      const arrived = tenant.mail.mails.length;
      const job = startJobProcess(settings);
      let isOver = false;
      const ended = job.ended.finally(() => {
        isOver = true;
      });
      while (!isOver && tenant.mail.mails.length === arrived) await delay(2);
      job.kill('SIGKILL');
      if ((await ended).code === null) killed += 1;
    }
    const { code, said } = await startJobProcess(settings).ended;
    const names = makePeople(rows).map(({ userPrincipalName }) => userPrincipalName);
    const findings = await checkService(tenant, { names, recipients, masterKey });
    if (code !== 0) {
      findings.lost += 1;
      findings.said.push(`the last process ended with ${code} and said: ${said}`);
    }
    for (const sentence of findings.said.slice(0, SAID)) console.error(`mail killed: ${sentence}`);
    return { ...findings, notReached: kills - killed };
  } finally {
    await tenant.stop();
  }
}

import { setTimeout as delay } from 'node:timers/promises';
import { RollcallError } from '../../src/domain/errors.ts';
import { createScaledClock } from '../bench/scaledClock.ts';
import { makePeople } from '../composition/tenant.ts';
import { checkService } from './checkTenant.ts';
import { type Drill, SAID } from './drill.ts';
import { type JobInProcess, startJobInProcess } from './jobInProcess.ts';
import { type LoopbackTenant, startLoopbackTenant } from './loopbackTenant.ts';
import { playMailKills } from './mailKills.ts';

const SHAPES = {
  long: { rows: 450, recipients: 5, kills: 12 },
  short: { rows: 120, recipients: 2, kills: 2 },
} as const;
/** Waits of a minute between tries take three seconds. */
const SPEED = 20;
/** A busy machine, and waits of minutes that take seconds. */
const PATIENCE_MS = 120_000;
/** Long enough for some mails to go before and some after. */
const HALFWAY_MS = 150;

interface Trouble {
  name: string;
  begin(tenant: LoopbackTenant, recipients: readonly string[]): void | Promise<void>;
  /** While the job runs. */
  meanwhile?(tenant: LoopbackTenant): Promise<void>;
  /** What an operator mends before pressing Send again. */
  mend(tenant: LoopbackTenant): void | Promise<void>;
  /** Nobody presses anything, and the service is restarted: what was put off has to come by itself. */
  isLeftAlone?: true;
}

const TROUBLES: readonly Trouble[] = [
  {
    name: 'refuses one recipient',
    begin({ mail }, [first = '']) {
      mail.switches.refuse.set(first, { code: 550, text: '5.1.1 Mailbox unavailable' });
    },
    mend: ({ mail }) => mail.switches.refuse.clear(),
  },
  {
    name: 'defers everything',
    begin({ mail }) {
      mail.switches.defer = { code: 451, text: '4.7.1 Try again later' };
    },
    mend({ mail }) {
      mail.switches.defer = undefined;
    },
  },
  {
    name: 'greylists',
    begin({ mail }) {
      mail.switches.greylist = true;
    },
    mend: () => undefined,
  },
  {
    name: 'accepts late',
    begin({ mail }) {
      mail.switches.stallMs = 400;
    },
    mend({ mail }) {
      mail.switches.stallMs = 0;
    },
  },
  {
    name: 'takes mails and loses its answers',
    begin({ mail }) {
      mail.switches.loseAnswers = 3;
    },
    mend: () => undefined,
  },
  {
    name: 'goes away in the middle and comes back',
    begin: () => undefined,
    async meanwhile({ mail }) {
      await delay(HALFWAY_MS);
      await mail.setDown(true);
      await delay(HALFWAY_MS);
      await mail.setDown(false);
    },
    mend: ({ mail }) => mail.setDown(false),
  },
  {
    name: 'is away all the time',
    begin: ({ mail }) => mail.setDown(true),
    mend: ({ mail }) => mail.setDown(false),
  },
  {
    name: 'is away until after a restart',
    begin: ({ mail }) => mail.setDown(true),
    mend: ({ mail }) => mail.setDown(false),
    isLeftAlone: true,
  },
  {
    name: 'puts everything off until after a restart',
    begin({ mail }) {
      mail.switches.defer = { code: 421, text: '4.3.2 Service shutting down' };
    },
    mend({ mail }) {
      mail.switches.defer = undefined;
    },
    isLeftAlone: true,
  },
];

/** Whether a mail's subject ends with this part, in whatever language it is written. */
function isOfPart(subject: string, part: number): boolean {
  return new RegExp(`\\(\\D+ ${part} \\D+ \\d+\\)$`).test(subject);
}

/** Deliveries whose state is not what happened: said to be accepted and not there, or the other way round. */
async function countUntrue(job: JobInProcess, { mail }: LoopbackTenant): Promise<string[]> {
  const deliveries = await job.readDeliveries();
  const arrived = (recipient: string, part: number) =>
    mail.mails.some(
      ({ to, subject }) =>
        to.includes(recipient) && (deliveries.every((each) => each.part === 1) || isOfPart(subject, part)),
    );
  return deliveries.flatMap(({ recipient, part, state, response }) => {
    const isThere = arrived(recipient, part);
    if (state === 'accepted' && !isThere)
      return [`${recipient} part ${part} is called accepted and never came`];
    if (state === 'todo') return [`nobody tried ${recipient} part ${part}`];
    if (state !== 'accepted' && response === '')
      return [`${recipient} part ${part} is ${state} without a reason`];
    return [];
  });
}

function nameRecipients(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `hr${index + 1}@contoso.com`);
}

const isOpen = ({ state }: { state: string }): boolean => state !== 'accepted';

async function waitUntilAccepted(job: JobInProcess): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while ((await job.readDeliveries()).some(isOpen) && Date.now() < deadline) await delay(50);
}

/** Mails that were tried again by themselves since are no trouble. */
async function resend(job: JobInProcess): Promise<void> {
  await job.resend().catch((error: unknown) => {
    if (!(error instanceof RollcallError && error.code === 'ALREADY_DONE')) throw error;
  });
}

async function play(trouble: Trouble, shape: (typeof SHAPES)['long' | 'short']) {
  const { name, begin, meanwhile, mend, isLeftAlone = false } = trouble;
  const tenant = await startLoopbackTenant();
  const recipients = nameRecipients(shape.recipients);
  const clock = createScaledClock(SPEED);
  const asked = { rows: shape.rows, recipients, clock };
  let job = await startJobInProcess(tenant, asked);
  const said: string[] = [];
  try {
    await begin(tenant, recipients);
    const [finished] = await Promise.all([job.finish(), meanwhile?.(tenant)]);
    if (!finished) said.push('the job did not end');
    said.push(...(await countUntrue(job, tenant)));
    if (isLeftAlone) {
      await job.stop();
      job = await startJobInProcess(tenant, { ...asked, masterKey: job.masterKey });
      await job.begin();
    }
    await mend(tenant);
    const pending = (await job.readDeliveries()).filter(isOpen);
    if (isLeftAlone) await waitUntilAccepted(job);
    else if (pending.length > 0) await resend(job);
    const left = (await job.readDeliveries()).filter(isOpen);
    said.push(
      ...left.map(({ recipient, part, state }) => `${recipient} part ${part} is ${state} in the end`),
    );
    await job.stop();
    const names = makePeople(shape.rows).map(({ userPrincipalName }) => userPrincipalName);
    const findings = await checkService(tenant, { names, recipients, masterKey: job.masterKey });
    for (const sentence of [...said, ...findings.said].slice(0, SAID))
      console.error(`mail ${name}: ${sentence}`);
    const counted = isLeftAlone ? { cameByItself: pending.length } : { resent: pending.length };
    return { ...findings, lost: findings.lost + said.length, ...counted };
  } finally {
    await tenant.stop();
  }
}

/**
 * A mail server that refuses, puts off, stalls, loses answers and goes away, and kills between mails. Every mail's
 * state must be true, and Send again must bring the same passwords to whoever lacks them; so must time alone, after a restart.
 */
export const drillMail: Drill = async ({ short }) => {
  const shape = short ? SHAPES.short : SHAPES.long;
  const total = {
    lost: 0,
    duplicated: 0,
    passwordsLost: 0,
    mailsAgain: 0,
    resent: 0,
    cameByItself: 0,
    notReached: 0,
  };
  const { rows, kills } = shape;
  const found = [await playMailKills({ rows, kills, recipients: nameRecipients(shape.recipients) })];
  const troubled = [];
  for (const trouble of TROUBLES) troubled.push(await play(trouble, shape));
  for (const each of [...found, ...troubled]) {
    for (const [name, count] of Object.entries(each)) {
      if (name in total) total[name as keyof typeof total] += Number(count);
    }
  }
  return [{ drill: 'mail', troubles: TROUBLES.length, kills, ...total }];
};

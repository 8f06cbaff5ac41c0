import { RollcallError } from '../../../domain/errors.ts';
import { byJob, type ProvisioningOptions } from '../../context.ts';
import { goOn } from '../../door/door.ts';
import { voidReplaced } from '../../links/mailLink.ts';
import type { HeldJob } from '../../ports/heldJob.ts';
import type { MailOutcome } from '../../ports/mailer.ts';
import type { Delivery, JobRecord, RowRecord } from '../../ports/records.ts';
import { JOB_SERVICE_WORDS } from '../words.ts';

const SAYS = JOB_SERVICE_WORDS.mails;

import { isMailPending } from './mailPending.ts';
import { keyOf, withDelivery } from './parts.ts';
import { bringsLinks, type Links, listMailed, writeMail } from './writeMail.ts';

/**
 * What the server said is kept at most this often: one write for each mail makes the cost of a job grow with the
 * square of its mails. A crash repeats the mails of the last second, which their Message-ID shows.
 */
const KEEP_EVERY_MS = 1_000;

/** SMTP's words are one line already; a server that talks on is cut. */
const MAX_RESPONSE = 300;

/** Each mail of a list sent once. */
export interface MailPass {
  held: HeldJob;
  job: JobRecord;
  rows: readonly RowRecord[];
  links: Links;
  /** Asked before each mail. */
  isEnding(): boolean;
  /** What is kept with deliveries that changed. */
  keepWith(job: JobRecord, made: readonly Delivery[]): JobRecord;
  onSent(): void;
  /**
   * Hours after somebody asked: a server that is away is not asked for one mail after the other, which would hold up
   * everybody else's, and only how it ends is audited.
   */
  isLate: boolean;
}

async function send(
  context: ProvisioningOptions,
  { job, rows, links }: MailPass,
  delivery: Delivery,
): Promise<MailOutcome> {
  const passed = await goOn(context, job);
  if (passed.may === 'no') return { status: 'refused', response: SAYS.roleLost };
  if (passed.may === 'unknown') return { status: 'deferred', response: passed.why.message };
  // Everybody in it has been given another password since.
  if (listMailed(rows, delivery.part).length === 0) {
    return { status: 'refused', response: SAYS.replaced };
  }
  try {
    return await context.mailer.send(await writeMail(context, passed.by, delivery, rows, links));
  } catch (error) {
    if (!(error instanceof RollcallError)) throw error;
    return { status: 'refused', response: error.message };
  }
}

/** Our own number: how soon an end is noticed by mails that wait for somebody to say go on. */
const LOOK_EVERY_MS = 1_000;

/** Nothing is sent while Rollcall is paused. */
export async function waitWhilePaused(
  { brake, clock }: ProvisioningOptions,
  isEnding: () => boolean,
): Promise<void> {
  while (brake.paused() !== undefined && !isEnding()) {
    const over = new AbortController();
    await Promise.race([brake.released(over.signal), clock.sleep(LOOK_EVERY_MS, over.signal)]);
    over.abort();
  }
}

/** Put off once more. */
function countTry(delivery: Delivery): Delivery {
  return { ...delivery, tries: (delivery.tries ?? 0) + 1 };
}

/** Links that are not tried again with their mail show nothing from now on. */
async function voidOthers(
  context: ProvisioningOptions,
  { job, links }: MailPass,
  pending: readonly Delivery[],
): Promise<void> {
  const now = context.clock.now();
  for (const [key, { freshUntil }] of links) if (freshUntil <= now) links.delete(key);
  await voidReplaced(context, job.id, pending, new Set([...links.values()].map(({ hash }) => hash)));
}

/** Sends each of these once, and keeps what the server said. Answers those that it put off. */
export async function sendMails(
  context: ProvisioningOptions,
  pass: MailPass,
  pending: readonly Delivery[],
): Promise<Delivery[]> {
  const { clock } = context;
  const { held, job, links } = pass;
  const unkept: Delivery[] = [];
  const putOff: Delivery[] = [];
  let keptAt = Number.NEGATIVE_INFINITY;

  async function keep(isLast: boolean): Promise<void> {
    const elapsed = clock.now() - keptAt;
    if (unkept.length === 0 || (!isLast && elapsed >= 0 && elapsed < KEEP_EVERY_MS)) return;
    keptAt = clock.now();
    const made = unkept.splice(0);
    await held.update((now) => pass.keepWith(made.reduce(withDelivery, now), made));
  }

  if (bringsLinks(context, job) && pending.length > 0) await voidOthers(context, pass, pending);
  for (const [index, delivery] of pending.entries()) {
    await waitWhilePaused(context, pass.isEnding);
    if (pass.isEnding()) break;
    const { status, response } = await send(context, pass, delivery);
    const isPutOff = status === 'deferred' || status === 'unreachable';
    const link = links.get(keyOf(delivery))?.hash;
    const { tries: _before, ...once } = delivery;
    const made: Delivery = {
      ...(isPutOff ? countTry(delivery) : once),
      state: status,
      response: response.slice(0, MAX_RESPONSE),
      at: clock.now(),
      ...(link === undefined ? {} : { link }),
    };
    // Kept before it is audited: an audit that fails must not send the mail again.
    unkept.push(made);
    await keep(index === pending.length - 1);
    if (!pass.isLate || !isMailPending(made)) {
      await held.audit(
        byJob(context, job, {
          what: 'passwords.mailed',
          outcome: status === 'accepted' ? 'done' : 'failed',
          subject: job.id,
          detail: { recipient: made.recipient, part: made.part, state: status },
        }),
      );
    }
    pass.onSent();
    if (isPutOff) putOff.push(made);
    if (pass.isLate && status === 'unreachable') {
      const others = pending.slice(index + 1).map(countTry);
      unkept.push(...others);
      putOff.push(...others);
      break;
    }
  }
  await keep(true);
  return putOff;
}

import { RollcallError } from '../../domain/errors.ts';
import { byJob, customerOf, type ProvisioningOptions } from '../context.ts';
import { type MailLink, makeMailLink, voidReplaced } from '../links/mailLink.ts';
import type { Mail, MailOutcome } from '../ports/mailer.ts';
import type { Delivery, JobRecord, RowRecord } from '../ports/records.ts';
import type { Control } from './jobRun.ts';
import { writeLinkMail } from './linkMail.ts';
import { writePasswordMail } from './mails.ts';
import { assignParts, keyOf, planDeliveries, recipientsOf, withDelivery } from './parts.ts';
import { PASSWORD_FIELD } from './redraw.ts';

/**
 * Waits before a mail that was put off is sent again. Somebody who waits for one person is told after 12 s, a bulk
 * job after a minute, which outlasts a server's restart. A longer outage is told rather than waited for: the job
 * does not end before its mail, and Send again is one press away.
 */
const RETRY_WAITS_MS: Readonly<Record<JobRecord['kind'], readonly number[]>> = {
  one: [2_000, 10_000],
  bulk: [5_000, 15_000, 40_000],
};

/**
 * What the server said is kept at most this often: one write for each mail makes the cost of a job grow with the
 * square of its mails. A crash repeats the mails of the last second, which their Message-ID shows.
 */
const KEEP_EVERY_MS = 1_000;

/** SMTP's words are one line already; a server that talks on is cut. */
const MAX_RESPONSE = 300;

/** The links of one run: a mail that is tried again brings the same one. */
type Links = Map<string, MailLink>;

/** What was to be shown only, and is sent on after all, goes the customer's own way. */
function bringsLinks({ policy }: ProvisioningOptions, { customer, settings }: JobRecord): boolean {
  const own = customerOf(policy, customer).passwordDelivery;
  const way = settings.delivery === 'show' ? own : settings.delivery;
  return way === 'link' || way === 'pass';
}

/**
 * Passes that one link makes: their hour begins when it is opened, and whoever opens it has that long to see to it that
 * all these people sign in.
 */
const PASSES_PER_LINK = 20;

/** A link without passes has room for everybody: its page is a list. Undefined: as many as a mail has room for. */
function peoplePerMail(
  context: ProvisioningOptions,
  job: JobRecord,
  rows: readonly RowRecord[],
): number | undefined {
  if (job.settings.delivery === 'pass') return PASSES_PER_LINK;
  return bringsLinks(context, job) ? rows.length : undefined;
}

async function writeMail(
  context: ProvisioningOptions,
  job: JobRecord,
  delivery: Delivery,
  rows: readonly RowRecord[],
  links: Links,
): Promise<Mail> {
  const { policy, sealer, mailFrom } = context;
  const { recipient, part, parts } = delivery;
  const mailed = rows.filter((row) => row.part === part);
  const envelope = {
    jobId: job.id,
    recipient,
    part,
    parts,
    createdBy: job.requestedBy.name,
    customer: customerOf(policy, job.customer).name,
    ...(job.task === 'reset' ? { isReset: true } : {}),
    messageDomain: mailFrom?.split('@')[1]?.replace(/[^A-Za-z0-9.-].*$/, '') || 'rollcall',
  };
  if (bringsLinks(context, job)) {
    const key = keyOf(delivery);
    const link =
      links.get(key) ??
      (await makeMailLink(
        context,
        job,
        delivery,
        mailed.map(({ rowId }) => rowId),
      ));
    links.set(key, link);
    const people = mailed.map(({ person }) => person.displayName);
    return writeLinkMail({ ...envelope, link, people, isPass: job.settings.delivery === 'pass' });
  }
  return writePasswordMail({
    ...envelope,
    people: mailed.map(({ rowId, person, password, accountEnabled }) => ({
      displayName: person.displayName,
      userPrincipalName: person.userPrincipalName,
      password: sealer.open(job.key, rowId, PASSWORD_FIELD, password),
      accountEnabled,
    })),
  });
}

async function send(
  context: ProvisioningOptions,
  job: JobRecord,
  delivery: Delivery,
  rows: readonly RowRecord[],
  links: Links,
): Promise<MailOutcome> {
  try {
    return await context.mailer.send(await writeMail(context, job, delivery, rows, links));
  } catch (error) {
    if (!(error instanceof RollcallError)) throw error;
    return { status: 'refused', response: error.message };
  }
}

/** Gives every person with an account a part, and every part and recipient a delivery. Durable on return. */
async function plan(
  context: ProvisioningOptions,
  jobId: string,
): Promise<{ job: JobRecord; rows: RowRecord[] } | undefined> {
  const { store } = context;
  const before: RowRecord[] = await store.loadRows(jobId);
  const asked = await store.loadJob(jobId);
  const parted = assignParts(before, asked === undefined ? undefined : peoplePerMail(context, asked, before));
  if (parted.length > 0) store.record(jobId, parted);
  // Also: no password leaves before what it is the password of is on disk as created.
  await store.flush(jobId);
  const rows: RowRecord[] = await store.loadRows(jobId);
  const job = await store.updateJob(jobId, (now) => ({ ...now, deliveries: planDeliveries(now, rows) }));
  return job === undefined ? undefined : { job, rows };
}

/**
 * Mails the first passwords of everybody who was created: one mail for each recipient and part. What the server
 * said is kept with each delivery; a refused address is not tried again by itself.
 */
export async function deliver(context: ProvisioningOptions, jobId: string, control: Control): Promise<void> {
  const { store, clock } = context;
  const asked = await store.loadJob(jobId);
  if (asked === undefined) return;
  const rowsNow: RowRecord[] = await store.loadRows(jobId);
  if (!rowsNow.some((row) => recipientsOf(asked, row).length > 0)) return;
  const planned = await plan(context, jobId);
  if (planned === undefined) return;
  const { job, rows } = planned;

  const links: Links = new Map();
  const unkept: Delivery[] = [];
  let keptAt = Number.NEGATIVE_INFINITY;
  async function keep(isLast: boolean): Promise<void> {
    const elapsed = clock.now() - keptAt;
    if (unkept.length === 0 || (!isLast && elapsed >= 0 && elapsed < KEEP_EVERY_MS)) return;
    keptAt = clock.now();
    const made = unkept.splice(0);
    await store.updateJob(jobId, (now) => made.reduce(withDelivery, now));
  }

  let pending = job.deliveries.filter(({ state }) => state !== 'accepted' && state !== 'refused');
  if (bringsLinks(context, job) && pending.length > 0) await voidReplaced(context, jobId, pending);
  for (const wait of [...RETRY_WAITS_MS[job.kind], undefined]) {
    const putOff: Delivery[] = [];
    for (const [index, delivery] of pending.entries()) {
      if (control.drain) return keep(true);
      const { status, response } = await send(context, job, delivery, rows, links);
      const at = clock.now();
      const link = links.get(keyOf(delivery))?.hash;
      const made: Delivery = {
        ...delivery,
        state: status,
        response: response.slice(0, MAX_RESPONSE),
        at,
        ...(link === undefined ? {} : { link }),
      };
      // Kept before it is audited: an audit that fails must not send the mail again.
      unkept.push(made);
      await keep(index === pending.length - 1);
      await store.audit(
        byJob(context, job, {
          what: 'passwords.mailed',
          outcome: status === 'accepted' ? 'done' : 'failed',
          subject: job.id,
          detail: { recipient: made.recipient, part: made.part, state: status },
        }),
      );
      control.onProgress(0);
      if (status === 'deferred' || status === 'unreachable') putOff.push(made);
    }
    pending = putOff;
    if (wait === undefined || pending.length === 0 || control.drain) return;
    const pause = control.pauses.begin(wait);
    await pause.over;
  }
}

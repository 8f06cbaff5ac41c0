import { byJob, type ProvisioningOptions } from '../../context.ts';
import { goOn } from '../../door/door.ts';
import { leaveIfOlder } from '../../door/readMay.ts';
import type { Emit } from '../../events.ts';
import { findOldCopyOf, type OldCopy } from '../../oldData/oldCopy.ts';
import type { HeldJob } from '../../ports/heldJob.ts';
import { inTurns } from '../../ports/inTurns.ts';
import { createOneAtATime } from '../../ports/oneAtATime.ts';
import type { Delivery, JobRecord, RowRecord } from '../../ports/records.ts';
import type { Control } from '../runner/jobRun.ts';
import { isOver } from '../runner/runJob.ts';
import { whileHeld } from '../whileHeld.ts';
import { holdMails, isUndecided, listDoubtedParts, mayBeMailed } from './doubtedMails.ts';
import type { Mailing } from './mailing.ts';
import { withMailNews } from './mailNews.ts';
import { sendMails, waitWhilePaused } from './mailPass.ts';
import { isMailPending, pauseAfterTries } from './mailPending.ts';
import { assignParts, planDeliveries, recipientsOf } from './parts.ts';
import { listReplaced } from './replaced.ts';
import { bringsLinks, type Links, listPartsMailed } from './writeMail.ts';

/**
 * Waits before a mail that was put off is sent again while the job runs. Somebody who waits for one person is told after
 * 12 s, a bulk job after a minute, which outlasts a server's restart. After that the job ends, and its mails are tried
 * on without it.
 */
const RETRY_WAITS_MS: Readonly<Record<JobRecord['kind'], readonly number[]>> = {
  one: [2_000, 10_000],
  bulk: [5_000, 15_000, 40_000],
};

/** Nothing is mailed late while a job runs, or its accounts are being deleted again. */
const WHILE_BUSY_MS = 60_000;

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

/** Mails that may have been sent before an older copy was restored are not sent again unasked. Durable on return. */
async function holdDoubted(
  context: ProvisioningOptions,
  held: HeldJob,
  job: JobRecord,
  rows: readonly RowRecord[],
  copy: OldCopy | undefined,
  tell = (now: JobRecord, _held: readonly Delivery[]) => now,
): Promise<JobRecord | undefined> {
  if (!isUndecided(job, copy)) return job;
  const parts = listDoubtedParts(rows, copy);
  const hold = (now: JobRecord) => holdMails(now, ({ part }) => parts.has(part), context.clock.now());
  const entries = hold(job).held.map(({ recipient, part, state }) =>
    byJob(context, job, {
      what: 'passwords.mailed',
      outcome: 'failed',
      subject: job.id,
      detail: { recipient, part, state, doubted: true },
    }),
  );
  return held.update((now) => {
    const given = hold(now);
    return tell(given.job, given.held);
  }, entries);
}

/** Gives every person with an account a part, and every part and recipient a delivery. Durable on return. */
async function plan(
  context: ProvisioningOptions,
  held: HeldJob,
  jobId: string,
): Promise<{ job: JobRecord; rows: RowRecord[] } | undefined> {
  const { store } = context;
  const before: RowRecord[] = await store.loadRows(jobId);
  const asked = await store.loadJob(jobId);
  const copy = asked === undefined ? undefined : await findOldCopyOf(store, asked);
  const parted = assignParts(
    before,
    asked === undefined ? undefined : peoplePerMail(context, asked, before),
    (row) => copy !== undefined && mayBeMailed(row, copy),
  );
  for await (const some of inTurns(parted)) held.record(some);
  // Also: no password leaves before what it is the password of is on disk as created.
  await held.flush();
  const rows: RowRecord[] = await store.loadRows(jobId);
  const planned = await held.update((now) => ({ ...now, deliveries: planDeliveries(now, rows) }));
  const job = planned === undefined ? undefined : await holdDoubted(context, held, planned, rows, copy);
  return job === undefined ? undefined : { job, rows };
}

/** What the engine knows the mails of a job as. */
export const MAIL_TASK = 'mail:';

/** Its run mails, or its accounts are being deleted again. */
function isBusy(job: JobRecord): boolean {
  return !isOver(job) || job.undo?.state === 'running';
}

export function createMailing(context: ProvisioningOptions, emit: Emit): Mailing {
  const { store, clock, engine } = context;
  /**
   * Both ways never mail for the same job at the same time: a mail would go twice. Only here: another instance takes the job's
   * hold first.
   */
  const oneAtATime = createOneAtATime();
  const linksOf = new Map<string, Links>();
  let ending = false;

  async function tryLater(jobId: string, pauseMs: number): Promise<void> {
    await engine.send('due', `${MAIL_TASK}${jobId}`, { startAfter: clock.now() + pauseMs });
  }

  /** Durable before the job ends: one that is put off is never forgotten. */
  async function tryOn(jobId: string, putOff: readonly Delivery[]): Promise<void> {
    const pending = putOff.filter(isMailPending);
    if (pending.length === 0) linksOf.delete(jobId);
    else await tryLater(jobId, pauseAfterTries(Math.min(...pending.map(({ tries = 0 }) => tries))));
  }

  async function deliver(held: HeldJob, jobId: string, control: Control): Promise<void> {
    const asked = await store.loadJob(jobId);
    if (asked === undefined) return;
    const rowsNow: RowRecord[] = await store.loadRows(jobId);
    if (!rowsNow.some((row) => recipientsOf(asked, row).length > 0)) return;
    await waitWhilePaused(context, () => control.drain);
    if (control.drain) return;
    const planned = await plan(context, held, jobId);
    if (planned === undefined) return;
    const { job, rows: all } = planned;
    const replaced = await listReplaced(store, job, all);
    const rows = all.filter(({ rowId }) => !replaced.has(rowId));
    const links: Links = new Map();
    linksOf.set(jobId, links);
    const pass = {
      held,
      job,
      rows,
      links,
      isEnding: () => control.drain,
      keepWith: (now: JobRecord) => now,
      onSent: () => control.onProgress(),
      isLate: false,
    };
    const mailed = listPartsMailed(all);
    let pending = job.deliveries.filter(
      ({ state, part }) => state !== 'accepted' && state !== 'refused' && mailed.has(part),
    );
    for (const wait of [...RETRY_WAITS_MS[job.kind], undefined]) {
      pending = await sendMails(context, pass, pending);
      if (control.drain) return;
      if (wait === undefined || pending.length === 0) break;
      await control.pauses.begin(wait).over;
      if (control.drain) return;
    }
    await tryOn(jobId, pending);
  }

  async function deliverLate(jobId: string): Promise<void> {
    const before = await store.loadJob(jobId);
    if (before === undefined || before.passwordsGoneAt !== undefined) return;
    // Its run mails, and may have asked for this already, but not ended yet.
    if (isBusy(before)) return tryLater(jobId, WHILE_BUSY_MS);
    await whileHeld(context, jobId, (held) => deliverHeld(held, jobId));
  }

  async function deliverHeld(held: HeldJob, jobId: string): Promise<void> {
    await waitWhilePaused(context, () => ending);
    const asked = await store.loadJob(jobId);
    if (asked === undefined || ending || isBusy(asked)) return tryLater(jobId, WHILE_BUSY_MS);
    // No try of any mail: that a file is older says nothing of their server.
    if (await leaveIfOlder(context, await goOn(context, asked), 'due', `${MAIL_TASK}${jobId}`)) return;
    const all: RowRecord[] = await store.loadRows(jobId);
    const job = await holdDoubted(context, held, asked, all, await findOldCopyOf(store, asked), withMailNews);
    if (job === undefined) return;
    if (job !== asked) emit('finished', jobId);
    const replaced = await listReplaced(store, job, all);
    const rows = all.filter(({ rowId }) => !replaced.has(rowId));
    const mailed = listPartsMailed(all);
    const pending = job.deliveries.filter((one) => isMailPending(one) && mailed.has(one.part));
    if (pending.length === 0) return tryOn(jobId, pending);
    const links = linksOf.get(jobId) ?? new Map();
    linksOf.set(jobId, links);
    const pass = {
      held,
      job,
      rows,
      links,
      isEnding: () => ending,
      keepWith: withMailNews,
      onSent: () => undefined,
      isLate: true,
    };
    const putOff = await sendMails(context, pass, pending);
    emit('finished', jobId);
    // What an end kept from being tried stands as it was.
    await tryOn(jobId, ending ? pending : putOff);
  }

  /** What is put off is in the records; that it is tried again, in a file that can be lost. */
  async function resumeLate(): Promise<void> {
    for (const job of await store.listJobs({ limit: Number.MAX_SAFE_INTEGER })) {
      if (isOver(job) && job.passwordsGoneAt === undefined) await tryOn(job.id, job.deliveries);
    }
  }

  return {
    resumeLate,
    deliver: (held, jobId, control) => oneAtATime(jobId, () => deliver(held, jobId, control)),
    deliverLate: (jobId) => oneAtATime(jobId, () => deliverLate(jobId)),
    end() {
      ending = true;
    },
  };
}

import { createFindBusy } from '../../changing/findBusy.ts';
import type { ProvisioningOptions } from '../../context.ts';
import { haltGone, leaveRefused, letRun } from '../../door/haltJob.ts';
import { findOldCopyOf } from '../../oldData/oldCopy.ts';
import type { HeldJob } from '../../ports/heldJob.ts';
import { inTurns } from '../../ports/inTurns.ts';
import { takeOrder } from '../../ports/order.ts';
import type { JobRecord, RowRecord } from '../../ports/records.ts';
import type { AcceptedAudit } from '../acceptedAudit.ts';
import type { Mailing } from '../delivery/mailing.ts';
import { listLastMessages } from '../lastMessages.ts';
import { withActs } from '../usualActs.ts';
import { dispatch } from './dispatch.ts';
import { type Control, openTicket, type Ticket } from './jobRun.ts';
import { createOutage, patienceOf } from './patience.ts';
import { createRowCounter, hasAccount, hasBegun, standingOf } from './rowState.ts';

/** What belongs to a job's end; a crash has it done again. */
export type BeforeEnd = (job: JobRecord, held: HeldJob) => Promise<void>;

/** True when nothing of the job is left to do without somebody asking for it. */
export function isOver({ state }: JobRecord): boolean {
  return state === 'done' || state === 'stopped';
}

/** When everybody's password has been shown before, the job says so again. */
function lastRevealed(rows: readonly RowRecord[]): number | undefined {
  const created = rows.filter(hasAccount);
  if (created.length === 0 || created.some(({ revealedAt }) => revealedAt === undefined)) return undefined;
  return created.reduce((last, row) => Math.max(last, row.revealedAt ?? 0), 0);
}

async function finish(
  { store, clock }: ProvisioningOptions,
  held: HeldJob,
  jobId: string,
  beforeEnd: () => Promise<void>,
): Promise<void> {
  await held.flush();
  await beforeEnd();
  await held.flush();
  const rows: RowRecord[] = await store.loadRows(jobId);
  const isWaiting = rows.some((row) => standingOf(row) === 'waiting');
  const revealedAt = lastRevealed(rows);
  const finishedOrder = await takeOrder({ store, clock });
  await held.update((job) => {
    if (isOver(job)) return undefined;
    return {
      ...job,
      state: isWaiting ? 'stopped' : 'done',
      finishedAt: clock.now(),
      finishedOrder,
      messages: listLastMessages(job, clock.now()),
      ...(revealedAt === undefined ? {} : { revealedAt }),
    };
  });
}

/**
 * Carries a job out as the store has it: creates, licenses, mails, and its end. It can be left and taken up again
 * at any point. Answers whether it came to the job's end; a drain ends it before.
 */
export async function runJob(
  context: ProvisioningOptions,
  accepted: AcceptedAudit,
  mailing: Mailing,
  held: HeldJob,
  jobId: string,
  control: Control,
  beforeEnd: BeforeEnd,
): Promise<boolean> {
  const { store, directoryFor, clock, orderRows = (asked) => asked } = context;
  const asked = await store.loadJob(jobId);
  if (asked === undefined || isOver(asked)) return false;
  const nothingMore = async (): Promise<void> => undefined;
  if (await leaveRefused(context, asked)) return false;
  if (await haltGone(context, held, asked)) {
    await finish(context, held, jobId, nothingMore);
    return true;
  }
  const job = await letRun(context, held, asked);
  if (job.state === 'stopping') control.stop = true;
  // A password that was drawn anew but not written must not be sent.
  await held.flush();
  await accepted.ensure(job);

  const elapsed = () => clock.elapsed?.() ?? clock.now();
  const rows: RowRecord[] = await store.loadRows(jobId);
  const patience = patienceOf(job.kind);
  const oldCopy = await findOldCopyOf(store, job);
  control.repeats ||= oldCopy !== undefined || rows.some(hasBegun);
  const looksFirst = oldCopy !== undefined && (job.task ?? 'create') === 'create';
  const tickets: Ticket[] = [];
  const counter = createRowCounter();
  for await (const some of inTurns(orderRows(rows))) {
    for (const row of some) {
      const ticket = openTicket(withActs(row, job.task), elapsed(), control.resumed, looksFirst);
      tickets.push(ticket);
      counter.add(ticket.recorded);
    }
  }
  await dispatch({
    context,
    held,
    elapsed,
    job,
    control,
    patience,
    directory: directoryFor(job.customer),
    outage: createOutage(patience.outageMs),
    findBusy: createFindBusy(context, job),
    oldCopy,
    tickets,
    counter,
    byName: new Map(tickets.map((ticket) => [ticket.row.person.userPrincipalName.toLowerCase(), ticket])),
    tenantRefusal: undefined,
  });
  if (control.drain) return false;
  // It may be gone since.
  if (await leaveRefused(context, job)) return false;
  if (await haltGone(context, held, job)) {
    await finish(context, held, jobId, nothingMore);
    return true;
  }
  await mailing.deliver(held, jobId, control);
  if (control.drain) return false;
  await finish(context, held, jobId, () => beforeEnd(job, held));
  return true;
}

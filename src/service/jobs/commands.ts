import { byActor, type ProvisioningOptions } from '../context.ts';
import type { OneAtATime } from '../oneAtATime.ts';
import type { Delivery, JobRecord, RowRecord } from '../ports/records.ts';
import type { Provisioning } from '../provisioning.ts';
import { describeAlreadyDone, type JobStates } from './jobState.ts';
import { listRecipients } from './parts.ts';
import { hasAccount, reopenRow, standingOf } from './rowState.ts';
import { isOver } from './runJob.ts';
import type { Runs } from './runs.ts';

/** Somebody looks at a loading view; a mail server that takes longer goes on, and the job's message shows it. */
const RESEND_WAIT_MS = 10_000;

type Commands = Pick<Provisioning, 'stop' | 'retry' | 'resend'>;

/** Also a mail whose link was not opened: it may lie in a junk folder, or have expired. */
function isUnsent({ state, link, openedAt }: Delivery): boolean {
  return state !== 'accepted' || (link !== undefined && openedAt === undefined);
}

function listUnsent(job: JobRecord): readonly Delivery[] {
  return job.deliveries.filter(isUnsent);
}

/** A delivery as it is before it is tried. */
function reopenDelivery({ recipient, part, parts }: Delivery): Delivery {
  return { recipient, part, parts, state: 'todo' };
}

/** A password that was shown stays shown, so that the job can show those of people who are created now. */
function keepShown(row: RowRecord, { revealedAt }: JobRecord): RowRecord {
  const shown = revealedAt !== undefined && row.revealedAt === undefined && hasAccount(row);
  return shown ? { ...row, revealedAt } : row;
}

function refuseResend(job: JobRecord, rows: readonly RowRecord[]) {
  if (listRecipients(job).length === 0) {
    return describeAlreadyDone('No recipient was given for this.', 'Reveal the passwords instead.');
  }
  if (!rows.some(hasAccount))
    return describeAlreadyDone('Nobody was created, so there is no mail.', 'Press Retry.');
  return describeAlreadyDone(
    'The mail server accepted every mail already.',
    'If a mail did not arrive, look in the junk folder, or reveal the passwords.',
  );
}

/** What can be asked of a job once it runs. Each is durable before it takes effect, and harmless twice. */
export function createCommands(
  context: ProvisioningOptions,
  states: JobStates,
  runs: Runs,
  oneAtATime: OneAtATime,
): Commands {
  const { store, clock } = context;

  return {
    async stop(actor, jobId) {
      await states.findOwn(actor, jobId, 'job.stopped');
      const stopped = await store.updateJob(jobId, (job) =>
        job.state === 'running' ? { ...job, state: 'stopping' } : undefined,
      );
      if (stopped !== undefined) {
        // First the effect: a stop that waits for the audit's disk creates more people.
        runs.stop(jobId);
        const entry = { what: 'job.stopped', outcome: 'done', subject: jobId } as const;
        await store.audit(byActor(context, actor, entry));
      }
      return states.loadOwn(actor, jobId, 'job.stopped');
    },

    retry: (actor, jobId) =>
      oneAtATime(jobId, async () => {
        const job = await states.findOwn(actor, jobId, 'job.retried');
        if (!isOver(job)) return states.loadOwn(actor, jobId, 'job.retried');
        const rows: RowRecord[] = await store.loadRows(jobId);
        const again = rows.map((row) => reopenRow(row) ?? row).map((row) => keepShown(row, job));
        const people = again.filter((row) => standingOf(row) === 'waiting').length;
        if (people === 0) {
          throw describeAlreadyDone('Everybody was created already.', 'There is nothing to retry.');
        }
        const detail = { people };
        await store.audit(
          byActor(context, actor, { what: 'job.retried', outcome: 'done', subject: jobId, detail }),
        );
        store.record(
          jobId,
          again.filter((row, index) => row !== rows[index]),
        );
        await store.flush(jobId);
        await store.updateJob(jobId, ({ revealedAt: _kept, finishedAt: _before, ...now }) =>
          isOver(now)
            ? {
                ...now,
                state: 'running',
                messages: now.messages.map((message) => ({ ...message, settled: false })),
              }
            : undefined,
        );
        runs.ensure(jobId, false);
        return states.loadOwn(actor, jobId, 'job.retried');
      }),

    async resend(actor, jobId) {
      const parts = await oneAtATime(jobId, async () => {
        const job = await states.findOwn(actor, jobId, 'passwords.resent');
        const unsent = listUnsent(job);
        if (!isOver(job)) return unsent;
        if (unsent.length === 0) throw refuseResend(job, await store.loadRows(jobId));
        const detail = { mails: unsent.length };
        await store.audit(
          byActor(context, actor, { what: 'passwords.resent', outcome: 'done', subject: jobId, detail }),
        );
        await store.updateJob(jobId, (now) =>
          isOver(now)
            ? {
                ...now,
                // A stopped job is to mail, not to create.
                state: now.state === 'stopped' ? 'stopping' : 'running',
                deliveries: now.deliveries.map((one) => (isUnsent(one) ? reopenDelivery(one) : one)),
              }
            : undefined,
        );
        runs.ensure(jobId, false);
        return unsent;
      });
      const waiting = new AbortController();
      await Promise.race([runs.settled(jobId), clock.sleep(RESEND_WAIT_MS, waiting.signal)]);
      waiting.abort();
      const state = await states.loadOwn(actor, jobId, 'passwords.resent');
      const sent = new Set(parts.map(({ recipient, part }) => `${part} ${recipient}`));
      return {
        state,
        deliveries: state.job.deliveries.filter(({ recipient, part }) => sent.has(`${part} ${recipient}`)),
      };
    },
  };
}

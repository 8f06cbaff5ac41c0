import { RollcallError } from '../../../domain/errors.ts';
import { MAX_RECIPIENTS, parseRecipients } from '../../../domain/recipients.ts';
import type { Actor, Problem } from '../../../domain/terms.ts';
import { byActor, type ProvisioningOptions } from '../../context.ts';
import type { Facts } from '../../facts/facts.ts';
import type { OneAtATime } from '../../ports/oneAtATime.ts';
import type { Delivery, JobRecord, RowRecord } from '../../ports/records.ts';
import { describeBeingUndone, isBeingUndone } from '../beingUndone.ts';
import { checkPasswordsKept } from '../jobErrors.ts';
import { describeAlreadyDone, type JobStates } from '../jobState.ts';
import type { Jobs } from '../jobs.ts';
import { hasAccount } from '../runner/rowState.ts';
import { isOver } from '../runner/runJob.ts';
import type { Runs } from '../runner/runs.ts';
import { JOB_SERVICE_WORDS } from '../words.ts';
import { describeNoPasswords } from './noPasswords.ts';
import { listFullRecipients, listRecipients } from './parts.ts';
import { describeReplaced, listReplaced } from './replaced.ts';

const SAYS = JOB_SERVICE_WORDS.passwords;

/** Somebody looks at a loading view; a mail server that takes longer goes on, and the job's message shows it. */
const RESEND_WAIT_MS = 10_000;

const SENT_ON = 'passwords.sent_on';
const RESENT = 'passwords.resent';

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

function refuseResend(job: JobRecord, rows: readonly RowRecord[]) {
  if (listRecipients(job).length === 0 && job.deliveries.length === 0) {
    return describeAlreadyDone(SAYS.noRecipient);
  }
  if (!rows.some(hasAccount)) return describeNoPasswords(job);
  return describeAlreadyDone(SAYS.allAccepted);
}

function describeRunning(): RollcallError {
  const { message, ...more } = SAYS.mailsLater;
  return new RollcallError('NOT_YET', message, more);
}

/** Why no mail can be begun now; undefined when one can. */
function refuseBusy(job: JobRecord): RollcallError | undefined {
  if (isBeingUndone(job)) return describeBeingUndone(JOB_SERVICE_WORDS.beingUndone.notSent);
  return isOver(job) ? undefined : describeRunning();
}

function refuseRecipients(value: string, message: string): Problem[] {
  return [{ property: 'recipients', value, code: 'RECIPIENT_INVALID', severity: 'error', message }];
}

/** A job that is over, as it is to be for more mails: a stopped one is to mail, not to create. */
function reopenJob(job: JobRecord, deliveries: readonly Delivery[], now: number): JobRecord {
  const state = job.state === 'stopped' ? 'stopping' : 'running';
  return { ...job, state, deliveries, pressedAt: now, mailsHeldAt: now };
}

/** The same first passwords once more, to the same people or to others. Each is durable before a mail leaves. */
export function createSendAgain(
  context: ProvisioningOptions,
  states: JobStates,
  runs: Runs,
  oneAtATime: OneAtATime,
  facts: Pick<Facts, 'recipientDomains' | 'rolesByJoining'>,
): Pick<Jobs, 'resend' | 'sendTo'> {
  const { store, clock } = context;

  /** The addresses, each with what is wrong. Those that get it already may be named again. */
  async function readRecipients(
    job: JobRecord,
    rows: readonly RowRecord[],
    text: string,
  ): Promise<{ recipients: string[]; problems: Problem[] }> {
    const { recipients, problems } = parseRecipients(text, await facts.recipientDomains(job.customer));
    if (problems.length > 0) return { recipients: [], problems };
    if (recipients.length === 0) {
      return { recipients, problems: refuseRecipients('', SAYS.noAddress) };
    }
    const known = new Set(listFullRecipients(job, rows).map((recipient) => recipient.toLowerCase()));
    const added = recipients.filter((recipient) => !known.has(recipient.toLowerCase()));
    if ((job.sentTo?.length ?? 0) + added.length > MAX_RECIPIENTS) {
      const message = SAYS.tooMany(MAX_RECIPIENTS);
      return { recipients: [], problems: refuseRecipients(text, message) };
    }
    return { recipients, problems: [] };
  }

  async function refuseReplaced(job: JobRecord, having: readonly RowRecord[]) {
    const replaced = await listReplaced(store, job, having);
    return having.length > 0 && replaced.size === having.length
      ? describeReplaced(having.length === 1)
      : undefined;
  }

  async function findSendable(
    actor: Actor,
    jobId: string,
  ): Promise<{ job: JobRecord; rows: readonly RowRecord[] }> {
    const job = await states.findOwn(actor, jobId, SENT_ON);
    const rows: RowRecord[] = await store.loadRows(jobId);
    const having = rows.filter(hasAccount);
    const refusal =
      refuseBusy(job) ??
      (having.length > 0
        ? (checkPasswordsKept(job) ?? (await refuseReplaced(job, having)))
        : describeNoPasswords(job));
    if (refusal === undefined) return { job, rows };
    return states.refuse(actor, jobId, SENT_ON, refusal);
  }

  return {
    async resend(actor, jobId) {
      const parts = await oneAtATime(jobId, async () => {
        const job = await states.findOwn(actor, jobId, RESENT);
        const unsent = listUnsent(job);
        if (!isOver(job)) return unsent;
        const gone = refuseBusy(job) ?? checkPasswordsKept(job);
        const refusal =
          gone ??
          (unsent.length === 0
            ? refuseResend(job, await store.loadRows(jobId))
            : await refuseReplaced(job, (await store.loadRows(jobId)).filter(hasAccount)));
        if (refusal !== undefined) return states.refuse(actor, jobId, RESENT, refusal);
        const detail = { mails: unsent.length };
        const entry = byActor(context, actor, { what: RESENT, outcome: 'done', subject: jobId, detail });
        const reopened = await store.updateJob(
          jobId,
          (now) =>
            refuseBusy(now) === undefined
              ? reopenJob(
                  now,
                  now.deliveries.map((one) => (isUnsent(one) ? reopenDelivery(one) : one)),
                  clock.now(),
                )
              : undefined,
          [entry],
        );
        if (reopened === undefined) {
          const now = await states.findOwn(actor, jobId, RESENT);
          const busy = isBeingUndone(now) ? refuseBusy(now) : undefined;
          if (busy !== undefined) return states.refuse(actor, jobId, RESENT, busy);
        }
        await runs.ensure(job);
        return unsent;
      });
      const waiting = new AbortController();
      await Promise.race([runs.settled(jobId, waiting.signal), clock.sleep(RESEND_WAIT_MS, waiting.signal)]);
      waiting.abort();
      const state = await states.loadOwn(actor, jobId, RESENT);
      const sent = new Set(parts.map(({ recipient, part }) => `${part} ${recipient}`));
      return {
        state,
        deliveries: state.job.deliveries.filter(({ recipient, part }) => sent.has(`${part} ${recipient}`)),
      };
    },

    sendTo: (actor, jobId, addresses) =>
      oneAtATime(jobId, async () => {
        const { job, rows } = await findSendable(actor, jobId);
        const { recipients, problems } = await readRecipients(job, rows, addresses);
        if (problems.length > 0) return { problems };
        const detail = { recipients: recipients.join(' ') };
        const entry = byActor(context, actor, { what: SENT_ON, outcome: 'done', subject: jobId, detail });
        const named = new Set(recipients.map((recipient) => recipient.toLowerCase()));
        const sentOn = await store.updateJob(
          jobId,
          (now) => {
            if (refuseBusy(now) !== undefined) return undefined;
            const known = new Set(listFullRecipients(now, rows).map((recipient) => recipient.toLowerCase()));
            const added = recipients.filter((recipient) => !known.has(recipient.toLowerCase()));
            const deliveries = now.deliveries.map((one) =>
              named.has(one.recipient.toLowerCase()) ? reopenDelivery(one) : one,
            );
            return { ...reopenJob(now, deliveries, clock.now()), sentTo: [...(now.sentTo ?? []), ...added] };
          },
          [entry],
        );
        // Somebody else's press has it mail, or be undone, just now; or it was both begun and over in between.
        if (sentOn === undefined) {
          const busy = refuseBusy(await states.findOwn(actor, jobId, SENT_ON));
          return states.refuse(actor, jobId, SENT_ON, busy ?? describeRunning());
        }
        await runs.ensure(job);
        return { problems: [], state: await states.loadOwn(actor, jobId, SENT_ON) };
      }),
  };
}

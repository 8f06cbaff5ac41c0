import type { Actor } from '../../domain/terms.ts';
import { isReadyToStart } from '../approvals/startableRequests.ts';
import { tellRequester } from '../approvals/tellRequester.ts';
import { auditTask } from '../audit/auditAsked.ts';
import { byActor, type ProvisioningOptions } from '../context.ts';
import { STOPPED } from '../door/haltJob.ts';
import type { Emit } from '../events.ts';
import { holdMails } from '../jobs/delivery/doubtedMails.ts';
import { withMailNews } from '../jobs/delivery/mailNews.ts';
import { isMailPending } from '../jobs/delivery/mailPending.ts';
import { listLastMessages } from '../jobs/lastMessages.ts';
import type { JobRecord } from '../ports/records.ts';
import { withPress } from '../waves/presses.ts';
import type { WaveDraft } from '../waves/waveDraft.ts';
import { listEntries } from '../waves/waveEntries.ts';
import type { Pending } from './listPending.ts';

/**
 * Ends what is pending while Rollcall is paused: jobs are stopped, so that what hasn't begun never does and what exists is
 * kept as created; undos and mails are given up, files for several customers stopped, and all of these may be pressed again;
 * approved requests are canceled. Each is durable by itself, so that it can be pressed again after a crash.
 */
export async function cancelPending(
  context: ProvisioningOptions,
  { jobs, undos, mails, requests, waves }: Pending,
  actor: Actor,
  emit: Emit,
): Promise<void> {
  const { store, clock } = context;
  const stopped = (job: JobRecord) => {
    const entry = { what: STOPPED, outcome: 'done', subject: job.id, detail: auditTask(job) } as const;
    return byActor(context, { ...actor, customer: job.customer }, entry);
  };
  // Before their jobs, whose end would begin the next part.
  for (const { id, version, data } of waves) {
    const stopped: WaveDraft = {
      ...withPress(data as WaveDraft, {}),
      ...{ state: 'stopped', stoppedBy: actor.name },
    };
    const entry = { what: 'wave.stopped', outcome: 'done', subject: id } as const;
    const entries = listEntries(
      stopped.lines.map((line) => ({ customer: line.customer })),
      byActor(context, actor, entry),
    );
    // Nothing brings it on in a pause, so that nobody else changes it but its owner.
    if ((await store.updateDraft(id, version, stopped, entries)) !== undefined) emit('wave', id);
  }
  for (const job of jobs) {
    await store.updateJob(
      job.id,
      (now) => (now.state === 'running' ? { ...now, state: 'stopping', pressedAt: clock.now() } : undefined),
      [stopped(job)],
    );
  }
  for (const job of undos) {
    await store.updateJob(
      job.id,
      (now) => {
        if (now.undo?.state !== 'running') return undefined;
        const { undo: _given, ...kept } = now;
        return { ...kept, messages: listLastMessages(now, clock.now()) };
      },
      [stopped(job)],
    );
  }
  for (const job of mails) {
    await store.updateJob(job.id, (now) => {
      const { job: given, held } = holdMails(now, isMailPending, clock.now());
      return held.length === 0 ? undefined : withMailNews(given, held);
    });
  }
  for (const { id } of requests) {
    const canceled = await store.updateRequest(
      id,
      (now) =>
        isReadyToStart(now)
          ? tellRequester({ ...now, state: 'cancelled', closedAt: clock.now(), cancelledBy: actor.name })
          : undefined,
      ({ customer, asked }) => {
        const entry = { what: 'request.cancelled', outcome: 'done', subject: id } as const;
        return [byActor(context, { ...actor, customer }, { ...entry, detail: auditTask(asked) })];
      },
    );
    if (canceled !== undefined) emit('request', id);
  }
}

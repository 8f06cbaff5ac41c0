import { createFindNeeded } from './approvals/asking.ts';
import { createApprovals } from './approvals/createApprovals.ts';
import { createHistories } from './audit/history.ts';
import type { ProvisioningOptions } from './context.ts';
import { createDrafts } from './drafts/drafts.ts';
import { createEvents } from './events.ts';
import { createFacts } from './facts/facts.ts';
import { createAccept } from './jobs/accept.ts';
import { createAcceptedAudit } from './jobs/acceptedAudit.ts';
import { createAskToUndo } from './jobs/askToUndo.ts';
import { createCommands } from './jobs/commands.ts';
import { createMailing, MAIL_TASK } from './jobs/delivery/deliver.ts';
import { createReveal } from './jobs/delivery/reveal.ts';
import { createSendAgain } from './jobs/delivery/sendAgain.ts';
import { haltIfRoleLost } from './jobs/haltJob.ts';
import { createJobStates } from './jobs/jobState.ts';
import { writeJobResults } from './jobs/results.ts';
import { isOver } from './jobs/runner/runJob.ts';
import { createRuns } from './jobs/runner/runs.ts';
import { createUndo } from './jobs/undo.ts';
import { createAssigning } from './licensing/assigning.ts';
import { createLicenseOverviews } from './licensing/licenseOverview.ts';
import { createListLink } from './links/listLink.ts';
import { createTakeLink } from './links/takeLink.ts';
import { createTellRequester } from './links/tellRequester.ts';
import { createOneAtATime } from './oneAtATime.ts';
import { createLookUps } from './people/lookUps.ts';
import { createPeople } from './people/people.ts';
import { createResetting } from './people/resetting.ts';
import { createPresets } from './presets/presets.ts';
import type { Provisioning } from './provisioning.ts';
import { createRosters } from './rosters/rosters.ts';

export type { ProvisioningOptions } from './context.ts';

/** The provisioning service over a directory, a mailer and a store. Call `resume` once, before the chats listen. */
export function createProvisioning(options: ProvisioningOptions): Provisioning {
  const { store, engine, log } = options;
  const events = createEvents(log);
  const facts = createFacts(options);
  const drafts = createDrafts(options);
  const accepted = createAcceptedAudit(options);
  const mailing = createMailing(options, events.emit);
  const runs = createRuns(options, accepted, mailing, events.emit);
  const states = createJobStates(options, facts, runs);
  const oneAtATime = createOneAtATime();
  const claim = createReveal(options, states, oneAtATime);
  const requester = createTellRequester(options, events.emit);
  const findNeeded = createFindNeeded(options.policy, facts);
  const accepting = createAccept(options, drafts, accepted, runs, findNeeded, facts.seatsHeld);
  const approvals = createApprovals(options, facts, drafts, accepting, findNeeded, events.emit);
  const { resume: resumeApprovals, ...requests } = approvals;
  const askToUndo = createAskToUndo(options, drafts, findNeeded, requests);
  const undo = createUndo(options, states, oneAtATime, askToUndo, events.emit);

  return {
    readFacts: (customer, groupIds) => facts.read(customer, groupIds),
    ...createLicenseOverviews(options, facts),
    ...createHistories(options),
    ...createLookUps(options, facts),
    ...createPresets(options, facts),
    ...createAssigning(options, facts, drafts),
    ...createResetting(options, facts, drafts),
    ...createPeople(options, facts, drafts),
    ...createRosters(options, facts, drafts, {
      submit: requests.submit,
      readJob: states.read,
      settled: runs.settled,
    }),
    accept: accepting.accept,
    ...requests,
    ...createCommands(options, states, runs, oneAtATime),
    ...createSendAgain(options, states, runs, oneAtATime),
    undo: undo.undo,
    // Its messages offer the reveal no longer, and again when it was released.
    async claimPasswords(actor, jobId) {
      const { people, release } = await claim(actor, jobId);
      events.emit('finished', jobId);
      return {
        people,
        async release(reason) {
          await release(reason);
          events.emit('finished', jobId);
        },
      };
    },
    makeListLink: createListLink(options, states, oneAtATime),
    takeLink: createTakeLink(options, requester),
    loadJob: (actor, jobId) => states.loadOwn(actor, jobId, 'job.opened'),
    readJob: (jobId) => states.read(jobId),
    resultsCsv: writeJobResults,
    on: events.on,
    async resume() {
      await resumeApprovals();
      await requester.tellMissed();
      engine.work('due', async (id) => {
        if (id.startsWith(MAIL_TASK)) await mailing.deliverLate(id.slice(MAIL_TASK.length));
      });
      for (const job of await store.listUnfinished()) {
        if (job.undo?.state === 'running') undo.resume(job);
        if (isOver(job)) continue;
        await haltIfRoleLost(options, job);
        log.info({ jobId: job.id, state: job.state, people: job.total }, 'job.resumed');
        runs.ensure(job.id, true);
        events.emit('resumed', job.id);
      }
    },
    async drain() {
      mailing.end();
      await undo.drain();
      await Promise.all([runs.drain(), engine.drain()]);
    },
  };
}

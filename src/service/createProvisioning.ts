import { createFindNeeded } from './approvals/asking.ts';
import { createApprovals } from './approvals/createApprovals.ts';
import { createHistories } from './audit/history.ts';
import { capRefusals } from './audit/refusalAudit.ts';
import { createChanging } from './changing/changing.ts';
import { createChangingMany } from './changing/changingMany.ts';
import { createComingBack } from './changing/comingBack.ts';
import { createPuttingBack } from './changing/puttingBack.ts';
import type { ProvisioningOptions } from './context.ts';
import type { AddingOptions } from './customers/adding.ts';
import { createCustomers } from './customers/customers.ts';
import { createEndGone } from './customers/endGone.ts';
import { createBrake } from './door/brake.ts';
import { leaveToNewest } from './door/leaveToNewest.ts';
import { createDrafts } from './drafts/drafts.ts';
import { createEvents } from './events.ts';
import { createFacts } from './facts/facts.ts';
import { createHandouts } from './handouts/handouts.ts';
import { createJobs } from './jobs/createJobs.ts';
import { createDeletions } from './leaving/askDeletionAgain.ts';
import { createLeavers } from './leaving/leavers.ts';
import { createLeaving } from './leaving/leaving.ts';
import { createAssigning } from './licensing/assigning.ts';
import { createLicenseOverviews } from './licensing/licenseOverview.ts';
import { createListLink } from './links/listLink.ts';
import { createTakeLink } from './links/takeLink.ts';
import { createTellOfLinks } from './links/tellOfLinks.ts';
import { hashToken, isToken } from './links/token.ts';
import { createOldData } from './oldData/oldData.ts';
import { createOneAtATimeAnywhere } from './oneAtATimeAnywhere.ts';
import { createForgetting } from './people/forgetting.ts';
import { createLookUps } from './people/lookUps.ts';
import { createPeople } from './people/people.ts';
import { createResetting } from './people/resetting.ts';
import { createResettingMany } from './people/resettingMany.ts';
import { createOneAtATime } from './ports/oneAtATime.ts';
import { createPresets } from './presets/presets.ts';
import type { Provisioning } from './provisioning.ts';
import { readUnkept } from './roleGroups/lastNames.ts';
import { createRosters } from './rosters/createRosters.ts';
import { createFileTurns } from './rosters/fileTurns.ts';
import { createShownFiles } from './rosters/shownFiles.ts';
import { createSnapshots } from './snapshots/snapshots.ts';
import { createWaves } from './waves/createWaves.ts';
import { followParts } from './waves/followParts.ts';
import { createRunWaves } from './waves/runWaves.ts';

export type { ProvisioningOptions } from './context.ts';

/** The provisioning service over a directory, a mailer and a store. Call `resume` once, before the chats listen. */
export function createProvisioning({
  adding,
  ...outer
}: Omit<ProvisioningOptions, 'brake'> & { adding: AddingOptions }): Provisioning {
  const given = { ...outer, engine: leaveToNewest(outer), store: capRefusals(outer.store, outer) };
  const oneAtATime = given.sweepEveryMs === undefined ? createOneAtATime() : createOneAtATimeAnywhere(given);
  const brake = createBrake({
    ...{ ...given, oneAtATime },
    async beforeGoingOn({ at }) {
      await approvals.liveOn(at);
      await oldData.answered();
    },
  });
  const options: ProvisioningOptions = { ...given, brake };
  const { engine, log } = options;
  const ending = new AbortController();
  const events = createEvents(log);
  const facts = createFacts(options);
  const drafts = createDrafts(options);
  const findNeeded = createFindNeeded(options, facts);
  const work = createJobs(options, {
    facts,
    drafts,
    events,
    oneAtATime,
    findNeeded,
    approvals: {
      submit: (request) => approvals.submit(request),
      read: (requestId) => approvals.read(requestId),
      dropDeletions: (actor, objectIds, which) => approvals.dropDeletions(actor, objectIds, which),
      startLost: () => approvals.startLost(),
    },
  });
  const requester = createTellOfLinks(options, events.emit);
  const approvals = createApprovals(options, {
    facts,
    drafts,
    accepting: work.accepting,
    findNeeded,
    oneAtATime,
    emit: events.emit,
  });
  const oldData = createOldData(options, oneAtATime, events.emit);
  const rosters = createRosters(options, facts, drafts, {
    submit: approvals.submit,
    readJob: work.states.read,
    settled: work.settled,
  });
  const waveRuns = createRunWaves(options, { approvals, rosters, oneAtATime, emit: events.emit });
  const waves = createWaves(options, {
    ...{ facts, drafts, rosters, approvals, jobs: work.jobs, states: work.states },
    ...{ stopPart: work.stopPart, runs: waveRuns, oneAtATime, emit: events.emit },
  });
  const handouts = createHandouts(options, approvals);
  const customers = createCustomers({ ...options, adding });
  const endGone = createEndGone(options, events.emit);

  return {
    brake,
    oldData,
    customers,
    oneAtATime,
    facts,
    people: createPeople(options, facts, drafts),
    lookUps: createLookUps(options, facts),
    resets: createResetting(options, facts, drafts),
    manyResets: createResettingMany(options, facts, drafts),
    changes: createChanging(options, facts, drafts),
    manyChanges: createChangingMany(options, facts, drafts, work.states),
    snapshots: createSnapshots(options),
    putBacks: createPuttingBack(options, facts, drafts),
    comeBacks: createComingBack(options, facts, drafts),
    leaving: createLeaving(options, drafts, approvals),
    leavers: createLeavers(options, drafts, approvals),
    deletions: createDeletions(options, approvals, events.emit),
    rosters,
    waves,
    fileTurns: createFileTurns(options),
    shownFiles: createShownFiles(options),
    licenses: createLicenseOverviews(options, facts),
    assignments: createAssigning(options, facts, drafts),
    presets: createPresets(options, facts),
    history: createHistories(options),
    forgetting: createForgetting(options, oneAtATime, async (customer) => {
      await handouts.forget(customer);
      await customers.forgetBegun();
      events.emit('forgotten', customer);
      engine.wake('forgotten', customer);
    }),
    approvals,
    jobs: work.jobs,
    links: {
      makeList: createListLink(options, work.states, oneAtATime, work.claims),
      isOpen: async (token) =>
        isToken(token) && (await options.store.isLinkOpen(hashToken(token), options.clock.now())),
      take: createTakeLink(options, requester, work.claims),
    },
    handouts,
    on: events.on,
    async followPolicy() {
      await endGone();
      await engine.send('sweep', 'records');
    },
    async resume() {
      await brake.load();
      brake.follow(ending.signal);
      engine.onWake('forgotten', (customer) => {
        events.emit('forgotten', customer);
        // Whoever was forgotten at another instance isn't told to this one, only that their name is kept no more.
        readUnkept(options.store)
          .then((isUnkept) => options.roleGroups?.forget(isUnkept))
          .catch((error: unknown) => log.warn({ err: error }, 'group.name_not_forgotten'));
      });
      await approvals.resume();
      await requester.tellMissed();
      engine.work('due', async (id) => {
        await work.sendLate(id);
        await approvals.start(id);
        await waveRuns.carryOut(id, waves.finishPress);
      });
      await followParts(options, waveRuns, waves, events);
      await work.resume();
      // Whatever of theirs was taken up by then did nothing: the door lets none of it in.
      await endGone();
      events.on('swept', () => {
        customers.settleChanges().catch((error: unknown) => log.warn({ err: error }, 'customer.not_settled'));
      });
      await customers.settleChanges();
    },
    async drain() {
      ending.abort();
      work.end();
      await engine.drain();
    },
  };
}

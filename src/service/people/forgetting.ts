import { RollcallError } from '../../domain/errors.ts';
import type { Actor } from '../../domain/terms.ts';
import { withoutWithdrawn } from '../approvals/startableRequests.ts';
import { byActor, type ProvisioningOptions } from '../context.ts';
import { hasPendingMail } from '../jobs/delivery/mailPending.ts';
import { isOver } from '../jobs/runner/runJob.ts';
import { whileHeld } from '../jobs/whileHeld.ts';
import type { DraftRecord } from '../ports/drafts.ts';
import type { HeldJob } from '../ports/heldJob.ts';
import type { OneAtATime } from '../ports/oneAtATime.ts';
import type { JobRecord, RowRecord } from '../ports/records.ts';
import type { RequestRecord } from '../ports/requests.ts';
import { countNames, dropNames } from '../roleGroups/lastNames.ts';
import { dropOriginal, loadOriginal } from '../rosters/originals.ts';
import { dropManager, findSnapshots } from '../snapshots/forgetInSnapshots.ts';
import { emptyJob, emptyRequest, emptyRow, FORGOTTEN, hideReply } from './emptiedRecords.ts';
import { findNames } from './findNames.ts';
import { addressesOf, findWhom, isTheirs, type Whom, wordsFor } from './findWhom.ts';
import { dropTexts, hideErrors, names } from './namingTexts.ts';
import { PERSON_WORDS } from './words.ts';

const { forget: SAYS } = PERSON_WORDS;

/** What is kept about one person, or was: in how many of each. */
export interface KeptAbout {
  jobs: number;
  requests: number;
  forms: number;
  links: number;
  presets: number;
  /** How somebody was before they were changed. */
  snapshots: number;
  /** What Rollcall calls somebody who used it without an entry in the policy. */
  names: number;
}

/** Everything that is kept about one person, beside the history. Methods throw RollcallError. */
export interface Forgetting {
  /** Counts it. By user name or mail address, in the actor's customer. Throws INPUT_INVALID for anything else. */
  find(actor: Actor, address: string): Promise<KeptAbout>;
  /**
   * Deletes it, for good, and audits that without saying whose it was: `receipt` is what the history has it under. Others
   * of the same job or request stay. Harmless twice. Throws NOT_YET while something of it is still to be done.
   */
  forget(actor: Actor, address: string): Promise<{ kept: KeptAbout; receipt: string }>;
}

const KINDS: readonly DraftRecord['kind'][] = [
  'person',
  'roster',
  'assign',
  'reset',
  'resets',
  'restore',
  'change',
  'changes',
  'putBack',
  'leave',
  'leavers',
  'delete',
];

function describeOpen(what: 'job' | 'request'): RollcallError {
  return new RollcallError('NOT_YET', SAYS.open[what], SAYS.open);
}

function readAddress(text: string): string {
  const address = text.trim().toLowerCase();
  if (/^[^\s@]+@[^\s@]+$/.test(address)) return address;
  throw new RollcallError('INPUT_INVALID', SAYS.notWhole.message, SAYS.notWhole);
}

/** Somebody who was left out of a plan, and is nobody's manager in it, has nothing more to do with it. */
function isInvolved(request: RequestRecord, whom: Whom): boolean {
  const { people } = withoutWithdrawn(request).asked;
  const wasThere = request.asked.people.some((one) => isTheirs(one, whom));
  return !wasThere || names(people, whom);
}

export function createForgetting(
  context: Pick<
    ProvisioningOptions,
    'policy' | 'roleGroups' | 'store' | 'directoryFor' | 'sealer' | 'clock' | 'ids' | 'randomInt'
  >,
  /** That of what people do with a job: none of it writes a row as it was before. */
  oneAtATime: OneAtATime,
  /** Told the customer, so that files on their way and what is only in memory go too. */
  forgotten: (customer: string) => Promise<void>,
): Forgetting {
  const { store, clock, ids } = context;

  async function findRows(jobId: string, whom: Whom): Promise<RowRecord[]> {
    const rows: RowRecord[] = [];
    await store.scanRows(jobId, (row) => {
      if (names(row, whom)) rows.push(structuredClone(row));
    });
    return rows;
  }

  async function findJobs(customer: string, whom: Whom): Promise<{ job: JobRecord; rows: RowRecord[] }[]> {
    const [address] = whom;
    const found: { job: JobRecord; rows: RowRecord[] }[] = [];
    for (const job of await store.listJobs({ limit: Number.MAX_SAFE_INTEGER })) {
      if (job.customer !== customer) continue;
      const rows = await findRows(job.id, whom);
      const { settings, leftOut, deliveries, sentTo, messages, reason } = job;
      const isNamed = names([settings, leftOut, deliveries, sentTo, messages, reason], [address]);
      if (rows.length > 0 || isNamed || dropTexts(job, ['fileName'], [address]).fileName !== job.fileName) {
        found.push({ job, rows });
      }
    }
    return found;
  }

  /** What was read of a file, or the file as it came. */
  async function isNamedIn({ id, data }: DraftRecord, whom: Whom): Promise<boolean> {
    if (names(data, whom)) return true;
    const original = await loadOriginal(context, id).catch(() => undefined);
    return original !== undefined && names(original, whom);
  }

  async function findAll(customer: string, address: string) {
    const whom = await findWhom(store, customer, address);
    // By object id only whom it is for: whoever asks or decides in Teams is told by theirs.
    const requests = (await store.listRequests({})).filter(
      (one) => one.customer === customer && (names(one, [address]) || names(one.asked.people, whom)),
    );
    const drafts: DraftRecord[] = [];
    for (const kind of KINDS) {
      for (const draft of await store.listDrafts({ kind, limit: Number.MAX_SAFE_INTEGER })) {
        if (draft.customer === customer && (await isNamedIn(draft, whom))) drafts.push(draft);
      }
    }
    const jobs = await findJobs(customer, whom);
    const theirs = new Map(
      jobs.map(({ job, rows }) => [
        job.id,
        addressesOf(
          whom,
          rows.filter((row) => isTheirs(row, whom)),
        ),
      ]),
    );
    const links = (await store.listLinks({})).filter(({ jobId, recipient }) =>
      theirs.get(jobId)?.includes(recipient.toLowerCase()),
    );
    const presets = (await store.listPresets(customer)).filter((one) => names(one.settings, [address]));
    const snapshots = await findSnapshots(context, customer, whom);
    const rows = jobs.flatMap((one) => one.rows.filter((row) => isTheirs(row, whom)));
    const isTheirName = await findNames(context, customer, whom, rows);
    const kept = await countNames(store, isTheirName);
    return { whom, jobs, requests, drafts, links, presets, snapshots, isTheirName, names: kept };
  }

  function count({
    jobs,
    requests,
    drafts,
    links,
    presets,
    snapshots,
    names: called,
  }: Awaited<ReturnType<typeof findAll>>): KeptAbout {
    return {
      jobs: jobs.length,
      requests: requests.length,
      forms: drafts.length,
      links: links.length,
      presets: presets.length,
      snapshots: snapshots.theirs.length + snapshots.managed.length,
      names: called,
    };
  }

  /** The version before is kept beside the newest one: only a second write takes them out of both. */
  async function forgetInJob(
    held: HeldJob,
    job: JobRecord,
    rows: readonly RowRecord[],
    whom: Whom,
  ): Promise<void> {
    const own = rows.filter((row) => isTheirs(row, whom));
    if (own.length === job.total) {
      if (!(await store.dropJob(job.id, isOver))) throw describeOpen('job');
      return;
    }
    const now = clock.now();
    const addresses = addressesOf(whom, own);
    const words = wordsFor(whom, own);
    const emptied = rows.map((row) => {
      if (own.includes(row)) return emptyRow(row, now);
      const { managedBy, recipients, acts, before, left, ...rest } = hideReply(hideErrors(row, words), words);
      const others = recipients?.filter((one) => !addresses.includes(one.toLowerCase()));
      return {
        ...rest,
        ...(managedBy === undefined || names(managedBy, whom) ? {} : { managedBy }),
        ...(others === undefined ? {} : { recipients: others }),
        ...(acts === undefined ? {} : { acts: acts.filter((one) => !names(one, whom)) }),
        ...(before === undefined || names(before, whom) ? {} : { before }),
        ...(left === undefined ? {} : { left: left.filter((one) => !names(one, whom)) }),
      };
    });
    for (let times = 0; times < 2; times += 1) {
      await held.update((before) => emptyJob(before, whom, own), [], emptied);
    }
  }

  async function forgetInRequest({ id, asked }: RequestRecord, whom: Whom): Promise<void> {
    const own = asked.people.filter((one) => isTheirs(one, whom));
    if (own.length === asked.people.length) return store.dropRequest(id);
    for (let times = 0; times < 2; times += 1) {
      await store.updateRequest(id, (now) => emptyRequest(now, whom, own));
    }
  }

  return {
    async find(actor, text) {
      return count(await findAll(actor.customer, readAddress(text)));
    },
    async forget(actor, text) {
      const address = readAddress(text);
      const all = await findAll(actor.customer, address);
      const isBusy = ({ job }: { job: JobRecord }): boolean =>
        !isOver(job) || job.undo?.state === 'running' || hasPendingMail(job);
      if (all.jobs.some(isBusy)) throw describeOpen('job');
      const loadIdle = async (jobId: string): Promise<JobRecord | undefined> => {
        const now = await store.loadJob(jobId);
        if (now !== undefined && isBusy({ job: now })) throw describeOpen('job');
        return now;
      };
      const isOpen = ({ state, jobId, problem }: RequestRecord): boolean =>
        state === 'waiting' || (state === 'approved' && jobId === undefined && problem === undefined);
      if (all.requests.some((one) => isOpen(one) && isInvolved(one, all.whom))) throw describeOpen('request');
      for (const link of all.links) {
        await store.saveLinks([
          {
            ...link,
            recipient: FORGOTTEN,
            ...(link.openedAt === undefined ? { voidedAt: clock.now() } : {}),
          },
        ]);
      }
      for (const { job } of all.jobs) {
        await oneAtATime(job.id, async () => {
          if ((await loadIdle(job.id)) === undefined) return;
          await whileHeld(context, job.id, async (held) => {
            // Read anew: something of it may have been ticked off since.
            const now = await loadIdle(job.id);
            if (now !== undefined) await forgetInJob(held, now, await findRows(job.id, all.whom), all.whom);
          });
        });
      }
      // A job whose rows could not be deleted with it is found no more when somebody tries again.
      await store.dropLeftRows();
      for (const request of all.requests) await forgetInRequest(request, all.whom);
      for (const { id } of all.drafts) {
        await dropOriginal(context, id);
        await store.deleteDraft(id);
      }
      for (let times = 0; all.presets.length > 0 && times < 2; times += 1) {
        await store.updatePresets(actor.customer, (presets) =>
          presets.map((one) => {
            const recipients = one.settings.recipients.filter((each) => each.toLowerCase() !== address);
            return { ...one, settings: { ...one.settings, recipients } };
          }),
        );
      }
      for (const { id } of all.snapshots.theirs) await store.dropSnapshot(id);
      for (const { id } of all.snapshots.managed) await dropManager(context, id);
      await dropNames(store, all.isTheirName);
      context.roleGroups?.forget(all.isTheirName);
      await forgotten(actor.customer);
      const receipt = ids.next(FORGOTTEN);
      const kept = count(all);
      const detail = { ...kept };
      await store.audit(
        byActor(context, actor, { what: 'person.forgotten', outcome: 'done', subject: receipt, detail }),
      );
      return { kept, receipt };
    },
  };
}

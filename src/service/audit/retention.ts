import { isDeepStrictEqual } from 'node:util';
import { destroyKey, isDestroyed } from '../../secrets/sealing.ts';
import { isReadyToStart } from '../approvals/startableRequests.ts';
import type { ProvisioningOptions } from '../context.ts';
import { hasPendingMail } from '../jobs/delivery/mailPending.ts';
import { hasAccount } from '../jobs/runner/rowState.ts';
import { isOver } from '../jobs/runner/runJob.ts';
import type { AuditEntry, Delivery, JobRecord, RowRecord } from '../ports/records.ts';
import type { LinkRecord } from '../ports/shownSecrets.ts';
import { takeAlone } from '../ports/takeAlone.ts';
import { dropOldNames } from '../roleGroups/lastNames.ts';

const DAY_MS = 86_400_000;
/** A sweep that failed (a full disk) is tried again sooner than the next day, and not so often that it fills the log. */
const RETRY_MS = 3_600_000;
/**
 * Each instance sweeps; so long one of them alone drops snapshots, and says how many. Our own number: thousands of them take
 * seconds. Shorter says some twice; longer leaves what a process didn't come to that died to the next day.
 */
const DROPPING_MS = 60_000;

type Options = Pick<ProvisioningOptions, 'policy' | 'checkPolicy' | 'store' | 'clock' | 'log'>;

/** Does one part of a sweep, or, where that fails, keeps why and goes on. Nothing once Rollcall is to stop. */
type Part = (work: () => Promise<void>) => Promise<void>;

/** Deletes what is older than the policy keeps it. */
export interface Retention {
  /**
   * Once. Throws the first thing that the store threw, after all else was swept: what can't be deleted keeps nothing else.
   * Throws RollcallError POLICY_BEHIND, and nothing was deleted: by a newer policy it may be kept for longer.
   */
  sweep(): Promise<void>;
  /** Now and once a day, until stopped. */
  start(): void;
  /** Waits for a sweep under way. */
  stop(): Promise<void>;
}

function endOf({ finishedAt, createdAt }: JobRecord): number {
  return finishedAt ?? createdAt;
}

function reached({ state, link, openedAt }: Delivery): boolean {
  return state === 'accepted' && (link === undefined || openedAt !== undefined);
}

/** Everybody who was to get the passwords has them, and nobody can ask for them with a link that still opens. */
function isDelivered(
  job: JobRecord,
  rows: readonly RowRecord[],
  links: readonly LinkRecord[],
  now: number,
): boolean {
  if (!rows.some(hasAccount)) return false;
  const canOpen = ({ openedAt, voidedAt, expiresAt }: LinkRecord): boolean =>
    openedAt === undefined && voidedAt === undefined && expiresAt > now;
  if (links.some(canOpen)) return false;
  return job.deliveries.length > 0
    ? job.deliveries.every(reached)
    : job.revealedAt !== undefined && job.revealUnsure === undefined;
}

export function createRetention({ policy, checkPolicy, store, clock, log }: Options): Retention {
  const stopping = new AbortController();
  let running: Promise<void> | undefined;

  function makeEntry<More extends Partial<AuditEntry>>(what: string, more: More): AuditEntry & More {
    return { at: clock.now(), actor: 'rollcall', platform: 'system', what, outcome: 'done', ...more };
  }

  const audit = (what: string, more: Partial<AuditEntry>) => store.audit(makeEntry(what, more));

  /**
   * Said before it is done, so that an end of the process between the two does it again, and does not say it again. Each
   * instance sweeps, and one of them says it.
   */
  function auditOnce(what: string, more: Partial<AuditEntry> & { subject: string }): Promise<void> {
    return store.auditOnce(makeEntry(what, more), (there) => there.what === what);
  }

  async function forgetPasswords(job: JobRecord): Promise<void> {
    const entry = makeEntry('passwords.forgotten', { subject: job.id, customer: job.customer });
    const isSaid = isDestroyed(job.key);
    // Whatever was pressed since it was looked at needs the passwords: the next sweep looks again.
    const gone = await store.updateJob(
      job.id,
      (one) => (isDeepStrictEqual(one, job) ? { ...one, key: destroyKey(one.key) } : undefined),
      isSaid ? [] : [entry],
    );
    if (gone === undefined) return;
    // The version before is kept beside the newest one: only a second write takes the key out of both.
    await store.updateJob(job.id, (one) =>
      isOver(one) ? { ...one, passwordsGoneAt: clock.now() } : undefined,
    );
  }

  async function sweepJob(job: JobRecord, now: number): Promise<void> {
    // A mail that is still tried needs the key and its people.
    if (!isOver(job) || job.undo?.state === 'running' || hasPendingMail(job)) return;
    if (endOf(job) + policy.retention.rows * DAY_MS <= now) {
      const { id: subject, customer, total: people } = job;
      // Somebody on another instance may have pressed Retry since it was looked at.
      await store.dropJob(job.id, (one) => isDeepStrictEqual(one, job), [
        makeEntry('job.forgotten', { subject, customer, detail: { people } }),
      ]);
      return;
    }
    if (job.passwordsGoneAt !== undefined || endOf(job) + policy.retention.passwords * DAY_MS > now) return;
    const [rows, links] = await Promise.all([store.loadRows(job.id), store.listLinks({ jobId: job.id })]);
    if (isDelivered(job, rows, links, now)) await forgetPasswords(job);
  }

  /** What was decided, with the people it names. The audit keeps who decided. */
  async function sweepRequests(now: number, part: Part): Promise<void> {
    const requests = await store.listRequests({});
    // A deletion asks on its day whether whoever approved the offboarding still may.
    const covering = new Set(requests.filter(isReadyToStart).flatMap(({ coveredIn = [] }) => coveredIn));
    for (const request of requests) {
      const { id, customer, closedAt, asked } = request;
      // It may wait for its hour for longer than that.
      if (asked.startsAt !== undefined && isReadyToStart(request)) continue;
      if (closedAt === undefined || covering.has(id)) continue;
      if (Math.max(closedAt, asked.startsAt ?? 0) + policy.retention.rows * DAY_MS > now) continue;
      const detail = { people: asked.people.length };
      await part(async () => {
        await auditOnce('request.forgotten', { subject: id, customer, detail });
        await store.dropRequest(id);
      });
    }
  }

  async function sweepSnapshots(now: number): Promise<void> {
    const taken = await takeAlone(store, 'snapshots.forgotten', DROPPING_MS);
    if (taken === undefined) return;
    try {
      await dropOldSnapshots(now);
    } finally {
      await taken.letGo();
    }
  }

  async function dropOldSnapshots(now: number): Promise<void> {
    const deletions = (await store.listRequests({ state: 'approved' })).filter(
      ({ asked }) => asked.task === 'delete',
    );
    // Whoever is deleted comes back with what they had before they left.
    const needed = new Set(deletions.flatMap(({ asked }) => asked.people.map(({ objectId }) => objectId)));
    const old = (await store.listSnapshots({})).filter(
      ({ takenAt, objectId }) =>
        takenAt + policy.retention.snapshots * DAY_MS <= now && !needed.has(objectId),
    );
    if (old.length === 0) return;
    await audit('snapshots.forgotten', { detail: { snapshots: old.length } });
    for (const { id } of old) await store.dropSnapshot(id);
  }

  async function sweepAll(part: Part): Promise<void> {
    const now = clock.now();
    let drafts = 0;
    let entries = 0;
    await part(async () => {
      drafts = await store.dropExpiredDrafts();
      if (drafts > 0) await audit('drafts.forgotten', { detail: { drafts } });
    });
    await part(() => store.dropLeftRows());
    for (const { id } of await store.listJobs({ limit: Number.MAX_SAFE_INTEGER })) {
      await part(async () => {
        // Read anew: somebody may have pressed Retry while the jobs before it were swept.
        const job = await store.loadJob(id);
        if (job !== undefined) await sweepJob(job, now);
      });
    }
    await part(() => sweepRequests(now, part));
    await part(() => sweepSnapshots(now));
    await part(async () => {
      const before = now - policy.retention.audit * DAY_MS;
      entries = await store.cutAudit(before, now);
      await dropOldNames(store, before);
    });
    log.info({ drafts, entries }, 'retention.swept');
  }

  async function sweep(): Promise<void> {
    await checkPolicy?.();
    const failures: unknown[] = [];
    await sweepAll(async (work) => {
      if (!stopping.signal.aborted) await work().catch((error: unknown) => failures.push(error));
    });
    if (failures.length > 0) throw failures[0];
  }

  async function sweepDaily(): Promise<void> {
    while (!stopping.signal.aborted) {
      const failed = await sweep().then(
        () => false,
        (error: unknown) => {
          log.error({ err: error }, 'retention.failed');
          return true;
        },
      );
      await clock.sleep(failed ? RETRY_MS : DAY_MS, stopping.signal);
    }
  }

  return {
    sweep,
    start() {
      running ??= sweepDaily();
    },
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

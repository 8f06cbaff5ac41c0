import { matchEntry } from '../../../src/audit/matchEntry.ts';
import { RollcallError } from '../../../src/domain/errors.ts';
import type { Place } from '../../../src/domain/terms.ts';
import type { ColumnsRecord, DraftRecord, PresetRecord } from '../../../src/service/ports/drafts.ts';
import type { TaskRecord } from '../../../src/service/ports/engine.ts';
import { describeTakenJob } from '../../../src/service/ports/heldJob.ts';
import type { InstallationRecord } from '../../../src/service/ports/installations.ts';
import { createOneAtATime } from '../../../src/service/ports/oneAtATime.ts';
import { orderOf } from '../../../src/service/ports/order.ts';
import type { AuditEntry, JobProgress, JobRecord, RowRecord } from '../../../src/service/ports/records.ts';
import type { RequestRecord } from '../../../src/service/ports/requests.ts';
import type { LinkRecord } from '../../../src/service/ports/shownSecrets.ts';
import type { SnapshotRecord } from '../../../src/service/ports/snapshots.ts';
import type { Store } from '../../../src/service/ports/store.ts';
import type { Clock } from '../../../src/service/ports/surroundings.ts';

/** What a disk would hold. */
interface Disk {
  jobs: Map<string, JobRecord>;
  rows: Map<string, RowRecord[]>;
  holds: Map<string, { turn: number; isHeld: boolean; progress?: JobProgress }>;
  drafts: Map<string, DraftRecord>;
  links: Map<string, LinkRecord>;
  requests: Map<string, RequestRecord>;
  snapshots: Map<string, SnapshotRecord>;
  installations: Map<string, InstallationRecord>;
  directs: Map<string, Place>;
  notes: Map<string, unknown>;
  tasks: Map<string, TaskRecord>;
  presets: PresetRecord[];
  columns: ColumnsRecord[];
  audit: AuditEntry[];
}

/** A Store in memory whose disk can refuse, and whose process can be killed. */
export interface MemoryStore extends Store {
  /** While true, that part throws STORE_BROKEN; `unrecorded`: what became of rows is on no disk before the end. */
  broken: { audit: boolean; rows: boolean; unrecorded: boolean };
  entries(): readonly AuditEntry[];
  /** Puts what was recorded of a job on disk. */
  flushRows(jobId: string): Promise<void>;
  /** Every call from now on hangs, as after SIGKILL; what was on disk is in the store that is answered. */
  kill(): MemoryStore;
  /** What is on disk now, as a backup of it would be restored. */
  copy(): MemoryStore;
}

const emptyDisk = (): Disk => ({
  jobs: new Map(),
  rows: new Map(),
  holds: new Map(),
  drafts: new Map(),
  links: new Map(),
  requests: new Map(),
  snapshots: new Map(),
  installations: new Map(),
  directs: new Map(),
  notes: new Map(),
  tasks: new Map(),
  presets: [],
  columns: [],
  audit: [],
});
const neverAgain = new Promise<never>(() => undefined);

function broken(): RollcallError {
  return new RollcallError('STORE_BROKEN', 'The disk is full.', { next: 'Free some space.' });
}

/** A customer's own in a list of everybody's, changed as asked for: all of the list then, and the customer's. */
function changeOwn<Value extends { customer: string }>(
  all: readonly Value[],
  customer: string,
  change: (own: Value[]) => readonly Value[] | undefined,
): { all: Value[]; own: Value[] } | undefined {
  const changed = change(structuredClone(all.filter((one) => one.customer === customer)));
  if (changed === undefined) return undefined;
  const own = structuredClone([...changed]);
  return { all: [...all.filter((one) => one.customer !== customer), ...own], own };
}

/** What is stored with a change of a job, and what throws where it may not be made. */
interface Change {
  entries?: readonly AuditEntry[];
  rows?: readonly RowRecord[];
  check?: () => void;
}

export function createMemoryStore(clock: Clock, disk: Disk = emptyDisk()): MemoryStore {
  for (const { id, state } of disk.jobs.values()) {
    // As on a disk, of which nobody knows whether it was begun.
    if (state === 'running' || state === 'stopping') disk.holds.set(id, { turn: 1, isHeld: true });
  }
  const recorded = new Map<string, Map<string, RowRecord>>();
  const switches = { audit: false, rows: false, unrecorded: false };
  const oneAtATime = createOneAtATime();
  const seen = new Map<string, number>();
  async function holdKey(key: string, forMs: number): Promise<number | undefined> {
    const now = clock.now();
    if ((seen.get(key) ?? 0) > now) return undefined;
    seen.set(key, now + forMs);
    return now + forMs;
  }
  let dead = false;

  /** A turn for others before and after, as with a disk. */
  async function onDisk<T>(work: () => T): Promise<T> {
    await Promise.resolve();
    if (dead) return neverAgain;
    const result = structuredClone(work());
    await Promise.resolve();
    return dead ? neverAgain : result;
  }

  function rowsNow(jobId: string): RowRecord[] {
    const newer = recorded.get(jobId);
    return (disk.rows.get(jobId) ?? []).map((row) => newer?.get(row.rowId) ?? row);
  }

  function flushRows(jobId: string): void {
    if (switches.rows) throw broken();
    disk.rows.set(jobId, rowsNow(jobId));
    recorded.delete(jobId);
  }

  function audit(entry: AuditEntry): void {
    if (switches.audit) throw broken();
    disk.audit.push(structuredClone(entry));
  }

  /** One after the other, with the audit before the change. */
  function updateJob(
    jobId: string,
    change: (job: JobRecord) => JobRecord | undefined,
    { entries = [], rows = [], check = () => undefined }: Change = {},
  ): Promise<JobRecord | undefined> {
    return oneAtATime(jobId, async () => {
      const make = () => {
        check();
        const job = disk.jobs.get(jobId);
        return job === undefined ? undefined : change(structuredClone(job));
      };
      const changed = await onDisk(make);
      if (changed === undefined) return undefined;
      // As a test may have replaced it.
      for (const entry of entries) await memory.audit(entry);
      return onDisk(() => {
        check();
        if (rows.length > 0 && switches.rows) throw broken();
        for (const row of rows) recorded.get(jobId)?.delete(row.rowId);
        const changedRows = new Map(rows.map((row) => [row.rowId, structuredClone(row)]));
        const before = disk.rows.get(jobId) ?? [];
        disk.rows.set(
          jobId,
          before.map((row) => changedRows.get(row.rowId) ?? row),
        );
        disk.jobs.set(jobId, structuredClone(changed));
        return changed;
      });
    });
  }

  const memory: MemoryStore = {
    broken: switches,
    entries: () => disk.audit,
    flushRows: (jobId) => onDisk(() => flushRows(jobId)),
    kill() {
      dead = true;
      return createMemoryStore(clock, structuredClone(disk));
    },
    copy: () => createMemoryStore(clock, structuredClone(disk)),
    accept: (job, rows) =>
      onDisk(() => {
        if (disk.jobs.has(job.id)) return 'exists' as const;
        disk.jobs.set(job.id, structuredClone(job));
        disk.rows.set(job.id, structuredClone([...rows]));
        return 'accepted' as const;
      }),
    saveSnapshot: (snapshot) =>
      onDisk(() => {
        if (disk.snapshots.has(snapshot.id)) return 'exists' as const;
        disk.snapshots.set(snapshot.id, structuredClone(snapshot));
        return 'saved' as const;
      }),
    loadSnapshot: (id) => onDisk(() => disk.snapshots.get(id)),
    listSnapshots: ({ customer, objectId }) =>
      onDisk(() =>
        [...disk.snapshots.values()]
          .filter((one) => customer === undefined || one.customer === customer)
          .filter((one) => objectId === undefined || one.objectId === objectId)
          .sort((a, b) => orderOf(b) - orderOf(a)),
      ),
    updateSnapshot: (id, change) =>
      onDisk(() => {
        const before = disk.snapshots.get(id);
        if (before === undefined) return undefined;
        const after = change(structuredClone(before));
        disk.snapshots.set(id, after);
        return after;
      }),
    saveInstallation: (one) => onDisk(() => void disk.installations.set(one.id, structuredClone(one))),
    loadInstallation: (id) => onDisk(() => disk.installations.get(id)),
    listInstallations: () => onDisk(() => [...disk.installations.values()]),
    updateInstallation: (id, change) =>
      onDisk(() => {
        const before = disk.installations.get(id);
        const after = before === undefined ? undefined : change(structuredClone(before));
        if (after !== undefined) disk.installations.set(id, after);
        return after;
      }),
    dropInstallation: (id, installedAt) =>
      onDisk(() => disk.installations.get(id)?.installedAt === installedAt && disk.installations.delete(id)),
    dropSnapshot: (id) => onDisk(() => void disk.snapshots.delete(id)),
    loadJob: (jobId) => onDisk(() => disk.jobs.get(jobId)),
    loadRows: (jobId) => onDisk(() => rowsNow(jobId)),
    scanRows: (jobId, visit) =>
      onDisk(() => {
        for (const row of rowsNow(jobId)) visit(row);
      }),
    listUnfinished: () =>
      onDisk(() =>
        [...disk.jobs.values()].filter(
          ({ state, messages }) =>
            state === 'running' || state === 'stopping' || messages.some(({ settled }) => !settled),
        ),
      ),
    listJobs: ({ actorId, after = Number.NEGATIVE_INFINITY, limit }) =>
      onDisk(() =>
        [...disk.jobs.values()]
          .filter(({ requestedBy }) => actorId === undefined || requestedBy.actorId === actorId)
          .filter(({ createdAt }) => createdAt > after)
          .sort((a, b) => b.createdAt - a.createdAt)
          .slice(0, limit),
      ),
    updateJob: (jobId, change, entries) => updateJob(jobId, change, entries === undefined ? {} : { entries }),
    async holdJob(jobId) {
      if (!disk.jobs.has(jobId)) return undefined;
      const before = disk.holds.get(jobId);
      const hold: ReturnType<Disk['holds']['get']> & {} = { turn: (before?.turn ?? 0) + 1, isHeld: true };
      disk.holds.set(jobId, hold);
      const check = (): void => {
        if (!dead && disk.holds.get(jobId) !== hold) throw describeTakenJob();
      };
      return {
        turn: hold.turn,
        wasCutOff: before?.isHeld ?? false,
        record(rows) {
          check();
          if (dead || switches.unrecorded) return;
          const newer = recorded.get(jobId) ?? new Map<string, RowRecord>();
          for (const row of rows) newer.set(row.rowId, structuredClone(row));
          recorded.set(jobId, newer);
        },
        flush: () =>
          onDisk(() => {
            check();
            flushRows(jobId);
          }),
        update: (change, entries = [], rows = []) => updateJob(jobId, change, { entries, rows, check }),
        tell(progress) {
          check();
          hold.progress = progress;
        },
        // As a test may have replaced it.
        async audit(entry) {
          check();
          await memory.audit(entry);
        },
        async letGo() {
          check();
          hold.isHeld = false;
          delete hold.progress;
        },
      };
    },
    loadProgress: (jobId) => onDisk(() => disk.holds.get(jobId)?.progress),
    saveDraft: (draft) => onDisk(() => void disk.drafts.set(draft.id, structuredClone(draft))),
    loadDraft: (id) => onDisk(() => disk.drafts.get(id)),
    updateDraft: (id, version, data, entries = []) =>
      oneAtATime(id, async () => {
        // The audit before the change, as a test may have replaced it.
        if (entries.length > 0 && (await memory.loadDraft(id))?.version === version) {
          for (const entry of entries) await memory.audit(entry);
        }
        return onDisk(() => {
          const draft = disk.drafts.get(id);
          if (draft === undefined || draft.version !== version) return undefined;
          const next: DraftRecord = { ...draft, version: version + 1, data: structuredClone(data) };
          disk.drafts.set(id, next);
          return next;
        });
      }),
    listDrafts: ({ owners, kind, limit }) =>
      onDisk(() =>
        [...disk.drafts.values()]
          .filter(({ owner }) => owners === undefined || owners.includes(owner))
          .filter((one) => one.kind === kind && one.expiresAt > clock.now())
          .sort((one, other) => other.createdAt - one.createdAt)
          .slice(0, limit),
      ),
    deleteDraft: (id) => onDisk(() => void disk.drafts.delete(id)),
    saveRequest: (request) =>
      onDisk(() => {
        if (disk.requests.has(request.id)) return 'exists' as const;
        disk.requests.set(request.id, structuredClone(request));
        return 'saved' as const;
      }),
    loadRequest: (id) => onDisk(() => disk.requests.get(id)),
    updateRequest: (id, change, entriesOf) =>
      oneAtATime(`request ${id}`, async () => {
        const make = () => {
          const request = disk.requests.get(id);
          return request === undefined ? undefined : change(structuredClone(request));
        };
        const changed = await onDisk(make);
        if (changed === undefined) return undefined;
        // As a test may have replaced it.
        for (const entry of entriesOf?.(changed) ?? []) await memory.audit(entry);
        return onDisk(() => {
          disk.requests.set(id, structuredClone(changed));
          return changed;
        });
      }),
    findAskedManager: (id, wanted) =>
      onDisk(() => {
        for (const { customer, managers = [] } of disk.requests.values()) {
          const manager = managers.find((one) => one.id === id);
          if (wanted !== undefined && customer !== wanted) continue;
          if (manager !== undefined) return { name: manager.name, customer };
        }
        return undefined;
      }),
    dropRequest: (id) =>
      onDisk(() => {
        disk.requests.delete(id);
      }),
    findRequestOf: ({ platform, conversationId, messageId }) =>
      onDisk(
        () =>
          [...disk.requests.values()].find(({ copies }) =>
            copies.some(
              ({ ref }) =>
                ref?.platform === platform &&
                ref.conversationId === conversationId &&
                ref.messageId === messageId,
            ),
          )?.id,
      ),
    listRequests: ({ state }) =>
      onDisk(() =>
        [...disk.requests.values()].filter((request) => state === undefined || request.state === state),
      ),
    saveLinks: (links) =>
      onDisk(() => {
        for (const link of links) disk.links.set(link.hash, structuredClone(link));
      }),
    isLinkOpen: async (hash, now) => {
      const link = disk.links.get(hash);
      return (
        link !== undefined &&
        link.openedAt === undefined &&
        link.voidedAt === undefined &&
        link.expiresAt > now
      );
    },
    findOpenLink: async (hash, now) => {
      const link = disk.links.get(hash);
      const isOpen = link?.openedAt === undefined && link?.voidedAt === undefined;
      return link !== undefined && isOpen && link.expiresAt > now ? structuredClone(link) : undefined;
    },
    takeLink: (hash, now) =>
      onDisk(() => {
        const link = disk.links.get(hash);
        if (link === undefined) return undefined;
        const won = link.openedAt === undefined && link.voidedAt === undefined && link.expiresAt > now;
        const after: LinkRecord = won
          ? { ...link, openedAt: now }
          : { ...link, tries: link.tries + 1, triedAt: now };
        disk.links.set(hash, after);
        return { won, link: after };
      }),
    voidLinks: (hashes, now) =>
      onDisk(() => {
        for (const hash of hashes) {
          const link = disk.links.get(hash);
          if (link !== undefined && link.openedAt === undefined)
            disk.links.set(hash, { ...link, voidedAt: now });
        }
      }),
    listLinks: ({ jobId, used }) =>
      onDisk(() =>
        [...disk.links.values()]
          .filter((link) => jobId === undefined || link.jobId === jobId)
          .filter((link) => used === undefined || link.openedAt !== undefined || link.tries > 0),
      ),
    listPresets: (customer) => onDisk(() => disk.presets.filter((preset) => preset.customer === customer)),
    updatePresets: (customer, change, entriesOf) =>
      oneAtATime('presets', async () => {
        const changed = await onDisk(() => changeOwn(disk.presets, customer, change));
        if (changed === undefined) return undefined;
        for (const entry of entriesOf?.() ?? []) await memory.audit(entry);
        return onDisk(() => {
          disk.presets = changed.all;
          return changed.own;
        });
      }),
    listColumns: (customer) => onDisk(() => disk.columns.filter((one) => one.customer === customer)),
    updateColumns: (customer, change, entriesOf) =>
      oneAtATime('columns', async () => {
        const changed = await onDisk(() => changeOwn(disk.columns, customer, change));
        if (changed === undefined) return undefined;
        for (const entry of entriesOf?.() ?? []) await memory.audit(entry);
        return onDisk(() => {
          disk.columns = changed.all;
          return changed.own;
        });
      }),
    saveShown: () => onDisk(() => undefined),
    forgetShown: () => onDisk(() => undefined),
    listShown: () => onDisk(() => []),
    saveTask: (task) => onDisk(() => void disk.tasks.set(`${task.kind} ${task.id}`, structuredClone(task))),
    dropTask: (kind, id) => onDisk(() => void disk.tasks.delete(`${kind} ${id}`)),
    listTasks: () => onDisk(() => [...disk.tasks.values()]),
    saveDirect: (platform, userId, place) =>
      onDisk(() => void disk.directs.set(`${platform}:${userId}`, place)),
    loadDirect: (platform, userId) => onDisk(() => disk.directs.get(`${platform}:${userId}`)),
    forgetDirect: (platform, userId) => onDisk(() => void disk.directs.delete(`${platform}:${userId}`)),
    saveNote: (name, value) => onDisk(() => void disk.notes.set(name, structuredClone(value))),
    loadNote: (name) => onDisk(() => disk.notes.get(name)),
    updateNote: <Note>(name: string, change: (note: Note | undefined) => Note) =>
      onDisk(() => {
        const note = change((structuredClone(disk.notes.get(name)) ?? undefined) as Note | undefined);
        disk.notes.set(name, structuredClone(note));
        return note;
      }),
    holdKey,
    seen: async (key, ttlMs) => (await holdKey(key, ttlMs)) === undefined,
    async freeKey(key, hold) {
      if (seen.get(key) === hold) seen.delete(key);
    },
    async keepSeen(key, ttlMs) {
      seen.set(key, clock.now() + ttlMs);
    },
    audit: (entry) => onDisk(() => audit(entry)),
    auditOnce: (entry, isSame) =>
      onDisk(() => {
        if (!disk.audit.some((there) => there.subject === entry.subject && isSame(there))) audit(entry);
      }),
    auditHead: async () => `entry ${disk.audit.length}`,
    readAudit: ({ limit, ...filter }) =>
      onDisk(() =>
        disk.audit
          .filter((entry) => matchEntry(entry, filter))
          .reverse()
          .slice(0, limit),
      ),
    cutAudit: (before) =>
      onDisk(() => {
        const kept = disk.audit.filter(({ at }) => at >= before);
        const dropped = disk.audit.length - kept.length;
        disk.audit.splice(0, disk.audit.length, ...kept);
        return dropped;
      }),
    dropExpiredDrafts: () =>
      onDisk(() => {
        const expired = [...disk.drafts.values()].filter(({ expiresAt }) => expiresAt <= clock.now());
        for (const { id } of expired) disk.drafts.delete(id);
        return expired.length;
      }),
    dropJob: (jobId, isStill, entries = []) =>
      onDisk(() => {
        const job = disk.jobs.get(jobId);
        if (job === undefined) return true;
        if (!isStill(structuredClone(job))) return false;
        for (const entry of entries) audit(entry);
        disk.jobs.delete(jobId);
        disk.rows.delete(jobId);
        return true;
      }),
    dropLeftRows: () => onDisk(() => undefined),
    check: () => onDisk(() => undefined),
    close: () => onDisk(() => undefined),
  };
  return memory;
}

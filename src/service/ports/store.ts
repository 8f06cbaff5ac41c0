import type { CustomerId, MessageRef, Place, Platform } from '../../domain/terms.ts';
import type { ColumnsRecord, DraftRecord, PresetRecord } from './drafts.ts';
import type { TaskRecord } from './engine.ts';
import type { HeldJob } from './heldJob.ts';
import type { InstallationRecord } from './installations.ts';
import type { AuditEntry, JobProgress, JobRecord, RowRecord } from './records.ts';
import type { RequestRecord } from './requests.ts';
import type { LinkRecord, ShownCard } from './shownSecrets.ts';
import type { SnapshotRecord } from './snapshots.ts';

/** Which audit entries are asked for: those that meet all of it. */
export interface AuditFilter {
  /** By one of these. */
  actors?: readonly string[];
  subject?: string;
  /** About one of these. */
  subjects?: readonly string[];
  customer?: CustomerId;
  /** Those of no customer, too: what the house itself did, and strangers. */
  orNone?: boolean;
  /**
   * Actor, subject, or a word of the detail (a job's or a request's id, a recipient), without case. Of a user name the
   * part before the @ is enough.
   */
  about?: string;
  /** Names one of these, whole and in any case, as actor, subject or a word of the detail. */
  mentions?: readonly string[];
  /** Not before this time, and before that one, in milliseconds since the epoch. */
  from?: number;
  to?: number;
  limit: number;
}

/** Where state lives. One contract suite runs on every implementation. */
export interface Store {
  /** Intent for all rows, durable on return. `exists` when the job id is already there; then nothing changes. */
  accept(job: JobRecord, rows: readonly RowRecord[]): Promise<'accepted' | 'exists'>;
  loadJob(jobId: string): Promise<JobRecord | undefined>;
  /** In the order of accept. */
  loadRows(jobId: string): Promise<RowRecord[]>;
  /** Shows each row in turn, without a copy: nothing of it may be changed, or kept. Ten times as fast. */
  scanRows(jobId: string, visit: (row: Readonly<RowRecord>) => void): Promise<void>;
  /** Jobs that still run or have unsettled messages, in the order in which they were accepted. */
  listUnfinished(): Promise<JobRecord[]>;
  /** Newest first; `after`: only those that were created later than that. */
  listJobs(filter: { actorId?: string; after?: number; limit: number }): Promise<JobRecord[]>;
  /**
   * Reads, changes and durably writes a job in one step; changes to one job run one after the other.
   * `change` returns the new record, or undefined to leave it (then the result is undefined: compare-and-set).
   *
   * @param entries are audited exactly when the job is changed, and before anybody can see that it is
   */
  updateJob(
    jobId: string,
    change: (job: JobRecord) => JobRecord | undefined,
    entries?: readonly AuditEntry[],
  ): Promise<JobRecord | undefined>;
  /** Takes the job from whoever holds it; rows are written by its holder alone. Undefined: there is no such job. */
  holdJob(jobId: string): Promise<HeldJob | undefined>;
  /** Undefined: no run of it has told any, or its last one has let go. */
  loadProgress(jobId: string): Promise<JobProgress | undefined>;

  /**
   * Deletes a job with its rows and every earlier version of them; from then on nobody knows it. `isStill` hears it as it
   * is at that moment, and nobody can change it in between. False: it is there, and stays.
   *
   * @param entries are audited exactly when it is deleted here, and before it is
   */
  dropJob(
    jobId: string,
    isStill: (job: JobRecord) => boolean,
    entries?: readonly AuditEntry[],
  ): Promise<boolean>;
  /** Deletes the rows of jobs that are gone, but whose deletion failed before it came to all of them. Harmless twice. */
  dropLeftRows(): Promise<void>;

  saveDraft(draft: DraftRecord): Promise<void>;
  loadDraft(id: string): Promise<DraftRecord | undefined>;
  /**
   * Compare-and-set on version: stores `data` as version+1, or answers undefined when somebody else did.
   *
   * @param entries as of `updateJob`
   */
  updateDraft(
    id: string,
    version: number,
    data: unknown,
    entries?: readonly AuditEntry[],
  ): Promise<DraftRecord | undefined>;
  deleteDraft(id: string): Promise<void>;
  /** Newest first, without expired ones; without an owner everybody's. */
  listDrafts(filter: {
    owners?: readonly string[];
    kind: DraftRecord['kind'];
    limit: number;
  }): Promise<DraftRecord[]>;

  /** A new request, durable on return. `exists` when its id is already there; then nothing changes. */
  saveRequest(request: RequestRecord): Promise<'saved' | 'exists'>;
  loadRequest(id: string): Promise<RequestRecord | undefined>;
  /**
   * As `updateJob`: reads, changes and durably writes in one step, one change of a request after the other.
   *
   * @param entriesOf answers what is audited of the changed request: exactly when it is changed, and before anybody can see
   *   that it is
   */
  updateRequest(
    id: string,
    change: (request: RequestRecord) => RequestRecord | undefined,
    entriesOf?: (changed: RequestRecord) => readonly AuditEntry[],
  ): Promise<RequestRecord | undefined>;
  /** Oldest first. */
  listRequests(filter: { state?: RequestRecord['state'] }): Promise<RequestRecord[]>;
  /** Whom any request that is kept, of this customer if one is given, asks under this id as a manager. Costs the same however many requests there are. */
  findAskedManager(
    id: string,
    customer?: CustomerId,
  ): Promise<{ name: string; customer: CustomerId } | undefined>;
  /** The id of the request of which a message is somebody's card. Copies nothing: it is asked at each reply in a thread. */
  findRequestOf(ref: MessageRef): Promise<string | undefined>;
  /** Deletes it with everything it holds. Durable on return; harmless twice. */
  dropRequest(id: string): Promise<void>;

  /** A new snapshot, durable on return. `exists` when its id is already there; then nothing changes. */
  saveSnapshot(snapshot: SnapshotRecord): Promise<'saved' | 'exists'>;
  loadSnapshot(id: string): Promise<SnapshotRecord | undefined>;
  /** Newest first. */
  listSnapshots(filter: { customer?: CustomerId; objectId?: string }): Promise<SnapshotRecord[]>;
  /** Durable on return; undefined for one that is not there. */
  updateSnapshot(
    id: string,
    change: (snapshot: SnapshotRecord) => SnapshotRecord,
  ): Promise<SnapshotRecord | undefined>;
  /** Durable on return; harmless twice. */
  dropSnapshot(id: string): Promise<void>;

  /** Deletes drafts whose time is over. Answers how many. */
  dropExpiredDrafts(): Promise<number>;

  /** New links, durable on return. They are forgotten 30 days after they expire. */
  saveLinks(links: readonly LinkRecord[]): Promise<void>;
  /** Whether a link can be opened now. Cheap: one look-up by key, and nothing is written, however many guess. */
  isLinkOpen(hash: string, now: number): Promise<boolean>;
  /** A link that can be opened now; undefined for every other. Nothing is written. */
  findOpenLink(hash: string, now: number): Promise<LinkRecord | undefined>;
  /**
   * Opens a link: `won` for exactly one caller, while it is not expired, void or opened. For everybody else it counts
   * the try. Durable on return. Undefined for a link that is not known.
   */
  takeLink(hash: string, now: number): Promise<{ won: boolean; link: LinkRecord } | undefined>;
  /** Makes those that were not opened void. Durable on return. */
  voidLinks(hashes: readonly string[], now: number): Promise<void>;
  /** In no order. `used`: only those that were opened or tried in vain. */
  listLinks(filter: { jobId?: string; used?: true }): Promise<LinkRecord[]>;

  /** A customer's own, in no order. */
  listPresets(customer: CustomerId): Promise<PresetRecord[]>;
  /**
   * Reads, changes and durably writes a customer's presets in one step, one change after the other. `change` returns
   * all that there are to be, or undefined to leave them (then so is the result).
   *
   * @param entriesOf as of `updateRequest`, asked once `change` has answered
   */
  updatePresets(
    customer: CustomerId,
    change: (presets: PresetRecord[]) => readonly PresetRecord[] | undefined,
    entriesOf?: () => readonly AuditEntry[],
  ): Promise<PresetRecord[] | undefined>;

  /** How a customer's files are read, as was chosen, in no order. */
  listColumns(customer: CustomerId): Promise<ColumnsRecord[]>;
  /** As `updatePresets`. */
  updateColumns(
    customer: CustomerId,
    change: (columns: ColumnsRecord[]) => readonly ColumnsRecord[] | undefined,
    entriesOf?: () => readonly AuditEntry[],
  ): Promise<ColumnsRecord[] | undefined>;

  /** A message that is to be emptied, noted before it shows anything. Durable on return. */
  saveShown(card: ShownCard): Promise<void>;
  forgetShown(ref: MessageRef): Promise<void>;
  listShown(): Promise<ShownCard[]>;

  /** What the engine is to run later, in the place of an earlier one of the same kind and id. Durable on return. */
  saveTask(task: TaskRecord): Promise<void>;
  /** Durable on return; harmless twice. */
  dropTask(kind: string, id: string): Promise<void>;
  /** In no order. */
  listTasks(): Promise<TaskRecord[]>;

  /** Where a user can be reached directly. */
  saveDirect(platform: Platform, userId: string, place: Place): Promise<void>;
  loadDirect(platform: Platform, userId: string): Promise<Place | undefined>;
  /** Durable on return; harmless twice. */
  forgetDirect(platform: Platform, userId: string): Promise<void>;

  /** A new installation of the Slack app, in the place of an earlier one. Durable on return. */
  saveInstallation(installation: InstallationRecord): Promise<void>;
  loadInstallation(id: string): Promise<InstallationRecord | undefined>;
  /** In no order. */
  listInstallations(): Promise<InstallationRecord[]>;
  /** As `updateJob`: reads, changes and durably writes in one step, one change of an installation after the other. */
  updateInstallation(
    id: string,
    change: (installation: InstallationRecord) => InstallationRecord | undefined,
  ): Promise<InstallationRecord | undefined>;
  /** Deletes the one that was installed then, and none that took its place. Answers whether. Durable on return. */
  dropInstallation(id: string, installedAt: number): Promise<boolean>;

  /** What Rollcall keeps of itself from one start to the next, in the place of an earlier one. Durable on return. */
  saveNote(name: string, value: unknown): Promise<void>;
  /** Undefined: never saved. */
  loadNote(name: string): Promise<unknown>;
  /** Reads, changes and durably writes in one step, one change of a note after the other. Answers what it is then. */
  updateNote<Note>(name: string, change: (note: Note | undefined) => Note): Promise<Note>;

  /** True when `key` was seen within its time; remembers it otherwise. Of several who ask at once, one hears false. */
  seen(key: string, ttlMs: number): Promise<boolean>;
  /** Remembers `key` from now on for this long, whatever was known of it. */
  keepSeen(key: string, ttlMs: number): Promise<void>;
  /** As `seen`, but answers which hold it is, and of all who ask later each has another one. Undefined: `key` was seen. */
  holdKey(key: string, forMs: number): Promise<number | undefined>;
  /** Forgets `key` where this hold is the one that there is; another's stays. */
  freeKey(key: string, hold: number): Promise<void>;
  /** Durable on return. */
  audit(entry: AuditEntry): Promise<void>;
  /**
   * As `audit`, unless an entry about the same subject says the same already: of several who ask at once, one writes.
   * Durable on return.
   */
  auditOnce(entry: AuditEntry & { subject: string }, isSame: (there: AuditEntry) => boolean): Promise<void>;
  /** The hash of the last entry, to be noted elsewhere: with it, entries cut off the end are found. */
  auditHead(): Promise<string>;
  /** Newest first. What it costs depends on what is found, not on what there is. */
  readAudit(filter: AuditFilter): Promise<AuditEntry[]>;
  /**
   * Drops entries before `before`, oldest first, and audits that with `at`; what is left still proves that nothing
   * else is missing. Answers how many.
   */
  cutAudit(before: number, at: number): Promise<number>;
  /** Throws when the store cannot be written now. Where other processes share it, it also sees whether it was put back. */
  check(): Promise<void>;
  /**
   * Calls `listener` when something is gone that was there: an older copy was put back while this process ran. `seenAt` is when
   * it was last there (milliseconds since the epoch). Left out: a folder that is in use is put back under nobody.
   */
  onPutBack?(listener: (seenAt: number) => void): void;
  /** Flushes everything and lets go of the lock. */
  close(): Promise<void>;
}

import type { ErrorCode, RollcallError } from '../domain/errors.ts';
import type {
  Account,
  CustomerId,
  Domain,
  License,
  MessageRef,
  Organization,
  Person,
  Place,
  Platform,
  RequestSettings,
} from '../domain/terms.ts';
import type { Sealed, WrappedKey } from '../secrets/sealing.ts';
import type { Secret } from '../secrets/secret.ts';

/** The one clock. Times are milliseconds since the epoch. */
export interface Clock {
  now(): number;
  /** Resolves after `ms`, or at once when `signal` aborts (it never rejects). */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The one id maker: `next('job')` gives something like `job_4f9c…`, unguessable, URL-safe. */
export interface Ids {
  next(prefix: string): string;
}

/** One structured line per event. Never a secret, a body, or a person's data beyond ids. */
export interface Log {
  debug(fields: Readonly<Record<string, unknown>>, event: string): void;
  info(fields: Readonly<Record<string, unknown>>, event: string): void;
  warn(fields: Readonly<Record<string, unknown>>, event: string): void;
  error(fields: Readonly<Record<string, unknown>>, event: string): void;
}

// ---------------------------------------------------------------- directory

/** Everything one create needs. The caller has it on disk before the call. */
export interface CreateIntent {
  /** Written to the account as the ownership marker. */
  operationId: string;
  person: Person;
  accountEnabled: boolean;
  password: Secret<string>;
}

/** What became of one create. `doubt` and `conflict` must be looked up; they are never sent again blindly. */
export type CreateOutcome =
  | { status: 'created'; account: Account }
  /** The user name is in use: by us, if the marker says so. */
  | { status: 'conflict'; error: RollcallError }
  /** No answer, a 5xx or a reset: it may have happened. */
  | { status: 'doubt'; error: RollcallError }
  /** Nothing was created (throttled, or never sent); try the same again after `afterMs`. */
  | { status: 'later'; afterMs: number; error: RollcallError }
  /** Graph refuses the password itself; nothing was created. */
  | { status: 'passwordRefused'; error: RollcallError }
  /** Nothing was created and the same call will not succeed. */
  | { status: 'refused'; error: RollcallError };

/** All SKUs of a person, in one call. */
export interface LicenseIntent {
  objectId: string;
  /** skuIds. */
  licenses: readonly string[];
}

export type StepOutcome =
  | { status: 'done' }
  /** Try again after `afterMs`: throttled, or a replication artefact right after create. */
  | { status: 'later'; afterMs: number; error: RollcallError }
  | { status: 'refused'; error: RollcallError };

/** An account as looked up after doubt: `marker` is the operationId that created it, if we can see one. */
export interface MarkedAccount extends Account {
  marker?: string;
}

/** One of the names asked about is in use. */
export interface TakenName {
  userPrincipalName: string;
  by: Account;
  /** Deleted in the last 30 days: the name comes free, or the account can be restored. */
  deleted: boolean;
}

/** A customer's directory. Every method throws {@link RollcallError}; outcomes carry one. */
export interface Directory {
  readonly customer: CustomerId;
  readOrganization(): Promise<Organization>;
  listDomains(): Promise<Domain[]>;
  /** Every subscribed SKU, in no order. */
  listLicenses(): Promise<License[]>;
  /** Which of these user names are in use, by live or by deleted accounts. Any number of names. */
  findTaken(userPrincipalNames: readonly string[]): Promise<TakenName[]>;
  /** Live accounts with the same display name or employee id. */
  findLookAlikes(person: Pick<Person, 'displayName' | 'employeeId'>): Promise<Account[]>;
  /** At most 20, in one `$batch`; outcomes in the order of the intents. Never throws. */
  createAccounts(
    intents: readonly CreateIntent[],
    priority?: 'interactive' | 'bulk',
  ): Promise<CreateOutcome[]>;
  /** Live account by user name, with its marker; undefined when there is none (yet). */
  lookUpAccount(userPrincipalName: string): Promise<MarkedAccount | undefined>;
  /** At most 20, in one `$batch`; outcomes in order. Never throws. */
  assignLicenses(
    intents: readonly LicenseIntent[],
    priority?: 'interactive' | 'bulk',
  ): Promise<StepOutcome[]>;
  /** At most 20 object ids, in one `$batch`; outcomes in order. One that is gone already is `done`. Never throws. */
  deleteAccounts(objectIds: readonly string[]): Promise<StepOutcome[]>;
}

export type DirectoryFor = (customer: CustomerId) => Directory;

// ---------------------------------------------------------------- mail

/** One mail to one recipient. */
export interface Mail {
  /** One strict address. */
  to: string;
  subject: string;
  text: Secret<string>;
  html: Secret<string>;
  /** Stable per (job, part, recipient), so that a duplicate is recognisable. Without angle brackets. */
  messageId: string;
}

export type MailOutcome =
  /** The SMTP server took it. */
  | { status: 'accepted'; response: string }
  /** 4xx: it may be taken later. */
  | { status: 'deferred'; response: string }
  /** 5xx: it will not be taken. */
  | { status: 'refused'; response: string }
  /** No server, no TLS, no login: nothing was sent. */
  | { status: 'unreachable'; response: string };

export interface Mailer {
  /** Paced; never throws for what the server says. `response` is SMTP's own words, one line. */
  send(mail: Mail): Promise<MailOutcome>;
}

// ---------------------------------------------------------------- store

/** An error as stored and shown. */
export interface StoredError {
  code: ErrorCode;
  message: string;
  next: string;
}

/** `deliver` is kept per recipient in {@link Delivery}. */
export interface StepRecord {
  state: 'todo' | 'done' | 'failed' | 'skipped';
  error?: StoredError;
  at?: number;
}

/** One person in a job: intent and result together. */
export interface RowRecord {
  /** Unique in the job, stable: `r0001`. */
  rowId: string;
  /** Line in the file it came from, if it came from one. */
  sourceRow?: number;
  /** The user name is pinned: it never changes after accept. */
  person: Person;
  accountEnabled: boolean;
  licenses: readonly string[];
  operationId: string;
  /** Drawn and sealed before the first create; sealed again only when Graph refused the password itself. */
  password: Sealed;
  passwordDraws: number;
  /** A create was sent, so a lost answer must be looked up. */
  attempted: boolean;
  objectId?: string;
  /** The mail this person's password is in, 1-based: once given, it never changes. */
  part?: number;
  /** Shown to the requester before a retry made the job's own reveal free again. */
  revealedAt?: number;
  create: StepRecord;
  license: StepRecord;
  /** The account was deleted again because somebody pressed Undo. */
  undo?: StepRecord;
}

/** One mail of first passwords to one recipient. */
export interface Delivery {
  recipient: string;
  /** 1-based; a part holds at most 100 people. */
  part: number;
  parts: number;
  state: 'todo' | 'accepted' | 'deferred' | 'refused' | 'unreachable';
  response?: string;
  at?: number;
}

/**
 * A message that outlives a request. It is stored with the change that causes it and (re)sent until `ref` is
 * known; its view is made anew from the subject each time, so nothing stale or secret is stored.
 */
export interface OutMessage {
  kind: 'progress' | 'results';
  /** Where it goes. A `place.message` is updated in place instead of posting anew. */
  place: Place;
  ref?: MessageRef;
  /** True once the final view was delivered. */
  settled: boolean;
}

export interface JobRecord {
  /** Made from request id and version, so that accepting twice finds it. */
  id: string;
  customer: CustomerId;
  requestId: string;
  requestVersion: number;
  kind: 'one' | 'bulk';
  requestedBy: { actorId: string; name: string; platform: Platform; userId: string };
  place: Place;
  settings: RequestSettings;
  fileName?: string;
  /** Ticket or reason, kept in the audit entry too. */
  reason?: string;
  total: number;
  /** `stopping` still has calls in flight; `stopped` can be resumed by retry; `done` has nothing left to do. */
  state: 'running' | 'stopping' | 'stopped' | 'done';
  key: WrappedKey;
  createdAt: number;
  finishedAt?: number;
  deliveries: readonly Delivery[];
  /** Passwords were shown to the requester. */
  revealedAt?: number;
  /** Somebody asked to delete again what this job created. `running` is taken up again after a restart. */
  undo?: { state: 'running' | 'done'; at: number };
  messages: readonly OutMessage[];
}

/** What somebody is still working on. Drafts expire; they never hold a password. */
export interface DraftRecord<Data = unknown> {
  id: string;
  version: number;
  kind: 'person' | 'roster';
  owner: string;
  customer: CustomerId;
  place: Place;
  data: Data;
  createdAt: number;
  expiresAt: number;
}

/** Append-only. No secret in it. */
export interface AuditEntry {
  at: number;
  /** Policy id, or `platform:userId` for somebody the policy does not know. */
  actor: string;
  platform: Platform | 'system';
  what: string;
  outcome: 'done' | 'refused' | 'failed';
  customer?: CustomerId;
  subject?: string;
  detail?: Readonly<Record<string, string | number | boolean>>;
}

/** Where state lives. One contract suite runs on every implementation. */
export interface Store {
  /** Intent for all rows, durable on return. `exists` when the job id is already there; then nothing changes. */
  accept(job: JobRecord, rows: readonly RowRecord[]): Promise<'accepted' | 'exists'>;
  loadJob(jobId: string): Promise<JobRecord | undefined>;
  /** In the order of accept. */
  loadRows(jobId: string): Promise<RowRecord[]>;
  /** Jobs that still run or have unsettled messages. */
  listUnfinished(): Promise<JobRecord[]>;
  /** Newest first. */
  listJobs(filter: { actorId?: string; limit: number }): Promise<JobRecord[]>;
  /**
   * Reads, changes and durably writes a job in one step; changes to one job run one after the other.
   * `change` returns the new record, or undefined to leave it (then the result is undefined: compare-and-set).
   */
  updateJob(jobId: string, change: (job: JobRecord) => JobRecord | undefined): Promise<JobRecord | undefined>;
  /** Rows' new state. Visible to loadRows at once, on disk within a second; `flush` waits for the disk. */
  record(jobId: string, rows: readonly RowRecord[]): void;
  /** Everything recorded for this job is on disk on return. Rejects if it could not be written. */
  flush(jobId: string): Promise<void>;

  saveDraft(draft: DraftRecord): Promise<void>;
  loadDraft(id: string): Promise<DraftRecord | undefined>;
  /** Compare-and-set on version: stores `data` as version+1, or answers undefined when somebody else did. */
  updateDraft(id: string, version: number, data: unknown): Promise<DraftRecord | undefined>;
  deleteDraft(id: string): Promise<void>;

  /** Where a user can be reached directly. */
  saveDirect(platform: Platform, userId: string, place: Place): Promise<void>;
  loadDirect(platform: Platform, userId: string): Promise<Place | undefined>;

  /** True when `key` was seen within its time; remembers it otherwise. Answers from memory, never waits for the disk. */
  seen(key: string, ttlMs: number): boolean;
  /** Durable on return. */
  audit(entry: AuditEntry): Promise<void>;
  /** Newest first. */
  readAudit(filter: { actor?: string; subject?: string; limit: number }): Promise<AuditEntry[]>;
  /** Throws when the store cannot be written now. */
  check(): Promise<void>;
  /** Flushes everything and lets go of the lock. */
  close(): Promise<void>;
}

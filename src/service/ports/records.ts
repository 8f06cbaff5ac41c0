import type { Act, StateBefore } from '../../domain/acts.ts';
import type { ErrorCode } from '../../domain/errors.ts';
import type { Language } from '../../domain/languages.ts';
import type { LeaveChoice } from '../../domain/leaveSteps.ts';
import type {
  CustomerId,
  GroupRef,
  HeldLicense,
  LicenseChoice,
  ManagerRef,
  MessageRef,
  Person,
  Place,
  Platform,
  RequestSettings,
  RosterRow,
  Task,
} from '../../domain/terms.ts';
import type { Sealed, WrappedKey } from '../../secrets/sealing.ts';
import type { Ordered } from './order.ts';
import type { LinkRecord } from './shownSecrets.ts';

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
  /** Of a password that somebody who exists was given. */
  order?: number;
}

/** One thing that is done to somebody who exists, and what became of it. */
export interface ActRecord extends StepRecord {
  act: Act;
  /** Of a restore or a deletion: when it was sent last, as long as its answer is not known. On disk before it is sent. */
  sentAt?: number;
  /** It was so before, and not by this row. */
  already?: true;
}

/** Something that Microsoft Graph cannot do, so that a person has to. */
export interface LeftForPerson {
  /** `Make the mailbox a shared one`. */
  what: string;
  /** To paste into Exchange Online PowerShell, filled in. Left out: there is no command for it. */
  command?: string;
  /** Somebody said that it is done: their name, and when. Left out: not yet. */
  doneBy?: string;
  doneAt?: number;
  /** Since when nobody has to do it any more: the person came back. */
  needlessAt?: number;
}

/** How the licenses of somebody who exists are to change. */
export interface RowChange {
  /** To give, or to give again with other services switched off. */
  add: readonly LicenseChoice[];
  /** skuIds. */
  remove: readonly string[];
  /** What they held before, for Undo. On disk before the first change, and never written again. */
  before?: readonly HeldLicense[];
}

/** One person in a job: intent and result together. */
export interface RowRecord {
  /** Unique in the job, stable: `r0001`. */
  rowId: string;
  /** Line in the file it came from, if it came from one. */
  sourceRow?: number;
  /** The user name is pinned: it never changes after accept, but for whoever is offboarded, until the first act. */
  person: Person;
  accountEnabled: boolean;
  /** What the person reads, where the account says it: of one that was there before. */
  language?: Language;
  licenses: readonly string[];
  groups?: readonly GroupRef[];
  managedBy?: ManagerRef;
  /** Who gets this person's password instead of the job's recipients; empty: nobody. */
  recipients?: readonly string[];
  operationId: string;
  /** Drawn and sealed before the first create; sealed again only when Graph refused the password itself. */
  password: Sealed;
  passwordDraws: number;
  /** A create was sent, so a lost answer must be looked up. */
  attempted: boolean;
  objectId?: string;
  /** Of a job that restores: empty; its `license` step brings the account back. Of a job that assigns: its `license` step carries it out. `person.usageLocation` is set where there is none. */
  change?: RowChange;
  /** Of a job that changes people or puts them back, in their order: its `license` step carries them out. `change` is empty. */
  acts?: readonly ActRecord[];
  /** Of what `acts` change, how it was right before the first of them. Left out: not yet, or done by the code of before. */
  before?: StateBefore;
  /** Of a job that offboards: what was chosen. `acts` are made of it until the first of them is done. */
  leaving?: LeaveChoice;
  /** What was planned of the deletion of who was offboarded: the request and its time, or why there is none. Left out: nothing. */
  deletion?:
    | {
        requestId: string;
        at: number;
        needsApproval?: true;
        /** What has become of it since. Never stored: filled in where it is shown. */
        now?: 'toCome' | 'kept' | 'unapproved' | 'over';
      }
    | { error: StoredError };
  /** What is left for a person once the acts are done. */
  left?: readonly LeftForPerson[];
  /** What was not put back, in whole sentences. Left out: nothing. */
  stays?: readonly string[];
  /** The account was found again after an older copy of the records was restored, so that its password may have been mailed. */
  mailDoubt?: true;
  /** The mail this person's password is in, 1-based: once given, it never changes. */
  part?: number;
  /** Shown to the requester before a retry made the job's own reveal free again. */
  revealedAt?: number;
  /** Nothing more is done for it, because of what somebody else had done to this person since: see its errors. */
  overtakenAt?: number;
  create: StepRecord;
  license: StepRecord;
  /** Into all of its groups; left out: there are none. */
  group?: StepRecord;
  /** Left out: there is no manager to set. */
  manager?: StepRecord;
  /** The account was deleted again because somebody pressed Undo. */
  undo?: StepRecord;
  /** An admin had what was kept about this person deleted: the row says nothing of them, and nothing is done for it. */
  forgottenAt?: number;
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
  /** How often it was put off. Left out: never, or before that was counted. */
  tries?: number;
  /** Hash of the one-time link that it brings, instead of the passwords. */
  link?: string;
  /** The link was opened. */
  openedAt?: number;
}

/** What became of a one-time link, for the requester. */
export interface LinkNews {
  kind: LinkRecord['kind'];
  recipient: string;
  openedAt?: number;
  /** Why whoever opened it saw nothing: the customer was removed, the role was lost, or no password was left to show. */
  empty?: 'customer' | 'role' | 'none';
  expiresAt: number;
  tries: number;
  triedAt?: number;
}

/** What became of mails that were put off while their job ran, for its requester. */
export interface MailNews {
  /** `gaveUp`: it was put off for as long as it is tried. */
  outcome: 'accepted' | 'refused' | 'gaveUp';
  /** Ten at most. */
  recipients: readonly string[];
  more: number;
}

/**
 * A message that outlives a request. It is stored with the change that causes it and (re)sent until `ref` is
 * known; its view is made anew from the subject each time, so nothing stale or secret is stored.
 */
export interface OutMessage {
  kind: 'progress' | 'results' | 'link' | 'mail';
  /** Of a `link`: its hash, and what is to be told. */
  link?: LinkNews & { hash: string };
  /** Of a `mail`. */
  mail?: MailNews;
  /** Where it goes. A `place.message` is updated in place instead of posting anew. */
  place: Place;
  ref?: MessageRef;
  /** True once the final view was delivered. */
  settled: boolean;
}

/** Somebody of the file, or of the request, whom a job leaves out. */
export interface LeftOutRow {
  /** Line in the file, if they came from one. */
  row?: number;
  /** Empty: the row has none. */
  displayName: string;
  /** As written, right or wrong; empty: the row has none. */
  userPrincipalName: string;
  /** In whole sentences. */
  reason: string;
  /** All else that the row says, for the results file. Left out: nothing, or the code of before did not keep it. */
  again?: Pick<RosterRow, 'person' | 'accountEnabled' | 'own'>;
}

export interface JobRecord extends Ordered {
  /** Made from request id and version, so that accepting twice finds it. */
  id: string;
  customer: CustomerId;
  /** The file for several customers of which this is one's part, and whose message tells of it. Left out: it is no such part. */
  wave?: string;
  requestId: string;
  requestVersion: number;
  kind: 'one' | 'bulk';
  /** Left out: `create`. */
  task?: Task;
  requestedBy: { actorId: string; name: string; platform: Platform; userId: string };
  place: Place;
  settings: RequestSettings;
  fileName?: string;
  /** Ticket or reason, kept in the audit entry too. */
  reason?: string;
  total: number;
  /** Who was in the file and is not among the rows. Left out: nobody, or the code of before did not keep it. */
  leftOut?: readonly LeftOutRow[];
  /** `stopping` still has calls in flight; `stopped` can be resumed by retry; `done` has nothing left to do. */
  state: 'running' | 'stopping' | 'stopped' | 'done';
  key: WrappedKey;
  createdAt: number;
  finishedAt?: number;
  /** As its order, of its end. */
  finishedOrder?: number;
  /** It was stopped at a start because whoever asked had lost the role for it. */
  haltedAt?: number;
  /** Left out: for that. `customer`: its customer is gone from the policy. */
  haltedFor?: 'customer';
  /** When its requester last pressed something of it. Left out: when it was created. */
  pressedAt?: number;
  deliveries: readonly Delivery[];
  /** Passwords were shown to the requester. */
  revealedAt?: number;
  /** Claimed to be shown, and not confirmed: whoever claimed it may have died in between. */
  revealUnsure?: true;
  /** `key` was destroyed: the passwords' keeping time was over. */
  passwordsGoneAt?: number;
  /** Hash of the one-time list link that the requester was given last. */
  listLink?: string;
  /** When it was decided last what becomes of mails that may have been sent before an older copy of the records was restored. */
  mailsHeldAt?: number;
  /** Recipients somebody added after the job had ended. */
  sentTo?: readonly string[];
  /** The request by which its Undo asked to give licenses back. */
  undoRequest?: string;
  /** Somebody asked to delete again what this job created. `running` is taken up again after a restart. */
  undo?: { state: 'running' | 'done'; at: number };
  messages: readonly OutMessage[];
}

/** What the run of a job said of itself last. */
export interface JobProgress {
  at: number;
  /** Whole seconds from then until no row waits. Left out: that cannot be told. */
  secondsLeft?: number;
}

/** Append-only. No secret in it. */
export interface AuditEntry {
  at: number;
  /**
   * Policy id; `platform:userId` for somebody the policy does not know; `mail:address` for whoever opened the link that was
   * mailed there.
   */
  actor: string;
  platform: Platform | 'system';
  /** The conversation it was asked for in, as the chat names it. Left out: nobody asked just then. */
  where?: string;
  what: string;
  outcome: 'done' | 'refused' | 'failed';
  customer?: CustomerId;
  subject?: string;
  detail?: Readonly<Record<string, string | number | boolean>>;
}

import type { Act, StateBefore } from '../../domain/acts.ts';
import type { Language } from '../../domain/languages.ts';
import type { LeaveChoice } from '../../domain/leaveSteps.ts';
import type {
  CustomerId,
  GroupRef,
  ManagerRef,
  MessageRef,
  Person,
  Place,
  Platform,
  RequestSettings,
  Task,
} from '../../domain/terms.ts';
import type { Ordered } from './order.ts';
import type { LeftForPerson, LeftOutRow, RowChange, StoredError } from './records.ts';

/** One person of a request: what a job's row is made from. */
export interface AskedPerson {
  person: Person;
  accountEnabled: boolean;
  /** What the person reads, where the account says it. */
  language?: Language;
  licenses: readonly string[];
  groups?: readonly GroupRef[];
  manager?: ManagerRef;
  /** Instead of those of the settings. */
  recipients?: readonly string[];
  /** Line in the file it came from, if it came from one. */
  sourceRow?: number;
  /** Of somebody who exists, or was deleted: for all tasks but `create`. */
  objectId?: string;
  /** For `assign`; `licenses` then names those that are added. */
  change?: Pick<RowChange, 'add' | 'remove'>;
  /** For `change` and `putBack`; `licenses` then names those that are given anew. */
  acts?: readonly Act[];
  /** Of what `acts` change, how it was when it was asked for. Left out: not looked up, or asked for by the code of before. */
  before?: StateBefore;
  /**
   * skuIds that a deleted account comes back with by itself, its own or a group's. They are among `licenses` whether they
   * were chosen or not. Left out: none, or asked for by the code of before.
   */
  keeps?: readonly string[];
  left?: readonly LeftForPerson[];
  /** For `putBack` and `restore`: what stays as it is, in whole sentences. Left out: nothing. */
  stays?: readonly string[];
  /** For `leave`: `acts` are made anew of it when it is carried out. Left out: asked for by the code of before. */
  leaving?: LeaveChoice;
}

/** When something is carried out, once nobody's approval is missing. Left out: at once. */
export interface AskedTime {
  /** Milliseconds since the epoch. */
  startsAt?: number;
  /** IANA name of the time zone that it was given in. */
  zone?: string;
  /** Id of the planned request whose place it takes. */
  replaces?: string;
  /** When that one was to start, as it is said to whoever decides. Left out: it has none, or the code of before asked. */
  insteadOf?: { startsAt: number; zone: string };
}

/** What is asked for, whole: when it is approved, the job is made from this and from nothing else. */
export interface AskedJob extends AskedTime {
  /** The draft it came from. */
  draftId: string;
  draftVersion: number;
  kind: 'one' | 'bulk';
  /** Left out: `create`. */
  task?: Task;
  people: readonly AskedPerson[];
  /** Of how many this is a part, when it was asked for. Left out: it is no part, or the code of before made it. */
  ofAll?: number;
  /** Who is not asked for. Left out: nobody. */
  leftOut?: readonly LeftOutRow[];
  settings: RequestSettings;
  fileName?: string;
  reason?: string;
}

/** An approver's answer to one version of a request. */
export interface DecisionRecord {
  /** Policy id. */
  by: string;
  name: string;
  platform: Platform;
  /** The conversation they decided in. */
  where?: string;
  decision: 'approve' | 'decline';
  reason?: string;
  version: number;
  /** Of what was asked for, as it was when they decided. */
  hash: string;
  at: number;
}

/** Less was asked for from this version on; of a plan, less is carried out, and the version stays. */
export interface ChangeRecord {
  /** Policy id. */
  by: string;
  name: string;
  platform: Platform;
  /** The version that it made. */
  version: number;
  /** How many were left out, and how many licenses taken away from all. */
  people: number;
  licenses: number;
  /** Who was left out. Left out: nobody, or the code of before did not keep it. */
  leftOut?: readonly Pick<Person, 'displayName' | 'userPrincipalName'>[];
  at: number;
}

/** What somebody wrote about a request that waits, for the other side to read. */
export interface NoteRecord {
  /** Policy id. */
  by: string;
  name: string;
  platform: Platform;
  text: string;
  /** The message it came as, where it is one; the same again is a second delivery. */
  messageId?: string;
  at: number;
}

/** One person's copy of the card about a request, in one chat. */
export interface RequestCopy {
  /** Policy id. */
  to: string;
  as: 'requester' | 'approver';
  platform: Platform;
  userId: string;
  /** The message that becomes this copy; without it one is posted. */
  ref?: MessageRef;
  /** What the copy shows: it is sent again until that is the request's present state. */
  shown?: string;
}

/** Somebody who is asked because the directory has them as a manager. */
export interface ManagerApprover {
  /** Policy id, or `entra:` and the object id for somebody whom the policy does not name. */
  id: string;
  objectId: string;
  name: string;
  /** User names of those they are the manager of; empty when it is whoever asks. */
  of: readonly string[];
  /** Could not be reached, or did not answer in time: the rule's fallback may answer for theirs. */
  excused?: true;
}

/** Something asked for that waits for somebody's approval, or waited. */
export interface RequestRecord extends Ordered {
  id: string;
  /** Changes when what is asked for changes; a decision counts for one version. */
  version: number;
  state: 'waiting' | 'approved' | 'declined' | 'cancelled' | 'expired';
  customer: CustomerId;
  requestedBy: { actorId: string; name: string; platform: Platform; userId: string };
  place: Place;
  asked: AskedJob;
  /** SHA-256 of what is asked for. */
  hash: string;
  /** Name of the policy's rule; empty: it needed nobody's approval, and only waits for its hour. */
  rule: string;
  /** How many must approve. */
  needed: number;
  /** Ids of those who were asked: of the policy, or of {@link ManagerApprover}. */
  approvers: readonly string[];
  managers?: readonly ManagerApprover[];
  /** Why others were not asked, or do not count any more: sentences without their period. */
  notCounted?: readonly string[];
  decisions: readonly DecisionRecord[];
  /** Oldest first. */
  changes?: readonly ChangeRecord[];
  /** Oldest first. */
  notes?: readonly NoteRecord[];
  copies: readonly RequestCopy[];
  createdAt: number;
  expiresAt: number;
  /** Since when too few of those who were asked can be read: until they can be, it doesn't expire. Left out: enough can. */
  unreadSince?: number;
  /** When those who were asked are to be reminded. Left out: never, or they were. */
  remindAt?: number;
  /** When it is to be passed on to the rule's fallback. Left out: never, or it was. */
  passOnAt?: number;
  /** When it was passed on. */
  passedOnAt?: number;
  /** Since when it is due to be passed on, with nobody there to pass it on to. */
  stuckAt?: number;
  /** When those who were asked were last sent the card once more. */
  remindedAt?: number;
  /** When whoever asked is to be reminded that it starts. Left out: never, or they were. */
  tellAt?: number;
  /** When they were. */
  toldAt?: number;
  /**
   * Ids of the admins who were reminded with them, while others are to be: those in groups that couldn't be read then. Left out:
   * all were, or nobody so far.
   */
  toldAdmins?: readonly string[];
  /** When those concerned were told that nobody has decided yet what has an hour of its own. Left out: not so far. */
  warnedAt?: number;
  /** Id of the request with which it was asked for once more, after it came to nothing. */
  againAs?: string;
  /**
   * Object ids of those who were taken out of a plan after it was approved: they are not carried out. What was asked for
   * stays as it was approved. Left out: nobody.
   */
  withdrawn?: readonly string[];
  /** Its hour has come, or its job is about to be made: from then on nobody can cancel it. */
  begunAt?: number;
  /** Who canceled it, by name. Left out: its requester. */
  cancelledBy?: string;
  /** When it was decided, cancelled or expired. */
  closedAt?: number;
  /**
   * Name of the rule under which the offboarding was approved that said this deletion: it needs no other yes by that rule.
   * Left out: none.
   */
  coveredBy?: string;
  /** Id of that offboarding's request, whose approvers are looked at again on the day. Left out with the name. */
  coveredIn?: string;
  /**
   * The file for several customers of which this is one's part: its message says what becomes of it. While it is `held`,
   * it waits for its turn. `customers`: how many were asked for together, left out by the code of before. Left out: it is no
   * such part.
   */
  wave?: { id: string; held?: true; customers?: number };
  /** The job it became. */
  jobId?: string;
  /**
   * What passes by itself keeps it from starting, or has: since when, why, as a sentence, and when whoever asked was told. Left
   * out: nothing has.
   */
  waits?: { since: number; why: string; toldAt?: number };
  /** Approved, but could not be started. */
  problem?: StoredError;
}

import type {
  Actor,
  CustomerId,
  MessageRef,
  PasswordDelivery,
  Place,
  Problem,
  RequestSettings,
} from '../domain/terms.ts';
import type { Secret } from '../secrets/secret.ts';
import type { Approvals, RequestState } from './approvals/approvals.ts';
import type { Histories } from './audit/history.ts';
import type {
  ChosenPreset,
  PersonDraft,
  PersonFormValues,
  RosterDraft,
  SetupValues,
} from './drafts/draftData.ts';
import type { CustomerFacts, SeatNeed } from './facts/customerFacts.ts';
import type { Assigning } from './licensing/assigning.ts';
import type { LicenseOverviews } from './licensing/licenseOverview.ts';
import type { LookUps } from './people/lookUps.ts';
import type { Resetting } from './people/resetting.ts';
import type { DraftRecord } from './ports/drafts.ts';
import type { Delivery, JobRecord, LeftOutRow, RowRecord, Task } from './ports/records.ts';
import type { AskedPerson } from './ports/requests.ts';
import type { Presets } from './presets/presets.ts';

/** Totals of a job now. */
export interface JobCounts {
  total: number;
  created: number;
  /** Not created, and will not be without a retry. */
  failed: number;
  /** Created, but a later step failed. */
  partly: number;
  /** Created, and deleted again by Undo. */
  undone: number;
  waiting: number;
}

/** A job as flows show it. */
export interface JobState {
  job: JobRecord;
  /** Of a bulk job only when it is over: its progress needs none, and copies of thousands hold up everybody. */
  rows: readonly RowRecord[];
  counts: JobCounts;
  /** From the quota and the measured rate; undefined before there is one. */
  secondsLeft: number | undefined;
  /** skuId → product name. */
  licenseNames: Readonly<Record<string, string>>;
}

/** A won claim on a job's first passwords. Release it when they could not be shown. */
export interface RevealClaim {
  people: readonly { displayName: string; userPrincipalName: string; password: Secret<string> }[];
  /** Makes the claim free again, and audits why. */
  release(reason: string): Promise<void>;
}

/** What a one-time link shows, once. */
export interface TakenLink {
  /** The accounts were there before and have a new password. */
  isReset?: boolean;
  customer: string;
  createdBy: string;
  people: readonly {
    displayName: string;
    userPrincipalName: string;
    password: Secret<string>;
    accountEnabled: boolean;
    /** Shown in place of the password. */
    pass?: { value: Secret<string>; until: number };
  }[];
}

/** A one-time page with a job's first passwords, for its requester. */
export interface ListLink {
  url: Secret<string>;
  people: number;
  expiresAt: number;
  /** Makes the link void, and audits why. */
  release(reason: string): Promise<void>;
}

export interface ServiceEvents {
  /** Rows changed. At most a few times a second. */
  progress: (jobId: string) => void;
  /** Done or stopped, with deliveries made. Settled messages are stored before this fires. */
  finished: (jobId: string) => void;
  /** A one-time link was opened or tried in vain. The message about it is stored before this fires. */
  linkUsed: (jobId: string) => void;
  /** Taken up again at start. */
  resumed: (jobId: string) => void;
  /** A request for approval was made or has changed. What its copies show is stored before this fires. */
  request: (requestId: string) => void;
}

/** What is asked for when a job is accepted. */
export interface AcceptRequest {
  actor: Actor;
  place: Place;
  /** The draft it came from: id and version make the job id. */
  requestId: string;
  requestVersion: number;
  kind: 'one' | 'bulk';
  /** Left out: `create`. */
  task?: Task;
  people: readonly AskedPerson[];
  /** Who of the file is not among them, and why. */
  leftOut?: readonly LeftOutRow[];
  settings: RequestSettings;
  fileName?: string;
  reason?: string;
  /** It waited for approval, so that whoever asked does not look: the end is the first they hear of it. */
  isApproved?: boolean;
  /** A message to turn into the progress message; without it a new direct message is posted. */
  message?: MessageRef;
}

/** A file as a chat hands it over. */
export interface IncomingFile {
  name: string;
  /** As the chat says; not to be trusted. */
  size?: number;
  /** Starts the download. Throws RollcallError (FILE_*) for hosts, sizes and answers that are refused. */
  open(): Promise<AsyncIterable<Uint8Array>>;
}

/**
 * The provisioning service: the one thing both chats call. Methods throw RollcallError.
 * Roles are checked by the caller's flow at the click; ownership of drafts and jobs is checked here.
 */
export interface Provisioning
  extends LicenseOverviews,
    Histories,
    LookUps,
    Presets,
    Assigning,
    Resetting,
    Approvals {
  /** The last known facts when the directory is down, so that an open form is not lost. */
  readFacts(customer: CustomerId, groupIds?: readonly string[]): Promise<CustomerFacts>;

  /** A new, empty person form for this actor, with defaults. `prefill` wins over the defaults. */
  openPerson(
    actor: Actor,
    place: Place,
    prefill: Partial<PersonFormValues>,
  ): Promise<DraftRecord<PersonDraft>>;
  loadPerson(actor: Actor, draftId: string): Promise<DraftRecord<PersonDraft>>;
  /** Keeps values (and whether contact fields show) without checking them. */
  keepPerson(
    actor: Actor,
    draftId: string,
    values: PersonFormValues,
    showContact: boolean,
    preset?: ChosenPreset,
  ): Promise<DraftRecord<PersonDraft>>;
  /** Rules that need no directory call. Field id → what is wrong. Empty when all is well. */
  checkPersonLocally(facts: CustomerFacts, values: PersonFormValues): Problem[];
  /**
   * Every rule, and the directory: taken names, look-alikes, seats. Problems with severity `error` stop it;
   * otherwise the draft now has `checked`.
   */
  checkPerson(
    actor: Actor,
    draftId: string,
    values: PersonFormValues,
  ): Promise<{ draft: DraftRecord<PersonDraft>; problems: Problem[] }>;

  /** Reads and verifies a file. */
  openRoster(actor: Actor, place: Place, file: IncomingFile): Promise<DraftRecord<RosterDraft>>;
  loadRoster(actor: Actor, draftId: string): Promise<DraftRecord<RosterDraft>>;
  /** Agrees to how the headers were read, where that was a guess. Before that nothing else goes on. */
  agreeToColumns(actor: Actor, draftId: string, version: number): Promise<DraftRecord<RosterDraft>>;
  /**
   * Says that the names of a file are right, where its encoding is a guess or they look garbled; audited. Before that
   * nothing else goes on. Throws NOT_YET while the columns they stand in are a guess.
   */
  agreeToNames(actor: Actor, draftId: string, version: number): Promise<DraftRecord<RosterDraft>>;
  /**
   * Restores the deleted account that had the user name of this line of the file, or asks for the approval that its
   * licenses need, and takes the line out of the roster. Throws VERSION_STALE, ALREADY_DONE when there is no such account, and what the directory throws.
   */
  restoreInstead(
    actor: Actor,
    place: Place,
    draftId: string,
    version: number,
    row: number,
  ): Promise<DraftRecord<RosterDraft>>;
  /** Applies every suggested fix and verifies again. */
  takeSuggestions(actor: Actor, draftId: string, version: number): Promise<DraftRecord<RosterDraft>>;
  /** The verification log: original columns plus problem and fix, only rows with findings. CSV text. */
  rosterLog(draft: DraftRecord<RosterDraft>): string;
  /** Keeps the set-up form's values without checking them. */
  keepSetup(
    actor: Actor,
    draftId: string,
    values: SetupValues,
    preset?: ChosenPreset,
  ): Promise<DraftRecord<RosterDraft>>;
  /** Checks the set-up form against rules and seats; keeps it when nothing is wrong. */
  setUpRoster(
    actor: Actor,
    draftId: string,
    settings: {
      signIn: string;
      usageLocation: string;
      licenses: string[];
      /** Group ids. */
      groups?: string[] | undefined;
      recipients: string;
      delivery?: PasswordDelivery | undefined;
      reason: string;
    },
  ): Promise<{ draft: DraftRecord<RosterDraft>; problems: Problem[]; seats: SeatNeed[] }>;
  /** The good rows with the settings applied; a value in a row wins. Empty before the set-up form. */
  peopleOf(draft: DraftRecord<RosterDraft>): AcceptRequest['people'];
  /** Cancels: deletes the draft and audits it. Buttons on it then say so. */
  dropRoster(actor: Actor, draftId: string): Promise<void>;
  template(kind: 'blank' | 'sample'): string;

  /**
   * Makes the job durable and starts it. The same request id and version again answers the same job with
   * `existed` true.
   */
  accept(request: AcceptRequest): Promise<{ job: JobRecord; existed: boolean }>;
  loadJob(actor: Actor, jobId: string): Promise<JobState>;
  /** For notify, which speaks for the job itself. */
  readJob(jobId: string): Promise<JobState | undefined>;
  stop(actor: Actor, jobId: string): Promise<JobState>;
  /** Failed and stopped rows only. */
  retry(actor: Actor, jobId: string): Promise<JobState>;
  /** Sends again to recipients whose mail was not accepted, or whose link was not opened. */
  resend(actor: Actor, jobId: string): Promise<{ state: JobState; deliveries: readonly Delivery[] }>;
  /**
   * Sends the same first passwords to more addresses, as text like the form's. Without problems it is under way, and
   * the job's message shows what came of it. Throws NOT_YET while the job runs, NOT_FOUND when nobody was created.
   */
  sendTo(
    actor: Actor,
    jobId: string,
    addresses: string,
  ): Promise<{ problems: readonly Problem[]; state?: JobState }>;
  /**
   * Deletes only what this job created; the directory keeps it for 30 days. Gives back licenses that it took away, or
   * asks for the approval that these need, from `place` (the job's own when left out). Durable, and harmless twice. Throws
   * NOT_YET while the job runs, ALREADY_DONE when there is nothing to delete.
   */
  undo(actor: Actor, jobId: string, place?: Place): Promise<JobState | { request: RequestState }>;
  /** To the requester alone, once, audited before anything is shown. */
  claimPasswords(actor: Actor, jobId: string): Promise<RevealClaim>;
  /**
   * A link to a one-time page with the first passwords that were not shown yet, for the requester alone. A link given
   * before is void. Throws what claimPasswords throws, and CONFIG_INVALID without a public address.
   */
  makeListLink(actor: Actor, jobId: string): Promise<ListLink>;
  /**
   * Opens a one-time link: for one caller, once. Undefined for everybody else, whether it was used, is void, has
   * expired or never was. Audited, and told to the requester, before it is answered.
   */
  takeLink(token: string): Promise<TakenLink | undefined>;
  resultsCsv(state: JobState): string;

  on<E extends keyof ServiceEvents>(event: E, listener: ServiceEvents[E]): void;
  /** Takes up unfinished jobs. */
  resume(): Promise<void>;
  /** Stops claiming rows, finishes calls in flight, flushes. */
  drain(): Promise<void>;
}

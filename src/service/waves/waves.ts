import type { Actor, CustomerId, MessageRef, Place } from '../../domain/terms.ts';
import type { RosterDraft } from '../drafts/draftData.ts';
import type { IncomingFile } from '../incomingFile.ts';
import type { JobCounts } from '../jobs/shownJob.ts';
import type { DraftRecord } from '../ports/drafts.ts';
import type { JobRecord, RowRecord, StoredError } from '../ports/records.ts';
import type { RequestRecord } from '../ports/requests.ts';
import type { SetupAnswers } from '../rosters/rosterSetup.ts';
import type { WaveDraft, WaveLine } from './waveDraft.ts';

/**
 * What has become of one customer's part. Before it is asked for: `unread`, `open` (something is missing) or `ready`; then
 * `asked` (waits for an approval), `held` (waits for its turn), `running`, `done`, `failed`, `refused` (declined, canceled or
 * too late), `stopped` (by somebody, before it was through), `undoing` and `undone`.
 */
export type Standing =
  | 'unread'
  | 'open'
  | 'ready'
  | 'left'
  | 'asked'
  | 'held'
  | 'running'
  | 'done'
  | 'failed'
  | 'refused'
  | 'stopped'
  | 'undoing'
  | 'undone';

/** One customer's part, with the records that it became. */
export interface WaveLineState extends WaveLine {
  standing: Standing;
  /** Until it is asked for. */
  draft?: DraftRecord<RosterDraft>;
  request?: RequestRecord;
  job?: JobRecord;
  /** Of the job. */
  counts?: JobCounts;
  /** Why something failed for the first person for whom it did, and what to do. Left out: nothing has failed. */
  failure?: StoredError;
  /** Names of those who are asked for their approval, or would be. */
  approvers?: readonly string[];
}

/** A file for several customers as it stands now. */
export interface WaveState {
  wave: DraftRecord<WaveDraft>;
  lines: readonly WaveLineState[];
}

/**
 * One file for several customers. Each one's part is carried out as any other file of that customer, with its own approvals;
 * the first wave is finished before the next begins, and nothing more begins once something went wrong. Methods throw
 * RollcallError; each part is touched only as somebody who may act for its customer. Stop and End alone hold for all parts,
 * whoever of those that may press them does: neither brings anything about, and half of one is none.
 */
export interface Waves {
  /**
   * Takes a file apart by its column for the customer, and verifies each part in its own directory. One without such a column
   * is answered as it is, to be read as any other; its bytes are read once.
   */
  open(
    actor: Actor,
    place: Place,
    file: IncomingFile,
  ): Promise<{ state: WaveState } | { file: IncomingFile }>;
  /** The same file, read whole, and whether it says for each person which customer they belong to. Throws FILE_TOO_LARGE. */
  peek(file: IncomingFile): Promise<{ file: IncomingFile; isForSeveral: boolean }>;
  /** The people of a file for one customer, for each of these. Throws INPUT_INVALID for fewer than one, or one of others. */
  copy(actor: Actor, place: Place, draftId: string, customers: readonly CustomerId[]): Promise<WaveState>;
  /** The customers that somebody may create people for, in the place where they speak. */
  listTheirs(actor: Actor): CustomerId[];
  /** Only its owner's; with `admins`, a started one also for an admin of one of its customers. Before the start it shows what each part holds now, and only what was shown can be started. */
  load(actor: Actor, waveId: string, who?: 'admins'): Promise<WaveState>;
  /** For notify; undefined for one that is gone. */
  read(waveId: string): Promise<WaveState | undefined>;
  /**
   * False once the file was started and this part came to nothing: then it is asked for by itself, as a file for one. Throws
   * ALREADY_DONE for any other part of one that was started.
   */
  isOpenPart(draft: DraftRecord<RosterDraft>): Promise<boolean>;
  /** The customers for whom the settings of this part hold as well: none for any but the first part. */
  listAlike(draft: DraftRecord<RosterDraft>): Promise<CustomerId[]>;
  /** The settings of one part were accepted: those of the first part hold for all that have none of their own. */
  setUp(actor: Actor, draft: DraftRecord<RosterDraft>, setup: SetupAnswers): Promise<WaveState>;
  /**
   * Agrees to how the columns were read, for all parts of which they were guessed as shown. Throws VERSION_STALE when anything
   * of it has changed since.
   */
  agree(actor: Actor, waveId: string, version: number): Promise<WaveState>;
  /** Says that the names are right, for all parts where they are in doubt as shown. Throws VERSION_STALE as `agree` does. */
  agreeToNames(actor: Actor, waveId: string, version: number): Promise<WaveState>;
  /** Applies every suggested fix of all parts that are read as they should be. Throws VERSION_STALE as `agree` does. */
  takeSuggestions(actor: Actor, waveId: string, version: number): Promise<WaveState>;
  /** Asks for all parts that are ready, and lets the first wave begin. Throws VERSION_STALE when anything of it has changed since. */
  start(actor: Actor, place: Place, waveId: string, version: number): Promise<WaveState>;
  /**
   * Nothing more begins, and what is under way stops, for every customer. Its owner may, and an admin of one of its customers.
   * Pressed again, it stops what runs by then. Throws ALREADY_DONE for one that came to its end, or stopped by itself with
   * nothing under way.
   */
  stop(actor: Actor, waveId: string): Promise<WaveState>;
  /** Does what is left of a Stop or a Go on whose process died. Harmless twice. */
  finishPress(waveId: string): Promise<void>;
  /**
   * What went wrong so far stops it no longer, parts that were stopped run again, and what could not be asked for is tried
   * again. Pressed twice, it is one. Throws NOT_YET while a part that somebody stopped still runs, and ALREADY_DONE for one that
   * came to its end, or that somebody stops or ends meanwhile.
   */
  goOn(actor: Actor, waveId: string): Promise<WaveState>;
  /** Nothing of it begins any more: what was asked for and has not begun is canceled. Those who may stop it may. */
  end(actor: Actor, waveId: string): Promise<WaveState>;
  /** Deletes one that was not started, with its parts. */
  drop(actor: Actor, waveId: string): Promise<void>;
  /** Retries whatever failed, of all customers. */
  retry(actor: Actor, waveId: string): Promise<WaveState>;
  /** Deletes what was created for all customers. */
  undo(actor: Actor, place: Place, waveId: string): Promise<WaveState>;
  /** Has the job of one part told in a message of its own from now on. */
  tell(actor: Actor, place: Place, waveId: string, customer: CustomerId): Promise<WaveState>;
  /** The results of all customers as CSV text, without passwords. */
  writeResults(actor: Actor, waveId: string, sayDone: (row: RowRecord) => readonly string[]): Promise<string>;
  /** For notify. */
  keepMessage(waveId: string, ref: MessageRef): Promise<void>;
  /** Started ones that notify may still owe a message. */
  listStarted(): Promise<string[]>;
}

import type { Actor, Place, Problem } from '../../domain/terms.ts';
import type { ChosenPreset, RosterDraft, SetupValues } from '../drafts/draftData.ts';
import type { SeatNeed } from '../facts/customerFacts.ts';
import type { IncomingFile } from '../incomingFile.ts';
import type { AcceptRequest } from '../jobs/acceptRequest.ts';
import type { DraftRecord } from '../ports/drafts.ts';
import type { CellFix } from './fixCells.ts';
import type { PartFile } from './matchPart.ts';
import type { FilePart } from './openRoster.ts';
import type { RosterColumns } from './rosterColumns.ts';
import type { SetupAnswers } from './rosterSetup.ts';
import type { KindAnswer } from './verifying/findingKinds.ts';

/** Files of people. Methods throw RollcallError. */
export interface Rosters extends RosterColumns {
  /** Reads and verifies a file; of a workbook of which several sheets may be meant, the sheets only. */
  open(actor: Actor, place: Place, file: IncomingFile): Promise<DraftRecord<RosterDraft>>;
  /** See {@link OpenRoster.openPart}. */
  openPart(actor: Actor, place: Place, part: FilePart): Promise<DraftRecord<RosterDraft>>;
  /** The same people once more, for this or another customer: verified in that one's directory, with user names in its domains. */
  copyPart(
    actor: Actor,
    place: Place,
    draft: Pick<DraftRecord<RosterDraft>, 'customer' | 'data'>,
    wave: string,
  ): Promise<DraftRecord<RosterDraft>>;
  /**
   * What puts a corrected file into one customer's part of a file for several, with what was set up for it; undefined for a
   * file of others. It throws VERSION_STALE when the part was changed meanwhile.
   */
  matchPart(
    actor: Actor,
    place: Place,
    draft: DraftRecord<RosterDraft>,
    file: PartFile,
  ): Promise<(() => Promise<DraftRecord<RosterDraft>>) | undefined>;
  /** Reads and verifies one of these sheets, in the place of the draft that offers them. */
  chooseSheet(actor: Actor, draftId: string, index: number): Promise<DraftRecord<RosterDraft>>;
  load(actor: Actor, draftId: string): Promise<DraftRecord<RosterDraft>>;
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
  /** Puts what was typed into cells that have errors, and verifies again. */
  fixCells(
    actor: Actor,
    draftId: string,
    version: number,
    fixes: readonly CellFix[],
  ): Promise<DraftRecord<RosterDraft>>;
  /** Settles every finding of one kind, as `listKinds` has it, and verifies again. */
  settleKind(
    actor: Actor,
    draftId: string,
    version: number,
    key: string,
    answer: KindAnswer,
  ): Promise<DraftRecord<RosterDraft>>;
  /** Takes the rows back in that were left out by choice, and verifies again. */
  bringBack(actor: Actor, draftId: string, version: number): Promise<DraftRecord<RosterDraft>>;
  /** Keeps what was typed into the form so far, without checking it. */
  keepFixes(actor: Actor, draftId: string, fixes: readonly CellFix[]): Promise<DraftRecord<RosterDraft>>;
  /**
   * The verification log: original columns plus problem and fix, only rows with findings; of one customer's part, it says
   * whose. CSV text.
   */
  writeLog(draft: DraftRecord<RosterDraft>): string;
  /** Keeps the set-up form's values without checking them. */
  keepSetup(
    actor: Actor,
    draftId: string,
    values: SetupValues,
    preset?: ChosenPreset,
  ): Promise<DraftRecord<RosterDraft>>;
  /** Checks the set-up form against rules and seats; keeps it when nothing is wrong. */
  setUp(
    actor: Actor,
    draftId: string,
    setup: SetupAnswers,
  ): Promise<{ draft: DraftRecord<RosterDraft>; problems: Problem[]; seats: SeatNeed[] }>;
  /** The good rows with the settings applied; a value in a row wins. Empty before the set-up form. */
  peopleOf(draft: DraftRecord<RosterDraft>): AcceptRequest['people'];
  /** Cancels: deletes the draft and audits it. Buttons on it then say so. */
  drop(actor: Actor, draftId: string): Promise<void>;
  writeTemplate(kind: 'blank' | 'sample' | 'changes'): string;
}

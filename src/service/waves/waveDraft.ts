import type { Actor, CustomerId, MessageRef } from '../../domain/terms.ts';
import type { StoredError } from '../ports/records.ts';

/** One customer's part of a file for several. */
export interface WaveLine {
  customer: CustomerId;
  /** The roster draft of its people, which becomes its request and its job. Left out: the file could not be checked there. */
  draftId?: string;
  /** The version of that draft which the card shows, and which is asked for. */
  version?: number;
  /** Its settings were chosen for it alone: those for all do not change them. */
  own?: true;
  /** Why the settings for all do not fit it, as a sentence. */
  misfit?: string;
  /** Why it could not be checked, or asked for. */
  problem?: StoredError;
}

/** A line of the file that is for no customer its sender may act for. */
export interface StrayLine {
  /** As the file has it; empty: nothing. */
  said: string;
  /** The first of them, counted from 1. */
  row: number;
  /** How many say the same. */
  rows: number;
  /** The name of the customer that was probably meant. */
  suggestion?: string;
  /** Several customers are called so, or have this domain. */
  isOfSeveral?: true;
  /** Names of the customers whose domains could not be looked up: it may be one of theirs. */
  unanswered?: readonly string[];
}

/** Why something was not done for one customer. */
export interface Refused {
  customer: CustomerId;
  problem: StoredError;
}

/** Who pressed something of a file for several customers, as it is kept. */
export type Presser = Pick<Actor, 'id' | 'name' | 'platform' | 'userId' | 'where'>;

/**
 * A file for several customers: each line is a roster, a request and a job like any other of its customer, and this only says
 * which of them may begin. What became of them stands in their own records.
 */
export interface WaveDraft {
  fileName: string;
  lines: readonly WaveLine[];
  strays: readonly StrayLine[];
  /** Name of the earlier file of the same people in whose place it is. */
  replaces?: string;
  /** Its id. Left out by the code of before. */
  replacesId?: string;
  /** The customer whose file it is a copy of, for each of its customers. Left out: the file says whose each person is. */
  copyOf?: CustomerId;
  /** The last file that corrected parts of it, and whose. */
  corrected?: { fileName: string; customers: readonly CustomerId[] };
  /** `open`: nothing was asked for yet. `stopped`: nothing more begins until somebody goes on. */
  state: 'open' | 'running' | 'stopped' | 'ended' | 'done';
  /** Who started it, as they spoke then. */
  by?: Pick<Actor, 'name' | 'platform' | 'userId'>;
  /** Everybody whose creation was asked for, of all customers. */
  people?: number;
  /** Who stopped it, by name. Left out: it stopped by itself, or it has not. */
  stoppedBy?: string;
  /**
   * Who pressed Stop last, until all that was under way is stopped, so that a kill in between leaves that to others. A Go on
   * takes it away, and with it whatever Stop is under way.
   */
  stopping?: Presser;
  /**
   * Who went on last, until the parts that were stopped run again, so that a kill in between leaves that to others: nothing
   * else begins before that. A Stop or an End takes it away. The order is the press's: what stopped after it stays so.
   */
  goingOn?: Presser & { order: number };
  /** How often Stop or Go on was pressed: only the press that came last is said to be through. */
  resumed?: number;
  /** Who ended it. Left out: nobody has, or the code of before. */
  endedBy?: Presser;
  /** Where something went wrong, and somebody went on all the same. */
  passed?: readonly CustomerId[];
  /** What was asked for last of all parts, and could not be done for these. */
  refused?: readonly Refused[];
  /** Why parts of it can't be asked for yet, as a sentence: it passes by itself. Left out: they could be when last tried. */
  waits?: string;
  /** The message that shows it. */
  message?: MessageRef;
}

import type { Place, Platform } from '../../domain/terms.ts';
import type { ColumnsRecord, PresetRecord } from './drafts.ts';
import type { Store } from './store.ts';

/** The two places where state can be kept. */
export type StoreKind = 'embedded' | 'postgres';

/**
 * What a move notes in both of its stores. `arriving`: it isn't finished here. `left`: all of it was moved to the other
 * one, and whoever went on here would carry everything out a second time.
 */
export interface MoveMark {
  state: 'arriving' | 'left';
  /** Where it comes from, or was moved to. */
  other: StoreKind;
  at: number;
  /** The same in both stores, so that nothing but that one target is filled to the end later. Left out: by the code of before. */
  move?: string;
}

/** What a store is opened for while everything is moved: to be read, or to be filled by this move. */
export type Moving =
  | { way: 'out' }
  /** `isBegun`: the source was left already, so only a target that this move has begun to fill is taken. */
  | { way: 'in'; move: string | undefined; isBegun: boolean };

/** Where a user can be reached directly. */
export interface DirectRecord {
  platform: Platform;
  userId: string;
  place: Place;
}

/** What Rollcall keeps of itself. */
export interface NoteRecord {
  name: string;
  value: unknown;
}

/** A delivery that was taken already. */
export interface SeenRecord {
  key: string;
  until: number;
}

/** A store that can be moved: it also tells what nobody asks for who only works with it. */
export interface MovableStore extends Store {
  /** Every customer's, in no order. So do all below. */
  listAllPresets(): Promise<PresetRecord[]>;
  listAllColumns(): Promise<ColumnsRecord[]>;
  listDirects(): Promise<DirectRecord[]>;
  listNotes(): Promise<NoteRecord[]>;
  /** Also those whose time is over, as long as they are kept. */
  listSeen(): Promise<SeenRecord[]>;
  /** Every line of the audit as it stands, first to last, without its line break. */
  readAuditLines(): AsyncIterable<Uint8Array>;
  /** Lines of another store's audit, in an audit that has none of its own. Durable on return. */
  carryAuditLines(lines: readonly string[]): Promise<void>;
  /** Undefined: nothing was moved from here, or all that was moved here is here. */
  loadMoveMark(): Promise<MoveMark | undefined>;
  /** Durable on return. */
  saveMoveMark(mark: MoveMark | undefined): Promise<void>;
}

import type { OwnColumn, PersonProperty } from '../../domain/terms.ts';
import type { NamePart } from './headerWords.ts';

/** What a column holds. Passwords are never kept; the log's own columns are taken off again. */
export type ColumnMeaning =
  | PersonProperty
  | OwnColumn
  | NamePart
  /** What follows the @ of a user name that stands in another column. */
  | 'domain'
  /** `12a`, which belongs to the street in another column. */
  | 'houseNumber'
  | 'signInBlocked'
  | 'signInAllowed'
  /** Words such as Active and Terminated. */
  | 'status'
  /** Active Directory's bits: 512, and 514 for an account that is disabled. */
  | 'accountControl'
  /** A day on which somebody leaves, or has left. */
  | 'leavingDate'
  | 'password';

/** True for what several columns may hold: nothing of it becomes a value of a person's, so that none overwrites another. */
export function mayRepeat(meaning: ColumnMeaning): boolean {
  return meaning === 'password' || meaning === 'leavingDate';
}

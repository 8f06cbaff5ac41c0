import { RollcallError } from '../../domain/errors.ts';
import type { RosterDraft } from '../drafts/draftData.ts';
import type { DraftRecord } from '../ports/drafts.ts';
import { ROSTER_PROBLEMS } from './words.ts';

const words = ROSTER_PROBLEMS.notAgreed;

function refuse({ message, done, next }: (typeof words)[keyof typeof words]): RollcallError {
  return new RollcallError('NOT_YET', message, { done, next });
}

/** Throws RollcallError NOT_YET for a file with a header that nobody knows, until its columns are chosen. */
export function requirePeople({ rows }: RosterDraft): void {
  if (rows.length > 0) return;
  throw refuse(words.noPeople);
}

/** Throws RollcallError NOT_YET while nobody has agreed to how a file's headers were read. */
export function requireMapping({ mapping }: RosterDraft): void {
  if (mapping === undefined || mapping.agreed) return;
  throw refuse(words.columns);
}

/**
 * Throws RollcallError NOT_YET while nobody has said that a file's names are right, where its encoding is a guess or
 * names in it look garbled.
 */
function requireNames({ names, findings = [] }: Partial<RosterDraft>): void {
  // A draft of version 0.1 says that its encoding was a guess, and has no names to look at.
  if (names === undefined && findings.some(({ code }) => code === 'ENCODING_GUESSED')) {
    throw refuse(words.guessed);
  }
  if (names === undefined || names.agreed) return;
  throw refuse(words.names);
}

/**
 * Throws RollcallError NOT_YET for a file that nobody has agreed to the reading of, its columns and its names; for any
 * other draft nothing. What makes people of a draft asks this, whatever card or form led there.
 */
export function requireAgreed({ kind, data }: DraftRecord): void {
  if (kind !== 'roster') return;
  requireMapping(data as RosterDraft);
  requireNames(data as RosterDraft);
}

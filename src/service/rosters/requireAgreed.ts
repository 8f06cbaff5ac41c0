import { RollcallError } from '../../domain/errors.ts';
import type { RosterDraft } from '../drafts/draftData.ts';
import type { DraftRecord } from '../ports/drafts.ts';

/** Throws RollcallError NOT_YET for a file with a header that nobody knows, until its columns are chosen. */
export function requirePeople({ rows }: RosterDraft): void {
  if (rows.length > 0) return;
  throw new RollcallError('NOT_YET', 'No column of this file is known to hold the names of people.', {
    done: 'Nobody was created.',
    next: 'Press "Choose the columns…" in the message about the file, and say what they hold.',
  });
}

/** Throws RollcallError NOT_YET while nobody has agreed to how a file's headers were read. */
export function requireMapping({ mapping }: RosterDraft): void {
  if (mapping === undefined || mapping.agreed) return;
  throw new RollcallError('NOT_YET', 'Nobody has agreed yet to how the columns of this file were read.', {
    done: 'Nobody was created.',
    next: 'Look at the columns in the message about the file, and press "These columns are right" or "Cancel" there.',
  });
}

/**
 * Throws RollcallError NOT_YET while nobody has said that a file's names are right, where its encoding is a guess or
 * names in it look garbled.
 */
function requireNames({ names, findings = [] }: Partial<RosterDraft>): void {
  // A draft of version 0.1 says that its encoding was a guess, and has no names to look at.
  if (names === undefined && findings.some(({ code }) => code === 'ENCODING_GUESSED')) {
    throw new RollcallError('NOT_YET', 'The letters with accents in this file may have been read wrong.', {
      done: 'Nobody was created.',
      next: 'Attach the file again, and look at the names in the message about it.',
    });
  }
  if (names === undefined || names.agreed) return;
  throw new RollcallError('NOT_YET', 'Nobody has said yet that the names in this file are right.', {
    done: 'Nobody was created.',
    next: 'Look at the names in the message about the file, and press "Names are right" or "Cancel" there.',
  });
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

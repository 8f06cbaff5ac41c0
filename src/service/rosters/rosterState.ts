import { RollcallError } from '../../domain/errors.ts';
import type { RosterDraft } from '../drafts/draftData.ts';
import type { DraftRecord } from '../ports/drafts.ts';

/** The refusal of a button on a file whose people are being created. */
export function refuseStarted(): RollcallError {
  return new RollcallError('ALREADY_DONE', 'This file was already used to create people.', {
    next: 'See the message with its results, or send the file again to start over.',
  });
}

/** The refusal of a button on a file that a newer one replaced. */
export function refuseReplaced(fileName: string, replacedBy: string): RollcallError {
  const same = fileName === replacedBy;
  const by = same ? 'when you sent it again' : `by ${replacedBy}`;
  return new RollcallError('ALREADY_DONE', `${fileName} was replaced ${by}.`, {
    done: 'This button did nothing.',
    next: 'Go on with the newest message about the file.',
    detail: { file: 'replaced' },
  });
}

/** True for the refusal of a button on a file that a newer one replaced, which stays so. */
export function isReplaced(error: unknown): error is RollcallError {
  return error instanceof RollcallError && error.code === 'ALREADY_DONE' && error.detail.file === 'replaced';
}

/**
 * True for a button about rows that have changed since. A set-up form that was only begun changes no row; one that was
 * accepted was checked against these very rows.
 */
export function isOlder({ version, data }: DraftRecord<RosterDraft>, shown: number): boolean {
  if (shown === version) return false;
  return data.settings !== undefined || shown > version || shown < (data.rowsSince ?? 1);
}

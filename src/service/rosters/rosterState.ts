import { RollcallError } from '../../domain/errors.ts';
import type { RosterDraft } from '../drafts/draftData.ts';
import type { DraftRecord } from '../ports/drafts.ts';
import { ROSTER_PROBLEMS } from './words.ts';

/** The refusal of a button on a file whose people are being created. */
export function refuseStarted(): RollcallError {
  const { message, next } = ROSTER_PROBLEMS.started;
  return new RollcallError('ALREADY_DONE', message, { next });
}

/** The refusal of a button on a file that a newer one replaced. */
export function refuseReplaced(fileName: string, replacedBy: string): RollcallError {
  const { message, done, next } = ROSTER_PROBLEMS.replaced;
  return new RollcallError('ALREADY_DONE', message(fileName, replacedBy), {
    done,
    next,
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

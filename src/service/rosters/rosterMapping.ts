import { RollcallError } from '../../domain/errors.ts';
import type { RosterDraft } from '../drafts/draftData.ts';

/** Throws RollcallError NOT_YET while nobody has agreed to how a file's headers were read. */
export function requireMapping({ mapping }: RosterDraft): void {
  if (mapping === undefined || mapping.agreed) return;
  throw new RollcallError('NOT_YET', 'Nobody has agreed yet to how the columns of this file were read.', {
    done: 'Nobody was created.',
    next: 'Look at the columns in the message about the file, and press "These columns are right" or "Cancel" there.',
  });
}

import type { Account } from '../../domain/terms.ts';
import type { WriteOptions } from '../../service/ports/directory.ts';
import { findMeaning, lostError, toError } from '../client/errors.ts';
import type { SendWrites } from '../client/pacedWrites.ts';
import { saysMore } from '../client/written.ts';
import { toAccount, userShape } from './account.ts';

const NOTHING = 'No one was restored.';
const PERHAPS = 'The account may or may not have been restored.';

/**
 * POST /directory/deletedItems/{id}/restore. Microsoft: "Restore deleted item": the account comes back as it was, for 30
 * days after it was deleted. Throws RollcallError: NAME_TAKEN when somebody has its name or mail address by now,
 * NOT_FOUND when it is not among the deleted ones.
 */
export async function restoreAccount(
  sendWrites: SendWrites,
  objectId: string,
  options: WriteOptions,
): Promise<Account> {
  const path = `/directory/deletedItems/${encodeURIComponent(objectId)}/restore`;
  const writes = [{ path, written: saysMore, toBody: () => undefined }];
  const [result] = await sendWrites('restoreAccount', writes, options);
  if (result === undefined || result.kind === 'lost') throw lostError(result?.cause, PERHAPS);
  if (result.kind === 'unsent') throw result.error;
  if (result.kind === 'failure') {
    const perhaps = findMeaning(result.failure).nature === 'unknown';
    throw toError(result.failure, perhaps ? PERHAPS : NOTHING);
  }
  const restored = userShape.safeParse(result.body);
  if (!restored.success || restored.data.id.toLowerCase() !== objectId.toLowerCase()) {
    throw lostError(new Error('an answer that is not that user'), PERHAPS);
  }
  return toAccount(restored.data);
}

import { RollcallError } from '../../domain/errors.ts';
import { PERSON_WORDS } from './words.ts';

const { synced: SAYS } = PERSON_WORDS;

/**
 * Where an on-premises Active Directory keeps the password, Microsoft 365 refuses a new one (graph-docs#7301), or takes
 * it without writing it back, so that the person has two (msgraph-sdk-powershell#1761). With password writeback it may
 * go well, which nothing tells beforehand: it is refused all the same.
 */
export const RESET_SYNCED = new RollcallError('SYNCED', SAYS.reset.message, SAYS.reset);

/** Microsoft: "Microsoft Entra Connect Sync: Attributes synchronized": all of this comes from Active Directory. */
export const CHANGE_SYNCED = new RollcallError('SYNCED', SAYS.change.message, SAYS.change);

/**
 * Restored here alone, the account has nobody in Active Directory any more. Microsoft: "Microsoft Entra Connect Sync:
 * Enable AD recycle bin": the person is restored there, and the account comes back by itself.
 */
export const RESTORE_SYNCED = new RollcallError('SYNCED', SAYS.restore.message, SAYS.restore);

/** Somebody in Active Directory was matched with an account that was created here: it is theirs by now. */
export const UNDO_SYNCED = new RollcallError('SYNCED', SAYS.undo.message, SAYS.undo);

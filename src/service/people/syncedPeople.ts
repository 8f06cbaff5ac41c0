import { RollcallError } from '../../domain/errors.ts';

/**
 * Where an on-premises Active Directory keeps the password, Microsoft 365 refuses a new one (graph-docs#7301), or takes
 * it without writing it back, so that the person has two (msgraph-sdk-powershell#1761). With password writeback it may
 * go well, which nothing tells beforehand: it is refused all the same.
 */
export const RESET_SYNCED = new RollcallError(
  'SYNCED',
  'This person comes from Active Directory, where their password is kept.',
  {
    done: 'The password was not changed.',
    next: 'Have it changed in Active Directory; it reaches Microsoft 365 with the next sync.',
  },
);

/** Microsoft: "Microsoft Entra Connect Sync: Attributes synchronized": all of this comes from Active Directory. */
export const CHANGE_SYNCED = new RollcallError(
  'SYNCED',
  'This person comes from Active Directory, where they are changed.',
  {
    done: 'Nothing was changed.',
    next: 'Have it changed in Active Directory; it reaches Microsoft 365 with the next sync.',
  },
);

/**
 * Restored here alone, the account has nobody in Active Directory any more. Microsoft: "Microsoft Entra Connect Sync:
 * Enable AD recycle bin": the person is restored there, and the account comes back by itself.
 */
export const RESTORE_SYNCED = new RollcallError(
  'SYNCED',
  'This person comes from Active Directory, and was deleted there.',
  {
    done: 'Nobody was restored.',
    next: 'Have the person restored in Active Directory; the account comes back with the next sync.',
  },
);

/** Somebody in Active Directory was matched with an account that was created here: it is theirs by now. */
export const UNDO_SYNCED = new RollcallError(
  'SYNCED',
  'This account belongs to somebody in Active Directory by now.',
  {
    done: 'It was not deleted.',
    next: 'If it must go, have the person deleted in Active Directory.',
  },
);

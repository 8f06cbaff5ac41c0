import { RollcallError } from '../../domain/errors.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import type { JobRecord, StoredError } from '../ports/records.ts';
import { JOB_SERVICE_WORDS } from './words.ts';

const SAYS = JOB_SERVICE_WORDS.rows;

/** Microsoft 365 could not be reached; the message says what was and was not done. */
function whenAway(message: string): StoredError {
  return { code: 'DIRECTORY_DOWN', message, next: SAYS.againWhenBack };
}

/** Throttled for so long that it is told instead of waited for. */
function whenThrottled(message: string): StoredError {
  return { code: 'THROTTLED', message, next: SAYS.againLater };
}

/** Sure that no account came of it. */
export const DIRECTORY_AWAY: StoredError = whenAway(SAYS.away.create);

/** A create was sent and no answer came. */
export const CREATE_IN_DOUBT: StoredError = { code: 'DIRECTORY_DOWN', ...SAYS.createInDoubt };

export const LICENSE_DIRECTORY_AWAY: StoredError = whenAway(SAYS.away.license);

/** Throttled for so long that it is told instead of waited for. */
export const THROTTLED_TOO_LONG: StoredError = whenThrottled(SAYS.throttled.create);

export const LICENSE_THROTTLED_TOO_LONG: StoredError = whenThrottled(SAYS.throttled.license);

export const GROUP_DIRECTORY_AWAY: StoredError = whenAway(SAYS.away.group);

export const GROUP_THROTTLED_TOO_LONG: StoredError = whenThrottled(SAYS.throttled.group);

export const MANAGER_DIRECTORY_AWAY: StoredError = whenAway(SAYS.away.manager);

export const MANAGER_THROTTLED_TOO_LONG: StoredError = whenThrottled(SAYS.throttled.manager);

/** The manager was to be created by the same job, and is not there. */
export function describeNoManager(userPrincipalName: string): StoredError {
  return {
    code: 'NOT_FOUND',
    message: SAYS.noManager.message(userPrincipalName),
    next: SAYS.noManager.next,
  };
}

/** The conflict's object shows in no look-up: deleted accounts and mail addresses hold names too. */
export const NAME_HELD: StoredError = { code: 'NAME_TAKEN', ...SAYS.nameHeld };

/** In conflict after a lost answer, and not seen since: it may be our own account, still on its way. */
export const CONFLICT_IN_DOUBT: StoredError = { code: 'NAME_TAKEN', ...SAYS.conflictInDoubt };

export function describeNameTaken(userPrincipalName: string, holder: string): StoredError {
  return {
    code: 'NAME_TAKEN',
    message: SAYS.nameTaken.message(userPrincipalName, holder),
    next: SAYS.nameTaken.next,
  };
}

/** The name is that of the same person: another job, or somebody else, was first. */
export function describeSamePerson(userPrincipalName: string, holder: string): StoredError {
  return {
    code: 'NAME_TAKEN',
    message: SAYS.samePerson.message(userPrincipalName, holder),
    next: SAYS.samePerson.next,
  };
}

export const PASSWORDS_REFUSED: StoredError = { code: 'PASSWORD_REFUSED', ...SAYS.passwordsRefused };

/** A job's id that nobody has any more. Buttons hold no other ids, so its keeping time was over. */
export function describeNoJob({ retention }: Policy): RollcallError {
  const { message, done, next } = JOB_SERVICE_WORDS.noJob;
  return new RollcallError('NOT_FOUND', message, { done: done(retention.rows), next });
}

/** Why this job's passwords cannot be given out any more; undefined while they can. */
export function checkPasswordsKept({ passwordsGoneAt }: JobRecord): RollcallError | undefined {
  if (passwordsGoneAt === undefined) return undefined;
  const { message, ...more } = JOB_SERVICE_WORDS.passwords.gone;
  return new RollcallError('PASSWORDS_GONE', message, more);
}

export function describeNotYourJob(name: string): RollcallError {
  const { message, done, next } = JOB_SERVICE_WORDS.notYours;
  return new RollcallError('NOT_YOURS', message(name), { done, next: next(name) });
}

export const CHANGE_DIRECTORY_AWAY: StoredError = { code: 'DIRECTORY_DOWN', ...SAYS.changeInDoubt };

export const CHANGE_THROTTLED_TOO_LONG: StoredError = whenThrottled(SAYS.throttled.change);

export const ACT_DIRECTORY_AWAY: StoredError = { code: 'DIRECTORY_DOWN', ...SAYS.actInDoubt };

export const ACT_THROTTLED_TOO_LONG: StoredError = whenThrottled(SAYS.throttled.act);

export const PERSON_GONE: StoredError = { code: 'NOT_FOUND', ...SAYS.gone };

export const NOT_DELETED: StoredError = { code: 'NOT_FOUND', ...SAYS.notDeleted };

export const RESTORED_BEFORE: StoredError = { code: 'ALREADY_DONE', ...SAYS.restoredBefore };

export const RESTORE_IN_DOUBT: StoredError = { code: 'NOT_FOUND', ...SAYS.restoreInDoubt };

export const RESTORED_NOT_SEEN: StoredError = { code: 'NOT_FOUND', ...SAYS.restoredNotSeen };

export const MORE_HELD: StoredError = { code: 'NEEDS_APPROVAL', ...SAYS.moreHeld };

/** The same password is sent again, so whatever happened before does no harm. */
export const RESET_DIRECTORY_AWAY: StoredError = { code: 'DIRECTORY_DOWN', ...SAYS.resetInDoubt };

export const RESET_THROTTLED_TOO_LONG: StoredError = whenThrottled(SAYS.throttled.reset);

import { RollcallError } from '../../domain/errors.ts';
import type { Policy } from '../../domain/policy.ts';
import type { JobRecord, StoredError } from '../ports/records.ts';

/** Microsoft 365 could not be reached; the message says what was and was not done. */
function whenAway(message: string): StoredError {
  return { code: 'DIRECTORY_DOWN', message, next: 'Press Try again when Microsoft 365 answers again.' };
}

/** Throttled for so long that it is told instead of waited for. */
function whenThrottled(message: string): StoredError {
  return { code: 'THROTTLED', message, next: 'Press Try again in half an hour.' };
}

const TRYING_LOOKS_FIRST =
  'Press Try again. Rollcall checks for the account first and never creates it twice.';

/** Sure that no account came of it. */
export const DIRECTORY_AWAY: StoredError = whenAway(
  'Microsoft 365 could not be reached. Nothing was created for this person.',
);

/** A create was sent and no answer came. */
export const CREATE_IN_DOUBT: StoredError = {
  code: 'DIRECTORY_DOWN',
  message: 'Microsoft 365 did not answer, so this account may have been created.',
  next: TRYING_LOOKS_FIRST,
};

export const LICENSE_DIRECTORY_AWAY: StoredError = whenAway(
  'The account was created, but Microsoft 365 could not be reached to assign its licenses.',
);

/** Throttled for so long that it is told instead of waited for. */
export const THROTTLED_TOO_LONG: StoredError = whenThrottled(
  'Microsoft 365 is limiting requests, so Rollcall stopped waiting. Nothing was created for this person.',
);

export const LICENSE_THROTTLED_TOO_LONG: StoredError = whenThrottled(
  'The account was created, but Microsoft 365 is limiting requests, so Rollcall stopped waiting to assign its licenses.',
);

export const GROUP_DIRECTORY_AWAY: StoredError = whenAway(
  'The account was created, but Microsoft 365 could not be reached to add it to its groups.',
);

export const GROUP_THROTTLED_TOO_LONG: StoredError = whenThrottled(
  'The account was created, but Microsoft 365 is limiting requests, so Rollcall stopped waiting to add it to its groups.',
);

export const MANAGER_DIRECTORY_AWAY: StoredError = whenAway(
  'The account was created, but Microsoft 365 could not be reached to set its manager.',
);

export const MANAGER_THROTTLED_TOO_LONG: StoredError = whenThrottled(
  'The account was created, but Microsoft 365 is limiting requests, so Rollcall stopped waiting to set its manager.',
);

/** The manager was to be created by the same job, and is not there. */
export function describeNoManager(userPrincipalName: string): StoredError {
  return {
    code: 'NOT_FOUND',
    message: `The account was created without a manager: ${userPrincipalName} does not exist.`,
    next: 'Press Try again when the manager has an account.',
  };
}

/** The conflict's object shows in no look-up: deleted accounts and mail addresses hold names too. */
export const NAME_HELD: StoredError = {
  code: 'NAME_TAKEN',
  message:
    'Something hidden already uses this user name, such as a deleted account or an email address. Nothing was created.',
  next: 'Choose another user name, or free this one up in Microsoft 365 and press Try again.',
};

/** In conflict after a lost answer, and not seen since: it may be our own account, still on its way. */
export const CONFLICT_IN_DOUBT: StoredError = {
  code: 'NAME_TAKEN',
  message: 'An account that does not show yet uses this user name. It may be the one created here.',
  next: TRYING_LOOKS_FIRST,
};

export function describeNameTaken(userPrincipalName: string, holder: string): StoredError {
  return {
    code: 'NAME_TAKEN',
    message: `${userPrincipalName} belongs to another account (${holder}). Nothing was created, and that account was not changed.`,
    next: 'Choose another user name for this person.',
  };
}

/** The name is that of the same person: another job, or somebody else, was first. */
export function describeSamePerson(userPrincipalName: string, holder: string): StoredError {
  return {
    code: 'NAME_TAKEN',
    message: `${holder} already exists as ${userPrincipalName}: the account was created somewhere else in the meantime. Rollcall did not create it again or change it.`,
    next: 'There is nothing left to do, unless this is someone else with the same name.',
  };
}

export const PASSWORDS_REFUSED: StoredError = {
  code: 'PASSWORD_REFUSED',
  message:
    'Microsoft 365 refused every password that Rollcall generated. Nothing was created for this person.',
  next: 'Check the banned passwords in Microsoft Entra, then press Try again.',
};

/** A job's id that nobody has any more. Buttons hold no other ids, so its keeping time was over. */
export function describeNoJob({ retention }: Policy): RollcallError {
  return new RollcallError('NOT_FOUND', 'This request no longer exists, so its buttons do nothing.', {
    done: `Requests and their results are deleted ${retention.rows} days after they end. What was created stays in Microsoft 365.`,
    next: 'Look the person up with user, or ask an admin or auditor for the history.',
  });
}

/** Why this job's passwords cannot be given out any more; undefined while they can. */
export function checkPasswordsKept({ passwordsGoneAt }: JobRecord): RollcallError | undefined {
  if (passwordsGoneAt === undefined) return undefined;
  return new RollcallError('PASSWORDS_GONE', 'These passwords are no longer kept.', {
    done: 'All of them were delivered, and Rollcall has since destroyed its copies.',
    next: 'Look the person up with user and press New password to deliver a new one.',
  });
}

export function describeNotYourJob(name: string): RollcallError {
  return new RollcallError('NOT_YOURS', `${name} asked for this, and only they can do that.`, {
    done: 'Nothing was done.',
    next: `Ask ${name} to press the button.`,
  });
}

export const CHANGE_DIRECTORY_AWAY: StoredError = {
  code: 'DIRECTORY_DOWN',
  message: 'Microsoft 365 could not be reached, so these licenses may or may not have been changed.',
  next: 'Press Try again when Microsoft 365 answers again. Rollcall checks first what the person has.',
};

export const CHANGE_THROTTLED_TOO_LONG: StoredError = whenThrottled(
  'Microsoft 365 is limiting requests, so Rollcall stopped waiting. No license was changed.',
);

export const ACT_DIRECTORY_AWAY: StoredError = {
  code: 'DIRECTORY_DOWN',
  message: 'Microsoft 365 could not be reached, so this may or may not have been done.',
  next: 'Press Try again when Microsoft 365 answers again. Doing it twice does no harm.',
};

export const ACT_THROTTLED_TOO_LONG: StoredError = whenThrottled(
  'Microsoft 365 is limiting requests, so Rollcall stopped waiting. This was not done.',
);

export const PERSON_GONE: StoredError = {
  code: 'NOT_FOUND',
  message: 'This person is no longer in the directory. Nothing was changed.',
  next: 'Look the person up again with user. It finds deleted people for 30 days, and an admin can restore them.',
};

export const NOT_DELETED: StoredError = {
  code: 'NOT_FOUND',
  message: 'This account is no longer among the deleted accounts. No one was restored.',
  next: 'Microsoft 365 keeps deleted people for 30 days. After that, add the person again with adduser.',
};

export const RESTORED_BEFORE: StoredError = {
  code: 'ALREADY_DONE',
  message:
    'Someone else already restored this account. Rollcall changed nothing, so anything it was given since then stays.',
  next: 'Look the person up with user to see what they have, and change what is missing from there.',
};

export const RESTORE_IN_DOUBT: StoredError = {
  code: 'NOT_FOUND',
  message:
    'Microsoft 365 did not answer. The account is not among the people or the deleted accounts, so it may have been restored.',
  next: 'Press Try again in a few minutes. Rollcall checks first whether the account is back.',
};

export const RESTORED_NOT_SEEN: StoredError = {
  code: 'NOT_FOUND',
  message: 'The account was restored, but Microsoft 365 does not show it yet. This was not done.',
  next: 'Press Try again in a few minutes.',
};

export const MORE_HELD: StoredError = {
  code: 'NEEDS_APPROVAL',
  message:
    'This account would come back with licenses that were not in the request. No one was restored, because they may need approval.',
  next: 'Look the person up with user and restore them again. The new request will include all their licenses.',
};

/** The same password is sent again, so whatever happened before does no harm. */
export const RESET_DIRECTORY_AWAY: StoredError = {
  code: 'DIRECTORY_DOWN',
  message: 'Microsoft 365 could not be reached, so the password may or may not have been changed.',
  next: 'Press Try again. Rollcall will set and deliver the same new password.',
};

export const RESET_THROTTLED_TOO_LONG: StoredError = whenThrottled(
  'Microsoft 365 is limiting requests, so Rollcall stopped waiting. The password was not changed.',
);

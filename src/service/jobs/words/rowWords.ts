const AGAIN_WHEN_BACK = 'Press Try again when Microsoft 365 answers again.';
const LOOKS_FIRST = 'Press Try again. Rollcall checks for the account first and never creates it twice.';
const LIMITED = 'Microsoft 365 is limiting requests, so Rollcall stopped trying';
const CREATED_BUT = "The account was created, but Microsoft 365 couldn't be reached to";

/** Of every person of a job: what went wrong, and what of it is certain. */
export const ROWS = {
  againWhenBack: AGAIN_WHEN_BACK,
  againLater: 'Press Try again in half an hour.',
  away: {
    create: "Microsoft 365 couldn't be reached. Nothing was created for this person.",
    license: `${CREATED_BUT} assign its licenses.`,
    group: `${CREATED_BUT} add it to its groups.`,
    manager: `${CREATED_BUT} set its manager.`,
  },
  throttled: {
    create: `${LIMITED}. Nothing was created for this person.`,
    license: `The account was created, but ${LIMITED} to assign its licenses.`,
    group: `The account was created, but ${LIMITED} to add it to its groups.`,
    manager: `The account was created, but ${LIMITED} to set its manager.`,
    change: `${LIMITED}. No license was changed.`,
    act: `${LIMITED}. This wasn't done.`,
    reset: `${LIMITED}. The password wasn't changed.`,
  },
  createInDoubt: {
    message: "Microsoft 365 didn't answer, so this account may have been created.",
    next: LOOKS_FIRST,
  },
  conflictInDoubt: {
    message: "An account that doesn't show yet uses this user name. It may be the one created here.",
    next: LOOKS_FIRST,
  },
  changeInDoubt: {
    message: "Microsoft 365 couldn't be reached, so these licenses may or may not have been changed.",
    next: `${AGAIN_WHEN_BACK} Rollcall checks first what the person has.`,
  },
  actInDoubt: {
    message: "Microsoft 365 couldn't be reached, so this may or may not have been done.",
    next: `${AGAIN_WHEN_BACK} Doing it twice does no harm.`,
  },
  resetInDoubt: {
    message: "Microsoft 365 couldn't be reached, so the password may or may not have been changed.",
    next: 'Press Try again. Rollcall will set and deliver the same new password.',
  },
  setSince: {
    message:
      "Rollcall was restored from a backup, and this password was changed after that backup was made, or it isn't known when. It wasn't changed again.",
    next: "If the person can't sign in, look them up with user and press New password.",
  },
  restoreInDoubt: {
    message:
      "Microsoft 365 didn't answer. The account isn't among the people or the deleted accounts, so it may have been restored.",
    next: 'Press Try again in a few minutes. Rollcall checks first whether the account is back.',
  },
  noManager: {
    message: (userName: string) => `The account was created without a manager: ${userName} doesn't exist.`,
    next: 'Press Try again when the manager has an account.',
  },
  nameHeld: {
    message:
      'Something hidden already uses this user name, such as a deleted account or an email address. Nothing was created.',
    next: 'Choose another user name, or free this one up in Microsoft 365 and press Try again.',
  },
  nameTaken: {
    message: (userName: string, holder: string) =>
      `${userName} belongs to another account (${holder}). Nothing was created, and that account wasn't changed.`,
    next: 'Choose another user name for this person.',
  },
  samePerson: {
    message: (userName: string, holder: string) =>
      `${holder} already exists as ${userName}: the account was created somewhere else in the meantime. Rollcall didn't create it again or change it.`,
    next: 'There is nothing left to do, unless this is someone else with the same name.',
  },
  passwordsRefused: {
    message:
      'Microsoft 365 refused every password that Rollcall generated. Nothing was created for this person.',
    next: 'Check the banned passwords in Microsoft Entra, then press Try again.',
  },
  notInGroup: (group: string, why: string) => `Not added to ${group}: ${why}`,
  gone: {
    message: 'This person is no longer in the directory. Nothing was changed.',
    next: 'Look the person up again with user. It finds deleted people for 30 days, and an admin can restore them.',
  },
  notDeleted: {
    message: 'This account is no longer among the deleted accounts. No one was restored.',
    next: 'Microsoft 365 keeps deleted people for 30 days. After that, add the person again with adduser.',
  },
  restoredBefore: {
    message:
      'Someone else already restored this account. Rollcall changed nothing, so anything it was given since then stays.',
    next: 'Look the person up with user to see what they have, and change what is missing from there.',
  },
  restoredNotSeen: {
    message: "The account was restored, but Microsoft 365 doesn't show it yet. This wasn't done.",
    next: 'Press Try again in a few minutes.',
  },
  moreHeld: {
    message:
      "This account would come back with licenses that weren't in the request. No one was restored, because they may need approval.",
    next: 'Look the person up with user and restore them again. The new request will include all their licenses.',
  },
  unblocked: {
    message: (why: string) =>
      `This person was restored but not blocked, so they may be able to sign in. ${why}`,
    next: (next: string) =>
      `If they must not sign in, block them now in the Microsoft Entra admin center. ${next}`,
  },
  replyFirst: {
    message: "This wasn't done, because it would remove the mailbox.",
    next: "Press Try again when the automatic reply can be set, or set it by hand and remove the rest from the person's card.",
  },
  notHeld: {
    message: 'The license whose services you changed is no longer assigned directly to this person.',
    done: 'No license was changed, because that would assign it again.',
    next: 'Look the person up again, and change the licenses from there.',
  },
};

const NOT_DELETED = 'Nothing was deleted.';
const NEXT_SYNC = 'it reaches Microsoft 365 with the next sync';

/** What is wrong with one person, or keeps something from being done to them. */
export const PERSON_WORDS = {
  gone: {
    message: 'This person is no longer in the directory.',
    next: 'Look for the person again: user finds deleted people for 30 days, and an admin can restore them.',
  },

  managerNotFound: (userName: string) =>
    `Nobody in this directory has the user name ${userName}. Type the whole user name, like grace@contoso.com.`,

  userName: {
    missing: 'Type a user name, or a first or last name to make one from.',
    taken: (userName: string, holder: string) => `${userName} is already in the directory: ${holder}.`,
    inUse: (wanted: string, chosen: string) => `${wanted} is in use, so the user name is ${chosen}.`,
    ofDeleted: (wanted: string, chosen: string, holder: string) =>
      `${holder} had ${wanted} and was deleted in the last 30 days, so the user name is ${chosen}.`,
  },

  /** Whose country: behind "the country where". */
  works: 'the person works',

  delivery: {
    noLink:
      'One-time links cannot be made here: this server has no public address. Choose another way, or ask the person who runs Rollcall to set PUBLIC_URL.',
    noPass:
      'Temporary Access Passes are not made here. Choose another way, or ask the person who runs Rollcall whether the tenant allows them.',
    shownOnly: 'Leave this empty, or choose a mail: these passwords are shown to you only.',
  },

  /** Of people whom Active Directory keeps. */
  synced: {
    reset: {
      message: 'This person comes from Active Directory, where their password is kept.',
      done: 'The password was not changed.',
      next: `Have it changed in Active Directory; ${NEXT_SYNC}.`,
    },
    change: {
      message: 'This person comes from Active Directory, where they are changed.',
      done: 'Nothing was changed.',
      next: `Have it changed in Active Directory; ${NEXT_SYNC}.`,
    },
    restore: {
      message: 'This person comes from Active Directory, and was deleted there.',
      done: 'Nobody was restored.',
      next: 'Have the person restored in Active Directory; the account comes back with the next sync.',
    },
    undo: {
      message: 'This account belongs to somebody in Active Directory by now.',
      done: 'It was not deleted.',
      next: 'If it must go, have the person deleted in Active Directory.',
    },
  },

  forget: {
    open: {
      job: 'A job with this person is not over yet.',
      request: 'A request with this person is not over yet.',
      done: NOT_DELETED,
      next: 'Wait until it has ended, or stop or cancel it; then ask again.',
    },
    notWhole: {
      message: 'That is not a whole user name or mail address.',
      done: NOT_DELETED,
      next: 'Type forget and the whole of it: "forget ada@contoso.com".',
    },
    /** In the place of an error that named them. */
    error: {
      message: 'What was wrong named somebody whose data has been deleted here.',
      next: 'Look the person up with user to see how they are.',
    },
  },
};

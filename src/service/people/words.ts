const NOT_DELETED = 'Nothing was deleted.';
const NEXT_SYNC = 'it reaches Microsoft 365 with the next sync';

/** What is wrong with one person, or keeps something from being done to them. */
export const PERSON_WORDS = {
  gone: {
    message: 'This person is no longer in the directory.',
    next: 'Look for the person again: user finds deleted people for 30 days, and an admin can restore them.',
  },

  managerNotFound: (userName: string) =>
    `No one in this directory has the user name ${userName}. Type the full user name, like grace@contoso.com.`,

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
      "One-time links aren't available: this server has no public address. Choose another way, or ask the person who runs Rollcall to set PUBLIC_URL.",
    noPass:
      "Temporary Access Passes aren't available here. Choose another way, or ask the person who runs Rollcall whether the tenant allows them.",
    shownOnly: 'Leave this empty, or choose an email option: these passwords are shown only to you.',
  },

  /** New passwords for several people. */
  resets: {
    column: 'User name',
    nobody: {
      message: 'No one was picked.',
      done: 'No password was changed.',
      next: 'Pick someone, and try again.',
    },
    tooMany: {
      message: (most: number) => `These are more than ${most} people.`,
      done: 'No password was changed.',
      next: 'Send a file of user names instead.',
    },
  },

  /** Of people whom Active Directory keeps. */
  synced: {
    reset: {
      message: "This person's password is managed in Active Directory.",
      done: "The password wasn't changed.",
      next: `Have it changed there; ${NEXT_SYNC}.`,
    },
    change: {
      message: 'This person is managed in Active Directory.',
      done: 'Nothing was changed.',
      next: `Have it changed there; ${NEXT_SYNC}.`,
    },
    restore: {
      message: 'This person was deleted in Active Directory.',
      done: 'No one was restored.',
      next: 'Have them restored there; the account comes back with the next sync.',
    },
    undo: {
      message: 'This account now belongs to someone in Active Directory.',
      done: "It wasn't deleted.",
      next: 'If it must go, have the person deleted there.',
    },
  },

  forget: {
    open: {
      job: "A job with this person isn't finished yet.",
      request: "A request with this person isn't closed yet.",
      done: NOT_DELETED,
      next: 'Wait until it ends, or stop or cancel it. Then ask again.',
    },
    notWhole: {
      message: "That isn't a full user name or email address.",
      done: NOT_DELETED,
      next: 'Type forget and the full address: "forget ada@contoso.com".',
    },
    /** In the place of an error that named them. */
    error: {
      message: 'The error named someone whose data has been deleted here.',
      next: 'Look the person up with user to see how they are.',
    },
  },
};

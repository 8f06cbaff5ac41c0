const UNCHANGED = 'Nothing was changed.';
const NONE_RESTORED = 'No one was restored.';
const LOOK = 'Look the person up with user to see how they are now.';

/** Why somebody cannot be changed, put back or restored, and what stays as it is. */
export const CHANGING_WORDS = {
  busy: {
    message: "Another job for this person isn't finished yet.",
    done: UNCHANGED,
    next: 'Wait until it ends, then try again.',
  },
  beingReset: {
    message: 'Another job is about to set a new password for this person.',
    done: 'This request changed no password.',
    next: 'Wait until that job ends.',
  },

  form: {
    location: "A location can't be removed. Enter another one, such as US or GB.",
    ownManager: "No one can be their own manager. Enter someone else's user name.",
    same: 'You changed nothing. Change something, or close the form.',
  },

  /** A row of a file of changes. */
  row: {
    sameName: (row: number) => `Row ${row} asks for the same user name.`,
    already: 'This person already has these values, so there is nothing to change.',
    renamed: (before: string, after: string) => `Their user name changes from ${before} to ${after}.`,
    contradicts: (row: number) =>
      `Row ${row} has other values for the same person. Keep only the row that is right.`,
  },

  /** What stays as it is when somebody is put back. */
  stays: {
    location: "The location can't be removed.",
    managerForgotten: "The manager doesn't change: the data of the earlier manager has been deleted here.",
    managerGone: (name: string) =>
      `The manager doesn't change: ${name}, the earlier manager, is no longer in the directory.`,
    managerDecides: "The manager doesn't change: managers approve requests here.",
    nameTaken: (userName: string) => `The user name doesn't change: someone else has ${userName} now.`,
    groupsHidden: "Groups don't change: Rollcall isn't allowed to read them in this tenant.",
    closed: {
      dynamic: 'a rule decides who is in it',
      synced: 'it is managed in Active Directory',
      mail: 'it is managed in Exchange',
      role: 'its members can get admin roles',
    },
    groupClosed: (name: string, why: string) => `Membership in ${name} doesn't change: ${why}.`,
    groupGone: (name: string) => `The group ${name} no longer exists.`,
    noSubscription: (license: string) =>
      `${license} can't be assigned: the tenant has no subscription for it now.`,
    noLocation: "Licenses can't be assigned to someone who has no location.",
    /** Names of what others changed in the meantime. */
    manager: 'Manager',
    userName: 'User name',
    changedSince: (what: string) => `${what} doesn't change: someone changed it since.`,
  },

  /** What an offboarding did and no snapshot can undo. */
  staying: {
    reply:
      "The automatic reply stays on, if the offboarding turned it on: it needs the mailbox, which may take a while to return. It's listed in the results as a manual step.",
    methods: 'Sign-in methods that were removed stay removed. The person sets them up again.',
    password:
      'Their password was replaced with one that no one knows. Then look the person up and press New password.',
    byHand: (done: readonly string[]) =>
      `These manual steps were marked as done, and stay: ${done.join('; ')}. They are listed in the results to be taken back by hand.`,
    turnOff: 'Turn off the automatic reply',
    replyOff: (who: string) => `Set-MailboxAutoReplyConfiguration -Identity ${who} -AutoReplyState Disabled`,
    takeBack: (what: string) => `Take back what was done by hand: ${what}`,
  },

  putBack: {
    same: 'This person is already as they were then.',
    nothing: (why: readonly string[]) => `Nothing can be put back. ${why.join(' ')}`,
    done: UNCHANGED,
    next: LOOK,
    changed: {
      message: 'This person has changed since you opened this.',
      done: UNCHANGED,
      next: 'Press Put back on their card again to see what would change now.',
    },
  },

  putBackMany: {
    running: {
      message: "This job is still running, so its changes can't be put back yet.",
      done: UNCHANGED,
      next: 'Press Stop, wait until it ends, then try again.',
    },
    ofPerson: (name: string, what: string) => `${name}: ${what}`,
    notKept: 'their earlier details are no longer kept.',
    gone: 'no longer in the directory.',
    same: 'already as they were before.',
    nothing: (why: readonly string[]) => ['Nothing can be put back.', ...why].join(' '),
    done: UNCHANGED,
    next: LOOK,
  },

  comeBack: {
    gone: {
      message: "This person isn't among the deleted people, or no longer is.",
      done: NONE_RESTORED,
      next: 'Look the person up with user. Microsoft 365 keeps deleted people for 30 days.',
    },
    taken: {
      message: (userName: string, holder: string) => `${holder} has the user name ${userName} now.`,
      done: NONE_RESTORED,
      next: (holder: string) => `Give ${holder} another user name with Edit, then restore this person.`,
    },
    noLocation: "Licenses they had before can't be assigned: they have no location.",
    moreGroups: (names: string) => `In the Microsoft Entra admin center: add them to ${names}`,
    tooManyGroups: (most: number, names: string) =>
      `You can choose ${most} groups here. The others are listed in the results as manual steps: ${names}.`,
  },
};

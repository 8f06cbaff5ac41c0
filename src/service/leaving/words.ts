import { listWords } from '../../domain/listWords.ts';

const IDLE = {
  reply: 'they have no license, so they have no mailbox',
  groups: 'there are no groups that Rollcall can remove them from',
  licenses: 'they have no license of their own',
};

/** Why somebody cannot be offboarded like that, and what is left for a person to do. */
export const LEAVING_WORDS = {
  guest: {
    message: 'This person is a guest. Another organization manages their account.',
    done: 'Nothing was changed.',
    next: 'Remove the guest in the Microsoft Entra admin center.',
  },

  preset: {
    gone: (name: string) => `The preset “${name}” no longer exists.`,
    next: 'Choose another preset, or choose the steps yourself.',
    used: (name: string) => `Filled in from “${name}”.`,
  },

  form: {
    nothing: 'Choose at least one step.',
    /** Why none of the chosen steps has anything to do. */
    idle: (steps: readonly ('reply' | 'groups' | 'licenses')[]) =>
      `There's nothing to do in the steps you chose: ${listWords(
        steps.map((step) => IDLE[step]),
        'and',
      )}. Choose another step.`,
    idleSome: "There's nothing to do for these people in the steps you chose. Choose another step.",
    noDate: 'Enter a date for this time. To offboard now, clear the time too.',
    noReply: 'Write the automatic reply, or leave that step out.',
    longReply: (most: number) => `The automatic reply can have at most ${most} characters.`,
    days: (most: number) =>
      `Enter a number of days from 1 to ${most}, or leave it empty to keep the account.`,
    needsBlock: 'An account is deleted only while sign-in is blocked. Choose that step too.',
    zone: 'Enter a time zone, such as Europe/Berlin, or a large city, such as Chicago.',
    clocks: (zone: string, isSkipped: boolean, day: string) =>
      `Clocks in ${zone} ${isSkipped ? 'skip this hour' : 'show this hour twice'} on ${day}. Choose another hour.`,
    past: (now: string) => `This is in the past: it is ${now} now.`,
    far: 'This is more than two years away. Check the year.',
  },

  /** Why somebody's deletion is not planned yet. */
  notBlocked: {
    message: "sign-in isn't blocked.",
    next: 'Press Try again. Once sign-in is blocked, the deletion is planned.',
  },

  /** Nobody is left of a deletion that is asked for once more. */
  again: {
    message:
      'There is no one left to delete: they were put back, restored, allowed to sign in, or offboarded again.',
    done: 'Nothing was done.',
    next: "Look the person up with user to see what's planned for them.",
  },

  /** Several people, picked or of a file. */
  many: {
    column: 'User name',
    used: {
      message: 'This form was already used, and part of it was sent.',
      done: 'Nothing more was done.',
      next: 'Change or cancel each plan in its own message.',
    },
    unclearDates: 'First choose how to read the dates in the file.',
    unsureDates: 'First say whether the dates in the file are when they leave.',
    nobody: 'No one in this list can be offboarded.',
    tooManyDates: (dates: number, most: number) =>
      `They leave on ${dates} different dates; at most ${most} are allowed at once. Send them in several files.`,
    tooMany: {
      message: (people: number, most: number) =>
        `That's ${people} people; at most ${most} can be offboarded at once.`,
      done: 'Nothing was done.',
      next: 'Send them in several files.',
    },
    noDate: 'This row has no date, but others do.',
    planned: (when: string | undefined, isWaiting: boolean) => {
      const on = when === undefined ? '' : ` on ${when}`;
      return isWaiting
        ? `A request to offboard them${on} is waiting for approval. Cancel it first: type offboard.`
        : `They are already planned to leave${on}. Change or cancel that plan first: type offboard.`;
    },
    idle: 'The chosen steps are already done for them.',
  },

  /** What only Exchange can do, and what is done elsewhere. */
  left: {
    sharedSoon: 'Convert the mailbox to a shared mailbox within 30 days (assign a license first)',
    shared: 'Convert the mailbox to a shared mailbox while it has a license',
    hide: 'Hide them from the address list',
    read: 'Give the manager access to the mailbox',
    forward: 'Forward new email to the manager',
    list: (name: string) => `Remove them from the distribution list ${name}`,
    moreLists: (n: number) => `Remove them from ${n} more distribution lists`,
    /** Of Exchange Online PowerShell, with values that are quoted already. */
    commands: {
      shared: (who: string) => `Set-Mailbox -Identity ${who} -Type Shared`,
      hide: (who: string) => `Set-Mailbox -Identity ${who} -HiddenFromAddressListsEnabled $true`,
      read: (who: string, manager: string) =>
        `Add-MailboxPermission -Identity ${who} -User ${manager} -AccessRights FullAccess -InheritanceType All`,
      forward: (who: string, manager: string) =>
        `Set-Mailbox -Identity ${who} -ForwardingAddress ${manager} -DeliverToMailboxAndForward $true`,
      list: (list: string, who: string) =>
        `Remove-DistributionGroupMember -Identity ${list} -Member ${who} -Confirm:$false`,
    },
    group: {
      dynamic: (name: string) => `${name}: a rule decides who is in this group`,
      synced: (name: string) => `${name}: remove them in Active Directory`,
      role: (name: string) =>
        `${name}: remove them in the Microsoft Entra admin center, since this group can give admin roles`,
    },
  },
};

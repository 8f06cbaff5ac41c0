import type { LeaveStep } from '../../domain/leaveSteps.ts';
import { listWords } from '../../domain/listWords.ts';
import { count, upperFirst } from '../words.ts';

const people = (n: number): string => count(n, 'person', 'people');

const listOlder = (what: readonly string[], more: number): string =>
  listWords(more === 0 ? what : [...what, `${more} more`], 'and');

const STEPS: Readonly<Record<LeaveStep, string>> = {
  block: 'Block sign-in',
  signOut: 'Sign out everywhere',
  password: 'Replace the password with one that no one knows',
  reply: 'Reply to email automatically',
  methods: 'Remove sign-in methods, except the password',
  groups: 'Remove from groups',
  licenses: 'Remove licenses',
};

/** What is said when one person leaves, several people, or those of a file. */
export const LEAVE_WORDS = {
  people,
  steps: STEPS,
  buttons: {
    next: 'Next',
    back: 'Back',
    open: 'Open the form',
    preset: 'Use this preset',
    several: 'Several people…',
    fromFile: 'From a file…',
    show: (position: number) => `Show ${position}`,
    showOne: 'Show',
    showPerson: 'Show the person',
    offboard: 'Offboard…',
    offboardSome: (n: number) => `Offboard ${people(n)}…`,
  },
  working: (n: number) => `Offboarding ${people(n)}`,

  find: {
    who: 'Who is leaving?',
    waits: {
      title: (name: string) => `A request to offboard ${name} is already waiting for approval.`,
      next: 'To change it, cancel that request first, then offboard them again.',
    },
    nobody: (typed: string) => `No one was found whose name starts with ${typed}.`,
    deleted: (names: string, typed: string) => `Deleted already: ${names}. To restore, type user ${typed}.`,
    how: 'Type offboard and the start of a name, a user name, or an email address: "offboard ada@contoso.com".',
    morePlanned: (how: string, n: number) => `${how} ${n} more are planned.`,
    planned: (who: string, plan: string) => `${who}: ${plan}`,
    one: {
      title: (name: string) => `Offboard ${name}?`,
      text: (userName: string, customer: string) => `${userName} in ${customer}.`,
      next: 'Choose the steps. Nothing changes until you confirm.',
    },
    synced: {
      title: (name: string) => `${name} is managed in Active Directory. Offboard them there.`,
      text: (userName: string, customer: string) => `${userName} in ${customer}. Nothing was changed.`,
      next: 'Disable the account in Active Directory. Microsoft 365 follows with the next sync. You can remove licenses here.',
    },
  },

  /** A file of user names. */
  file: {
    whichSheet: {
      title: 'Which sheet has the people who are leaving?',
      next: "Nothing has changed yet. You'll see everyone on the sheet first.",
    },
    unclear: (column: string, date: string, day: string, month: string) =>
      `${column}: does ${date} mean ${day} or ${month}? Rollcall reads the other dates the same way.`,
    unsureDates: (column: string, date: string) =>
      `${column} has dates, such as ${date}. Are these the days when they leave?`,
    theyLeave: 'Yes, they leave then',
    otherDates: 'No, ignore them',
    itIs: (date: string) => `It's ${date}`,
    dates: (column: string, order: 'dayFirst' | 'monthFirst' | undefined) =>
      `${column}: when they leave${order === undefined ? '' : order === 'dayFirst' ? ', day first' : ', month first'}`,
  },

  /** `2026-12-31 17:00 (Europe/Berlin): Ada Lovelace, Sam Stone, and 3 more`. */
  at: (when: string, what: string) => `${when}: ${what}`,
  formFor: { none: 'No one' },
  planned: {
    inForm: (when: string) => `They are planned to leave on ${when}. This replaces that plan.`,
    /** In the confirmation, and for whoever decides. */
    replaced: (when: string, needsApproval: boolean) =>
      needsApproval
        ? `This replaces the plan for ${when} once it's approved. Until then, that plan stays.`
        : `This replaces the plan for ${when}.`,
    /** `2026-12-31 17:00 (Europe/Berlin), planned by Omar Haddad`. */
    by: (when: string, name: string) => `${when}, planned by ${name}`,
    waits: (when: string, name: string) => `${when}, requested by ${name}, waiting for approval`,
    atOnce: (isWaiting: boolean) => (isWaiting ? 'once approved' : 'approved'),
    /** `why`: a whole sentence. */
    putOff: (plan: string, why: string) => `${plan}. Waiting to start: ${why}`,
    deletedOn: (time: string) => `to be deleted on ${time}`,
  },

  confirm: {
    now: (needsApproval: boolean) =>
      needsApproval ? "This happens as soon as it's approved." : 'This happens now.',
    submit: 'Offboard',
    submitSome: (n: number) => `Offboard ${people(n)}`,
    submitPlan: 'Schedule',
    title: 'Offboard this person?',
    titleSome: 'Offboard these people?',
    titleLater: 'Offboard them later?',
    who: 'Who',
    account: 'Account',
    accounts: 'Accounts',
    leftOut: (n: number) =>
      `${count(n, 'person or row is', 'people or rows are')} left out. The log file says why.`,
    eachTime: 'Each date is a separate plan. You can change or cancel it in its own message.',
    notDeleted: "The account won't be deleted.",
    noneDeleted: 'No account will be deleted.',
    kept: 'Rollcall keeps their current details, so an admin can undo this: look them up and press Put back.',
    eachKept:
      "Rollcall keeps everyone's current details, so an admin can undo this for each person: look them up and press Put back.",
    notKept(gone: readonly ('password' | 'methods')[], isOne: boolean) {
      const name = {
        password: isOne ? 'password' : 'passwords',
        methods: 'sign-in methods',
      };
      return `The old ${gone.map((step) => name[step]).join(' and ')} can't be put back.`;
    },
    replyStays: 'The automatic reply stays on until someone turns it off.',
    noMailbox: 'No automatic reply: they have no license, so they have no mailbox.',
    groupsHidden:
      "They stay in their groups: Rollcall isn't allowed to read them in this tenant (permission Directory.Read.All).",
    left: (steps: readonly string[], more: number) =>
      `Manual steps, with commands in the results: ${steps.join('; ')}${more > 0 ? `; and ${more} more` : ''}.`,
    leftSome: 'Steps that only Exchange can do are listed in the results, with commands to paste.',
    /**
     * Microsoft: "Convert a user mailbox to a shared mailbox": a mailbox needs a license to be converted; "Remove a former
     * employee": without one its content is deleted after 30 days.
     */
    mailboxGoes:
      'Without a license, the mailbox and everything in it are deleted after 30 days. To keep it, go back and keep the licenses, convert it to a shared mailbox, and then remove the licenses.',
    later: {
      checked: 'Rollcall checks everything again at that time.',
      taken: { groups: 'groups', licenses: 'licenses' },
      /** `Groups and licenses they have by then will be removed.` */
      removed: (taken: readonly string[]) =>
        `${upperFirst(taken.join(' and '))} they have by then will be removed.`,
      onlyThen: 'any they have then',
      untilThen:
        'Until then you can change or cancel it: type offboard. If it is two or more days away, you get a reminder the day before.',
    },
  },

  /** Several plans; each has a message of its own. */
  parts: {
    title: (waits: boolean, n: number) =>
      waits
        ? `${count(n, 'request was', 'requests were')} sent for approval.`
        : `${count(n, 'offboarding is', 'offboardings are')} scheduled.`,
    next: 'You can change or cancel each one in its own message. Type offboard to see what is planned.',
  },

  deletion: {
    follows: [
      'You get a reminder before the account is deleted, and anyone who could cancel this can keep it.',
      'It is deleted only if sign-in is still blocked. An admin can restore it for 30 days after that.',
    ],
    after: (days: number) => `deleted ${count(days, 'day', 'days')} after that, unless someone keeps it`,
    line: (what: string) => `Account: ${what}`,
    /** `the deletion of Ada Lovelace planned for …`; without the name where the message is about nobody else. */
    older: (name: string | undefined, when: string, waits: boolean) =>
      `the deletion${name === undefined ? '' : ` of ${name}`} ${waits ? 'requested' : 'planned'} for ${when}`,
    cancels: (what: readonly string[], more: number, isOnlyOnce: boolean) =>
      `${isOnlyOnce ? 'Once this is done, it cancels' : 'This cancels'} ${listOlder(what, more)}.`,
    /** `n`: of several people; left out: it is the only one. */
    isFirst: (n: number | undefined, what: readonly string[], more: number) =>
      `${n === undefined ? 'The account is' : count(n, 'account is', 'accounts are')} to be deleted before that: this doesn't cancel ${listOlder(what, more)}. To stop a deletion, type offboard and cancel it there.`,
    notPlanned: (message: string, next: string) => `the deletion couldn't be planned: ${message} ${next}`,
    now: {
      kept: 'kept, because the planned deletion was canceled for this person',
      unapproved:
        "kept, because its deletion wasn't approved. To delete it, press Ask again in the message about that.",
      over: 'no longer planned for deletion. The message of the deletion says what happened.',
    },
    due: (when: string, needsApproval: boolean) =>
      `to be deleted on ${when}${needsApproval ? ', if approved' : ', unless someone keeps it'}`,
  },
};

import { listWords } from '../../domain/listWords.ts';
import type { Task } from '../../domain/terms.ts';
import { count } from '../words.ts';

type Platform = 'slack' | 'teams';

const people = (n: number): string => count(n, 'person', 'people');

/** What is said when somebody's approval is asked for, given, discussed and waited for. */
export const APPROVAL_WORDS = {
  people,

  /** In the form and the confirmation, before anything is asked. */
  foreseen: {
    ask: 'Ask for approval',
    /** Whose approval: names, of which `needed` have to agree; more names than a sentence has room for are `more`. */
    whose: {
      eachManager: "approval from each person's manager",
      ownManager: 'your manager',
      any: 'approval',
      one: (name: string) => `${name}'s approval`,
      all: (names: readonly string[]) => `approval from ${listWords(names, 'and')}`,
      some: (needed: number, of: number) => `approval from ${needed} of ${of} approvers`,
      oneOf: (names: readonly string[], more: number) =>
        `approval from ${listWords(more === 0 ? names : [...names, `${more} others`], 'or')}`,
    },
    ofLicense: (whose: string) => `needs ${whose}`,
    inForm: (whose: string) => `This needs ${whose}.`,
    inConfirm: (whose: string) => `This needs ${whose}. You'll get a message when it's decided.`,
    reasonNeeded: (whose: string) => `This needs ${whose}. Enter a reason for the approver.`,
  },

  /** The card, in each of its states. */
  card: {
    /** `asks to … 2 people`, and `asked to …` once that is no longer open. */
    asks: (isOpen: boolean, what: string) => `${isOpen ? 'asks' : 'asked'} to ${what}`,
    asksTo: {
      create: () => 'create',
      assign: () => 'change the licenses of',
      reset: () => 'set a new password for',
      restore: (n: number) => `restore the deleted ${n === 1 ? 'account' : 'accounts'} of`,
      change: () => 'edit',
      putBack: () => 'put back an earlier state of',
      leave: () => 'offboard',
      delete: (n: number) => `delete the ${n === 1 ? 'account' : 'accounts'} of`,
    },
    act: (label: string, after: string) => `${label}: ${after}`,
    heading: {
      notStarted: 'Not started',
      approvedNotStarted: 'Approved, but not started',
      customerGone: 'Canceled: this customer was removed',
      stuck: 'Still waiting: no one else to ask',
      needed: 'Approval needed',
      waits: 'Waiting for approval',
      neededSoon: 'Approval needed: this expires soon',
      waitsSoon: 'Still waiting for approval: this expires soon',
      withNews: (heading: string, name: string) => `${heading}: note from ${name}`,
      approved: 'Approved',
      declined: 'Declined',
      canceled: 'Canceled by the requester',
      canceledBy: (name: string) => `Canceled by ${name}`,
      expired: 'Expired: no one decided in time',
      started: 'Started',
      putOff: 'Waiting to start',
      planned: 'Planned',
      startsSoon: 'Starts within a day',
      deletionPlanned: 'Deletion planned',
      deletedSoon: 'Will be deleted soon',
      kept: (by: string | undefined) => `Deletion canceled${by === undefined ? '' : ` by ${by}`}`,
    },
    passedOn: "This was passed on, so more people can decide it now. They're listed below.",
    notCounted: (why: readonly string[]) => `Some answers don't count: ${why.join('; ')}.`,
    part: (fileName: string, customers: number) =>
      `This is one part of ${fileName}, a file for ${count(customers, 'customer', 'customers')}. Once approved, it waits for its turn.`,
    partHeld: 'It is one part of a file for several customers and waits for its turn.',
    /** `why`: a whole sentence. */
    putOff: (why: string) => `${why} It starts by itself once that's over.`,
    askedAgain: "You asked for this again. It's in a new message.",
    keptUnlessApproved: "If it isn't approved in time, the account is kept.",
    nothingUnlessApproved: "If it isn't approved in time, nothing is done.",
    stuck:
      "Time is up, and Rollcall can't reach anyone else who may decide. Remind the people who were asked, or talk to them yourself.",
    insteadOf: (when: string) => `Instead of the plan for ${when}`,
    earlierStays: (when: string) => `The plan for ${when} isn't changed by this.`,
    seats: {
      count: (n: number) => count(n, 'seat', 'seats'),
      short: (needs: number, left: number) => `needs ${needs}, only ${left} left ⚠`,
      enough: (needs: number, left: number, total: number) => `needs ${needs}, leaving ${left} of ${total}`,
      taken: (n: number) => `removed from ${people(n)}`,
      ofGroup: (group: string) => `comes with the group ${group}`,
    },
    groupLicenses: (group: string) => `Licenses of the group ${group}`,
    groupUnread: "couldn't be read",
    moreOfGroups: (n: number) => ({ name: `${n} more`, seats: 'come with the groups' }),
    when: { starts: 'Starts', started: 'Started', wasToStart: 'Was to start' },
    whenDeleted: { starts: 'Will be deleted', started: 'Deletion started', wasToStart: 'Was to be deleted' },
    until: (time: string) => `until ${time}`,
    buttons: {
      again: 'Ask again',
      all: 'Get full list',
      note: 'Write a note…',
      remind: 'Send reminder',
      change: 'Change…',
      leaveOut: 'Leave people out…',
      cancel: 'Cancel the request',
      cancelPlan: 'Cancel the plan',
      keepOne: 'Keep the account',
      keepAll: 'Keep all accounts',
      approve: 'Approve',
      decline: 'Decline…',
    },
  },

  /** What the card lists of those who answered; their name stands before it. */
  line: {
    where: (platform: Platform, time: string) => `in ${platform === 'slack' ? 'Slack' : 'Teams'}, ${time}`,
    decided: (decision: 'approve' | 'decline', where: string, isVoid: boolean) =>
      `${decision === 'approve' ? 'approved' : 'declined'} ${where}${isVoid ? ', before it was changed' : ''}`,
    /** `before` is how many people it was for until then. */
    changed(where: string, change: { licenses: number; people: number; before: number }) {
      const parts = [
        ...(change.licenses > 0 ? [`${count(change.licenses, 'license', 'licenses')} removed`] : []),
        ...(change.people > 0 ? [`${change.people} of ${people(change.before)} left out`] : []),
      ];
      return `changed it ${where}${parts.length === 0 ? '' : `: ${parts.join(', ')}`}`;
    },
    leftOut: (names: readonly string[], more: number) =>
      `${names.join(', ')}${more > 0 ? `, and ${more} more` : ''}`,
    wrote: (where: string) => `wrote ${where}`,
  },

  forms: {
    wants: (what: string, names: string) => `wants to ${what} ${names}`,
    open: 'Open the form',
    back: 'Back',
    decline: {
      title: 'Decline',
      submit: 'Decline',
      says: 'Nothing will be done if you decline.',
      hint: (requester: string, most: string) =>
        `${requester} gets this with your decision (up to ${most} characters).`,
      reasonMissing: (requester: string) => `Enter a reason. ${requester} gets it with your decision.`,
    },
    note: {
      title: 'Write a note',
      submit: 'Send',
      says: 'The request still needs a decision.',
      toRequester: (requester: string, most: string) =>
        `${requester} gets this in a new message (up to ${most} characters).`,
      toAsked: (most: string) => `The approvers get this in a new message (up to ${most} characters).`,
    },
    change: {
      submit: 'Change',
      submitAndApprove: 'Change and approve',
      submitPlan: 'Leave out',
      nothingLess: (viewer: 'requester' | 'approver' | 'other') =>
        `There's nothing to leave out of this request. ${viewer === 'requester' ? 'Cancel it and ask again instead.' : 'Decline it instead, and say why.'}`,
      effect: 'Anyone who already approved it will be asked again.',
      effectAndApprove: 'This approves the updated request. Earlier approvals no longer count.',
      effectOfPlan:
        'Everyone else stays in the plan. The requester and everyone who approved it get a message with the names.',
      unclear: (typed: readonly string[], more: number) =>
        `No one here, or more than one person, is called ${typed.join(', ')}${more > 0 ? ` (and ${more} more)` : ''}. No one was left out. Type their user names.`,
    },
  },

  /** What a note became of. */
  noted: {
    existed: 'This note is already on the request.',
    unheard: 'Your note was added, but no one could be notified. Talk to them directly.',
    sent: (names: readonly string[]) => `Your note was added and sent to ${names.join(', ')}.`,
  },

  reminded: (names: readonly string[]) =>
    names.length === 0 ? 'No one who was asked can be reached right now.' : `Reminded: ${names.join(', ')}.`,

  /** `approvals`. */
  list: {
    none: 'Nothing is waiting for you.',
    title: (toDecide: number, asked: number, putOff: number) =>
      [
        ...(toDecide > 0 ? [`${toDecide} to decide`] : []),
        ...(asked > 0 ? [`${asked} you asked for`] : []),
        ...(putOff > 0 ? [`${putOff} waiting to start`] : []),
      ].join(', '),
    /** `requester`: left out for whoever asked. */
    line: (position: number, requester: string | undefined, what: string, time: string) =>
      `${position}. ${requester === undefined ? 'You asked' : `${requester} asks`} to ${what} · ${time}`,
    /** `why`: a whole sentence. */
    putOff: (line: string, why: string) => `${line}. Waiting to start: ${why}`,
    more: (n: number) => `Show ${n} more`,
    show: (position: number) => `Show ${position}`,
  },

  /** The file with everybody it is for. */
  fullList: {
    title: (n: number) => (n === 1 ? 'Here is the full list.' : `Here are all ${n} people.`),
    text: (task: Task) =>
      task === 'create' || task === 'restore'
        ? 'One line per person, with the licenses each would get.'
        : task === 'assign'
          ? 'One line per person, with the licenses each would get or lose.'
          : task === 'reset'
            ? 'One line per person.'
            : 'One line per person, with everything that would change.',
  },
};

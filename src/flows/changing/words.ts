import type { Act } from '../../domain/acts.ts';
import { listWords } from '../../domain/listWords.ts';
import { count } from '../words.ts';

const people = (n: number): string => count(n, 'person', 'people');

/** How one thing that changes reads once it is done, and how it reads where it failed. */
interface ActWords {
  label: string;
  after: string;
  failed: string;
}

/** Values that stand in a label's line: `Job title: Lead`. */
const to = (label: string, after: string): ActWords => ({
  label,
  after,
  failed: `${label}: not changed to ${after}`,
});

/** What each act comes to, before it is done, once it is, and where it failed. */
const ACTS = {
  restore: { label: 'Account', after: 'restored', failed: 'Account: not restored' },
  block: { label: 'Sign-in', after: 'blocked', failed: 'Sign-in: not blocked' },
  allow: { label: 'Sign-in', after: 'allowed', failed: 'Sign-in: still blocked' },
  signOut: {
    label: 'Signed out',
    after: 'everywhere, within a few minutes',
    failed: 'Not signed out: they may still be signed in',
  },
  password: {
    label: 'Password',
    after: 'replaced with one that no one knows',
    failed: 'Password: not replaced',
  },
  reply: (text: string): ActWords => ({
    label: 'Automatic reply',
    after: text,
    failed: 'Automatic reply: not turned on',
  }),
  methods: {
    label: 'Sign-in methods',
    after: 'removed, except the password',
    failed: 'Sign-in methods: not all removed',
  },
  rename: (name: string) => to('User name', name),
  manager: (name: string) => to('Manager', name),
  field: to,
  delete: {
    label: 'Account',
    after: 'deleted; Microsoft 365 keeps it for 30 days',
    failed: 'Account: not deleted',
  },
  leaveGroups: (names: string): ActWords => ({
    label: 'Removed from groups',
    after: names,
    failed: `Not removed from all of these groups: ${names}`,
  }),
  joinGroups: (names: string): ActWords => ({
    label: 'Added to groups',
    after: names,
    failed: `Not added to all of these groups: ${names}`,
  }),
  addLicense: (name: string): ActWords => ({
    label: 'License added',
    after: name,
    failed: `License not added: ${name}`,
  }),
  removeLicense: (name: string): ActWords => ({
    label: 'License removed',
    after: name,
    failed: `License not removed: ${name}`,
  }),
};

/** `Mia Meyer changed the manager`: what somebody did. */
const DID: Readonly<Record<Act['kind'], string>> = {
  restore: 'restored the account',
  block: 'blocked sign-in',
  signOut: 'signed them out',
  password: 'replaced the password',
  reply: 'turned on an automatic reply',
  methods: 'removed sign-in methods',
  fields: 'changed their details',
  manager: 'changed the manager',
  rename: 'changed the user name',
  leaveGroups: 'removed them from groups',
  joinGroups: 'added them to groups',
  licenses: 'changed licenses',
  allow: 'allowed sign-in',
  delete: 'deleted the account',
};

/** What is said when people who exist are changed, put back as they were, and restored. */
export const CHANGE_WORDS = {
  acts: ACTS,
  none: 'none',
  was: { restore: 'deleted', block: 'allowed', allow: 'blocked' },
  /** Of sign-in that is that way already. */
  same: { block: 'already blocked', allow: 'already allowed' },
  /** `Job title: Lead`, `Job title: Nurse → Lead`. */
  act: (label: string, after: string, before?: string) =>
    `${label}: ${before === undefined ? '' : `${before} → `}${after}`,
  notYet: (text: string) => `${text} (not done yet)`,
  /** What was not put back, or will not be, as a sentence. */
  stays: (what: string) => `Not put back: ${what}`,
  alreadyGone: 'Account: already deleted by someone else',

  buttons: {
    next: 'Next',
    back: 'Back',
    open: 'Open the form',
    show: 'Show the person',
  },
  working: {
    change: (name: string) => `Changing ${name}`,
    putBack: (name: string) => `Putting back ${name}`,
    leave: (name: string) => `Offboarding ${name}`,
    restore: (name: string) => `Restoring ${name}`,
  },

  form: {
    manager: 'Manager',
    managerHint: 'A user name. Leave it empty for no manager.',
    userName: 'User name',
    userNameHint: 'They sign in with this.',
  },

  /** What follows from acts that does not show in them. */
  notes: {
    renamed: [
      'Once the user name has changed, they sign in with that one. Apps that remember the previous one ask them to sign in again.',
      "Email addresses don't change, so mail to the previous one still arrives. Change them in the Exchange admin center.",
    ],
    /** Where they are not signed out, too. */
    blocked: 'They can stay signed in for up to an hour, unless you also sign them out.',
  },

  confirm: {
    submit: 'Change',
    title: 'Change this person?',
    kept: 'Rollcall keeps their current details, so an admin can put them back from their card.',
  },

  putBack: {
    submit: 'Put back',
    title: 'Put this person back?',
    asOf: (time: string, isAll: boolean) =>
      `They will be as they were on ${time}${isAll ? '' : ', except for what is listed here'}. Passwords don't change.`,
    /** Whoever decides reads it. */
    reason: (time: string) => `To put them back as they were on ${time}.`,
    none: {
      title: (name: string) => `There is nothing to put back for ${name}.`,
      text: (days: number) =>
        `Rollcall keeps a person's details for ${days} days before it changes them. It hasn't changed this person in that time.`,
    },
    list: {
      title: (name: string) => `Earlier states of ${name}`,
      line: (position: number, time: string, by: string, did: string) =>
        `${position}. ${time}: before ${by} ${did}.`,
      more: (n: number) => `${n} more, all older.`,
      next: 'Press a button to see what would change. Nothing changes until you confirm.',
      button: (position: number) => `Show ${position}`,
    },
    did: {
      putBack: 'put them back',
      leave: 'offboarded them',
      restore: 'restored their licenses and groups',
      other: 'changed them',
      act: DID,
      /** `changed the manager, blocked sign-in, and signed them out`. */
      all(first: string, between: readonly string[], last: string | undefined) {
        return listWords([first, ...between, ...(last === undefined ? [] : [last])], 'and');
      },
    },
  },

  comeBack: {
    submit: 'Restore',
    title: 'Restore this person?',
    unknown:
      'Rollcall has no record of what they had. Microsoft 365 restores the licenses and groups that it kept.',
    known: (time: string) =>
      `Licenses and groups they had on ${time}, before Rollcall changed them, are already selected.`,
    same: 'The account returns with its mailbox, its files, and its old password.',
    passwordLost: 'If no one knows that password, look the person up afterward and press New password.',
    licenseFirst:
      'A license to be removed comes back with the account first. Until it is removed it uses a seat, and it may need approval.',
    blocked: "They can't sign in until someone allows it with Edit.",
  },

  /** Several people at once. */
  many: {
    people,
    open: 'Change people from a file…',
    template: 'Get a template',
    whichSheet: {
      title: 'Which sheet has the changes?',
      next: "Nothing has changed yet. You'll see everyone on the sheet first.",
    },
    columns: (names: string) => `Changes: ${names}`,
    label: (n: number) => `Change ${people(n)}…`,
    submit: (n: number, isBack: boolean) => (isBack ? `Put ${people(n)} back` : `Change ${people(n)}`),
    title: (n: number, isBack: boolean) => (isBack ? `Put ${people(n)} back?` : `Change ${people(n)}?`),
    who: 'Who',
    /** `Ada Lovelace, Job title`. */
    ofPerson: (name: string, label: string) => `${name}, ${label}`,
    renamed: (n: number, names: string) =>
      `⚠️ ${count(n, 'person gets', 'people get')} a new user name: ${names}.`,
    moreStays: (n: number) => `${n} more things won't be put back.`,
    asOf: (time: string) =>
      `They will be as they were before the change on ${time}. Changes that others made since then stay.`,
    leftOut: (n: number) => `${count(n, 'row is', 'rows are')} left out. The log file says why.`,
    kept: 'Rollcall keeps their current details. You can put everyone back from the results, and an admin can put one person back from their card.',
  },
};

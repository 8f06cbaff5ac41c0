import { createPlural } from '../../domain/languages.ts';
import type { PasswordDelivery } from '../../domain/terms.ts';
import type { DeliveryLine, MoreDeliveries, Undelivered } from '../views/passwords.ts';
import { RESULTS, TASKS } from './words/taskWords.ts';

const plural = createPlural('en');

/** How each way of delivery reads in a form. */
const WAYS: Readonly<Record<PasswordDelivery, { text: string; description: string }>> = {
  password: { text: 'Email the password', description: 'Like the email from the admin center' },
  link: {
    text: 'Email a one-time link',
    description: "It shows the password once, and you're notified when it's opened",
  },
  pass: {
    text: 'Email a link to a Temporary Access Pass',
    description: 'Created when the link is opened; works once, for a short time',
  },
  show: { text: "Don't email it", description: 'Only you can reveal it' },
};

/** What the mail server did with a mail. */
const MAILS: Readonly<Record<DeliveryLine['state'], string>> = {
  todo: 'not sent yet',
  accepted: 'accepted by the mail server',
  deferred: 'not accepted yet',
  refused: 'refused',
  unreachable: "the mail server couldn't be reached",
};

const passwords = (isOne: boolean): string => (isOne ? 'password' : 'passwords');
const them = (isOne: boolean): string => (isOne ? 'it' : 'them');

/** Everything that a job says: while it runs, when it is over, about the passwords it made and about its mails. */
export const JOB_WORDS = {
  tasks: TASKS,
  results: RESULTS,
  /** Of somebody who has no password yet. */
  resultWithout: (said: string, isNew: boolean, undelivered: string) =>
    `${said}, ${isNew ? 'password ' : ''}${undelivered}`,
  resultExcept: (said: string) => `${said}, except for what is listed below`,
  headlineWithout: (undelivered: string) => `. Password ${undelivered}`,
  noName: 'No name',
  unknown: 'Not identified',
  noUserName: 'no user name',
  leftNeedless: 'Leave the other manual steps: this person has come back since',
  servicesChanged: (license: string) => `${license} (services changed)`,
  roleLost: {
    message: 'The requester no longer has the role for this.',
    next: 'Press Try again when you have the role again, or ask someone who has it.',
  },
  customerGone: {
    message: 'This customer was removed from Rollcall.',
    next: 'If it should be there, ask the person who runs Rollcall to add it again. Then press Try again.',
  },
  unblocked: {
    message: 'The account was restored but not blocked, so this person may be able to sign in.',
    next: 'Press Try again to finish, or block their sign-in in the Microsoft Entra admin center.',
  },
  revealed: (by: string, isOne: boolean, at: string) => `${by} revealed the ${passwords(isOne)} on ${at}.`,
  file: { title: 'Here are the results.', text: 'One line per person, without passwords.' },
  buttons: {
    stop: 'Stop',
    tryAgain: 'Try again',
    /**
     * People whom a stopped job never came to are started, not tried again. Begins as `tryAgain` where somebody is tried,
     * which is what the sentences about failures name.
     */
    retry(tried: number, waiting: number) {
      if (waiting === 0) return `Try again (${tried})`;
      return tried === 0 ? `Start the other ${waiting}` : `Try again (${tried}), start ${waiting}`;
    },
    reveal: (isOne: boolean) => `Reveal ${passwords(isOne)}`,
    resend: 'Send email again',
    sendTo: 'Send to someone else',
    tickOff: 'Mark as done…',
    leftFile: 'To-do CSV',
    results: 'Results CSV',
    undo: 'Undo',
    putBack: 'Put them back…',
    show: 'Show the person',
    another: 'Add another',
    back: 'Back',
    send: 'Send',
  },
  undoLicenses: {
    title: (people: string) => `Undo the license changes for ${people}?`,
    text: 'Added licenses will be removed. Removed licenses will be restored if seats are available. The location and later changes by others stay.',
    ok: 'Undo the changes',
  },
  undoCreated: {
    title: (people: string) => `Delete ${people}?`,
    text: (people: string) =>
      `This deletes the accounts, licenses, and mailboxes of the ${people} that this job created, and nothing else. An admin can restore them in Microsoft 365 for 30 days.`,
    ok: (people: string) => `Delete ${people}`,
  },
  reveal: {
    title: (isOne: boolean) => `Reveal the ${passwords(isOne)} now?`,
    text: (isOne: boolean) =>
      `You can do this once. Have a safe place for ${them(isOne)} ready, and make sure no one else can see your screen.`,
    ok: 'Reveal',
    replaced: (names: string, isOne: boolean) =>
      isOne
        ? `Not shown: ${names}. This password was replaced since, so it no longer works.`
        : `Not shown: ${names}. These passwords were replaced since, so they no longer work.`,
    notHere: {
      message: 'Passwords are shown only in your 1:1 chat with Rollcall.',
      next: 'Open that chat and press the button there.',
    },
  },
  tickOff: {
    submit: 'Save',
    nothing: {
      title: 'There are no manual steps.',
      text: 'There is nothing to mark as done.',
    },
    choose: 'Choose at least one step.',
    more: (steps: number) =>
      plural(steps, {
        one: '1 more step appears when these are done.',
        other: '# more steps appear when these are done.',
      }),
    moreTicked: (steps: number) =>
      plural(steps, {
        one: "1 step that was marked as done earlier isn't listed. The to-do CSV has all of them.",
        other: "# steps that were marked as done earlier aren't listed. The to-do CSV has all of them.",
      }),
    file: {
      title: 'Here are the manual steps.',
      text: 'One line for each, with the command to paste into Exchange Online PowerShell.',
    },
    columns: ['Display name', 'User name', 'To do', 'Exchange Online PowerShell', 'Done by', 'Done'],
  },
  delivery: {
    ways: WAYS,
    /** `The password will be emailed`, `A one-time link to the passwords will be emailed`. */
    mailed(delivery: PasswordDelivery, people: number) {
      if (delivery === 'pass')
        return people === 1
          ? 'A link to a Temporary Access Pass will be emailed'
          : 'Links to Temporary Access Passes, for up to 20 people each, will be emailed';
      const said = `${passwords(people === 1)} will be emailed`;
      return delivery === 'link' ? `A one-time link to the ${said}` : `The ${said}`;
    },
    /** Said where a form names no recipients; `own` rows of a file name theirs, and are said beside it. */
    notMailed(people: number, own = 0) {
      if (people === 1) return "The password won't be emailed. You can reveal it once.";
      return `The ${own === 0 ? '' : 'other '}passwords won't be emailed. You can reveal them once.`;
    },
    /** `not delivered yet`, `not delivered to everyone`. */
    undelivered: ({ pending, some }: Undelivered) =>
      `not delivered${some ? ' to everyone' : ''}${pending ? ' yet' : ''}`,
  },
  mails: {
    states: MAILS,
    /** What has become of a one-time link, after the words about its mail. */
    links: { sent: ', link not opened yet', opened: ', link opened' },
    /** `and 40 more, all accepted`. The worst are always shown, so that those left off are no worse. */
    more({ all, unsent }: MoreDeliveries) {
      const outcome = unsent === 0 ? 'all accepted' : `${unsent} of them not accepted`;
      return `and ${all} more, ${outcome}: see the results file`;
    },
    next: {
      deferred: 'Send it again in a few minutes.',
      refused: 'Check the address. Send it to someone else, or reveal the password and pass it on.',
      unreachable: 'Send it again when the mail server is back.',
    },
    nextRunning: 'Rollcall will try again in a moment.',
    /** Hours after its job ended. */
    nextPending: 'Rollcall keeps trying and will tell you how it ends.',
    nextGivenUp:
      'Rollcall stopped trying. Send it again when the mail server works, or reveal the password and pass it on.',
    sentAgain: {
      title: (missed: boolean) =>
        missed ? "Some emails still weren't accepted." : 'The mail server accepted the email.',
      next: (pending: boolean) =>
        pending
          ? 'Rollcall keeps trying and will tell you how it ends. If it is urgent, send to someone else, or reveal the passwords and pass them on.'
          : 'Try again later, send to someone else, or reveal the passwords and pass them on.',
    },
  },
  mailNews: {
    recipients: (named: string, more: number) => (more > 0 ? `${named} and ${more} more` : named),
    moreLines: (more: number) => `and ${more} more: see the results file`,
    accepted: {
      title: (isOne: boolean) => (isOne ? 'The password was delivered.' : 'Passwords were delivered.'),
      text: (title: string, recipients: string) =>
        `${title}: the mail server has now accepted the email to ${recipients}.`,
    },
    refused: {
      title: (isOne: boolean) => `The ${passwords(isOne)} couldn't be delivered.`,
      next: (isOne: boolean) =>
        `Check the address. Send the ${passwords(isOne)} to someone else, or reveal the ${passwords(isOne)} and pass ${them(isOne)} on.`,
    },
    gaveUp: {
      title: (isOne: boolean) =>
        `Rollcall tried to deliver the ${passwords(isOne)} for three days and has stopped.`,
      next: (isOne: boolean) =>
        `Press Send email again when the mail server works, or reveal the ${passwords(isOne)} and pass ${them(isOne)} on.`,
    },
  },
  linkNews: {
    given: (title: string) => `The link you were given for ${title}`,
    mailed: (recipient: string, title: string) => `The link emailed to ${recipient} for ${title}`,
    tries: (n: number, at: string) =>
      `It was tried ${plural(n, { one: 'once', other: '# times' })} without showing anything, last on ${at}.`,
    opened: {
      title: 'A password link was opened.',
      triedAgain: 'Someone tried a used password link again.',
      text: (link: string, at: string) => `${link} was opened on ${at}.`,
      next: 'If the wrong person opened it, set new passwords for everyone it showed: type user and the name, then press New password.',
    },
    empty: {
      title: 'A password link was opened, but it showed nothing.',
      why: {
        customer: 'Its customer was removed from Rollcall, so no password was shown.',
        role: 'You no longer have the role for this, so no password was shown.',
        none: 'There was no password left to show.',
      },
      next: 'If someone still needs a password, set a new one: type user and the name, then press New password.',
      nextGone: 'If someone there still needs a password, an admin of the tenant has to set a new one.',
    },
    notOpened: {
      title: 'Someone tried a password link that no longer works.',
      text: (link: string) => `${link} wasn't opened: it expired or was replaced.`,
      next: 'For a new link, press Send email again in the results.',
    },
  },
};

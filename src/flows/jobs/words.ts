import { createPlural } from '../../domain/languages.ts';
import type { PasswordDelivery } from '../../domain/terms.ts';
import type { DeliveryLine, MoreDeliveries, Undelivered } from '../views/passwords.ts';
import { RESULTS, TASKS } from './words/taskWords.ts';

const plural = createPlural('en');

/** How each way of delivery reads in a form. */
const WAYS: Readonly<Record<PasswordDelivery, { text: string; description: string }>> = {
  password: { text: 'Mail with the password', description: 'As the admin center sends it' },
  link: { text: 'Mail with a one-time link', description: 'It shows the password once, and you are told' },
  pass: {
    text: 'Mail with a link to a Temporary Access Pass',
    description: 'Made when it is opened; signs in once, for a short time',
  },
  show: { text: 'Not mailed', description: 'Only you can reveal it' },
};

/** What the mail server did with a mail. */
const MAILS: Readonly<Record<DeliveryLine['state'], string>> = {
  todo: 'not sent yet',
  accepted: 'accepted by the mail server',
  deferred: 'not accepted yet',
  refused: 'refused',
  unreachable: 'the mail server could not be reached',
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
  noName: 'No name',
  noUserName: 'no user name',
  servicesChanged: (license: string) => `${license} (services changed)`,
  roleLost: {
    message: 'The requester no longer has the role for this.',
    next: 'Press Try again once you have the role again, or ask somebody who has it.',
  },
  unblocked: {
    message: 'The account is restored and was not blocked, so they may be able to sign in.',
    next: 'Press Try again to do the rest, or block their sign-in in the Microsoft Entra admin center.',
  },
  revealed: (by: string, isOne: boolean, at: string) => `${by} viewed the ${passwords(isOne)} on ${at}.`,
  file: { title: 'Here are the results.', text: 'One line per person. No passwords are in this file.' },
  buttons: {
    stop: 'Stop',
    tryAgain: 'Try again',
    /** People whom a stopped job never came to are started, not tried again. */
    retry(tried: number, waiting: number) {
      if (waiting === 0) return `Retry ${tried}`;
      return tried === 0 ? `Start the other ${waiting}` : `Retry ${tried}, start ${waiting}`;
    },
    reveal: (isOne: boolean) => `Reveal ${passwords(isOne)}`,
    resend: 'Send mail again',
    sendTo: 'Send to someone else',
    tickOff: 'Tick off…',
    leftFile: 'Left to do CSV',
    results: 'Results CSV',
    undo: 'Undo',
    show: 'Show the person',
    another: 'Add another',
    back: 'Back',
    send: 'Send',
  },
  undoLicenses: {
    title: (people: string) => `Undo the license changes for ${people}?`,
    text: 'Added licenses will be removed. Removed licenses will be restored if seats are available. Later changes by others and the location are kept.',
    ok: 'Undo the changes',
  },
  undoCreated: {
    title: (people: string) => `Delete ${people}?`,
    text: (people: string) =>
      `Only the ${people} that this job created: their accounts, licenses and mailboxes. Microsoft 365 keeps deleted people for 30 days; until then an admin can restore them there.`,
    ok: (people: string) => `Delete ${people}`,
  },
  reveal: {
    title: (isOne: boolean) => `Reveal the ${passwords(isOne)} now?`,
    text: (isOne: boolean) =>
      `You can do this once. Have a safe place for ${them(isOne)} ready, and make sure nobody else sees your screen.`,
    ok: 'Reveal',
    notHere: {
      message: 'Passwords are shown only in your own chat with Rollcall.',
      next: 'Open your 1:1 chat with Rollcall and press the button there.',
    },
  },
  tickOff: {
    submit: 'Tick off',
    thing: (person: string, what: string) => `${person}: ${what}`,
    nothing: {
      title: 'Nothing is left to tick off.',
      text: 'Everything that was left for a person is done.',
    },
    choose: 'Choose what is done.',
    file: {
      title: 'Here is what is left for a person.',
      text: 'One line for each thing, with the command to paste into Exchange Online PowerShell.',
    },
    columns: ['Display name', 'User name', 'To do', 'Exchange Online PowerShell', 'Done by', 'Done'],
  },
  delivery: {
    ways: WAYS,
    /** `The first password will be emailed`, `A one-time link to the first passwords will be emailed`. */
    mailed(delivery: PasswordDelivery, people: number) {
      if (delivery === 'pass')
        return people === 1
          ? 'A link to a Temporary Access Pass will be emailed'
          : 'Links to Temporary Access Passes, for up to 20 people each, will be emailed';
      const first = `first ${passwords(people === 1)} will be emailed`;
      return delivery === 'link' ? `A one-time link to the ${first}` : `The ${first}`;
    },
    /** Said where a form names no recipients; `own` rows of a file name theirs, and are said beside it. */
    notMailed(people: number, own = 0) {
      if (people === 1) return "The password won't be emailed. You can view it once.";
      return `The ${own === 0 ? '' : 'other '}passwords won't be emailed. You can view them once.`;
    },
    /** `not delivered yet`, `not delivered to everyone`. */
    undelivered: ({ pending, some }: Undelivered) =>
      `not delivered${some ? ' to everyone' : ''}${pending ? ' yet' : ''}`,
  },
  mails: {
    states: MAILS,
    /** What has become of a one-time link, after the words about its mail. */
    links: { sent: ', its link is not opened yet', opened: ', its link was opened' },
    /** `and 40 more, all accepted`. The worst are always shown, so that those left off are no worse. */
    more({ all, unsent }: MoreDeliveries) {
      const outcome = unsent === 0 ? 'all accepted' : `${unsent} of them not accepted`;
      return `and ${all} more, ${outcome}: see the results file`;
    },
    next: {
      deferred: 'Send again in a few minutes.',
      refused: 'Check the address: send to someone else, or reveal the password and pass it on.',
      unreachable: 'Mail could not be sent. Send again when the mail server is back.',
    },
    nextRunning: 'It is tried again in a moment.',
    /** Hours after its job ended. */
    nextPending: 'Rollcall keeps trying, and tells you how it ends.',
    nextGivenUp:
      'Rollcall has stopped trying. Send it again when the mail server works, or reveal the password and pass it on.',
    sentAgain: {
      title: (missed: boolean) => (missed ? 'Some mail was not accepted again.' : 'The mail was accepted.'),
      next: (pending: boolean) =>
        pending
          ? 'Rollcall keeps trying, and tells you how it ends. If it is urgent, send to someone else, or reveal the passwords and pass them on.'
          : 'Try again later, send to someone else, or reveal the passwords and pass them on.',
    },
  },
  mailNews: {
    recipients: (named: string, more: number) => (more > 0 ? `${named} and ${more} more` : named),
    moreLines: (more: number) => `and ${more} more: see the results file`,
    accepted: {
      title: (isOne: boolean) => (isOne ? 'The password was delivered.' : 'Passwords were delivered.'),
      text: (title: string, recipients: string) =>
        `${title}: the mail server has now accepted the mail to ${recipients}.`,
    },
    refused: {
      title: (isOne: boolean) => `The ${passwords(isOne)} could not be delivered.`,
      next: (isOne: boolean) =>
        `Check the address. Send the ${passwords(isOne)} to someone else, or reveal the ${passwords(isOne)} and pass ${them(isOne)} on.`,
    },
    gaveUp: {
      title: (isOne: boolean) =>
        `The ${passwords(isOne)} could not be delivered for three days, so Rollcall stopped trying.`,
      next: (isOne: boolean) =>
        `Press Send mail again once the mail server works, or reveal the ${passwords(isOne)} and pass ${them(isOne)} on.`,
    },
  },
  linkNews: {
    given: (title: string) => `The link you were given for ${title}`,
    mailed: (recipient: string, title: string) => `The link mailed to ${recipient} for ${title}`,
    tries: (n: number, at: string) =>
      `It was tried in vain ${plural(n, { one: '# time', other: '# times' })}, last on ${at}. That showed nothing.`,
    opened: {
      title: 'A password link was opened.',
      triedAgain: 'A used password link was tried again.',
      text: (link: string, at: string) => `${link} was opened on ${at}.`,
      next: 'If that was not who you meant, set new passwords for those it showed: type user and the name, then press New password.',
    },
    notOpened: {
      title: 'A password link that no longer works was tried.',
      text: (link: string) => `${link} was not opened: it has expired, or another link took its place.`,
      next: 'Press Send mail again in the results for a new link.',
    },
  },
};

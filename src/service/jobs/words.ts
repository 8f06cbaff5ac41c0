import { ROWS } from './words/rowWords.ts';

const NOT_CHANGED = 'Nothing was changed.';
const NEW_PASSWORD = 'type user and the name, then press New password';
const SEE_REASON = 'See the reason in its message, then press Try again.';
const WHEN_DONE = 'Press the button again when it is done.';

/** Why somebody who was offboarded is not deleted. */
const NOT_DELETED = {
  allowed: 'This person is allowed to sign in again.',
  renamed: (userName: string) => `This person's user name has changed to ${userName}.`,
  isBack: 'This person was put back, restored, or allowed to sign in since this was planned.',
  done: 'No one was deleted.',
  next: 'To delete the account anyway, offboard the person again, or delete it in the Microsoft 365 admin center.',
};

/** Taking a job back. */
const UNDO = {
  requested: {
    message: 'Restoring the licenses was already requested and approved.',
    done: 'Your click changed nothing.',
    next: 'See the message of that request.',
  },
  /** The reason that approvers read. */
  reason: (about: string) => `Undo of a license change (${about})`,
  roleLost: {
    message: 'This may not have been undone: the person who pressed Undo no longer has the role for it.',
    next: 'Ask an admin to check this person in Microsoft 365.',
  },
  unread: {
    message: (why: string) => `This may not have been undone: ${why}`,
    next: 'Press Undo again in a few minutes. If it happens again, tell the person who runs Rollcall.',
  },
  away: {
    message: "Microsoft 365 couldn't be reached, so this may not have been undone.",
    next: 'Press Undo again when Microsoft 365 answers.',
  },
  reset: {
    message: "Rollcall doesn't know the old password.",
    next: 'To change it, set another new password.',
  },
  restore: {
    message: "You can't delete a restored person again from here.",
    next: 'To delete the account, use the Microsoft 365 admin center.',
  },
  deletion: {
    message: "You can't undo a deletion here.",
    next: 'Look the person up with user, and press Restore there.',
  },
  acts: { message: "You can't undo this here.", next: 'Look the person up with user and press Put back.' },
  running: {
    message: "This is still running, so it can't be undone yet.",
    done: 'Nothing was undone.',
    next: 'Press Stop, wait until it ends, then press Undo.',
  },
  nothing: { message: 'Nothing this job created is left.', next: 'There is nothing to undo.' },
  unapproved: {
    message: 'Not changed back: that would restore a license without approval.',
    next: 'Press Undo again to ask for approval.',
  },
  notBack: {
    message: (why: string) => `Not changed back: ${why}`,
    noSeats: 'Free up or buy seats for the removed licenses, then press Undo again.',
    next: (next: string) => `${next} Then press Undo again.`,
  },
};

/** Showing passwords, and sending them once more. */
const PASSWORDS = {
  revealed: {
    message: (when: string) => `These passwords were already shown, on ${when}. They are shown only once.`,
    next: `If you lost them, set new ones: ${NEW_PASSWORD}. If someone else saw them, tell the person who runs Rollcall right away.`,
  },
  showing: {
    message: (when: string) => `These passwords have been showing since ${when}. They are shown only once.`,
    next: `If you don't see them, wait a minute, then press Reveal again. If you lost them, set new ones: ${NEW_PASSWORD}.`,
  },
  none: {
    message: 'This job set no passwords.',
    /** Of a job that was to set some. */
    next: SEE_REASON,
    nextOfOther: `To set a new password, ${NEW_PASSWORD}.`,
  },
  notReady: {
    message: 'This is still running, so not all passwords are ready.',
    done: 'Nothing was shown.',
    next: WHEN_DONE,
  },
  replaced: {
    one: {
      message: 'This password no longer works: it has been replaced.',
      done: 'Nothing was shown or sent.',
      next: `Use the newer one, or set another: ${NEW_PASSWORD}.`,
    },
    many: {
      message: 'These passwords no longer work: all of them have been replaced.',
      done: 'Nothing was shown or sent.',
      next: `Use the newer ones, or set others: ${NEW_PASSWORD}.`,
    },
  },
  gone: {
    message: 'These passwords are no longer kept.',
    done: 'All of them were delivered, and Rollcall has since destroyed its copies.',
    next: 'Look the person up with user and press New password to deliver a new one.',
  },
  noRecipient: { message: 'This has no recipient.', next: 'Reveal the passwords instead.' },
  allAccepted: {
    message: 'The mail server already accepted every email.',
    next: "If an email didn't arrive, check the junk folder, send to someone else, or reveal the passwords.",
  },
  mailsLater: {
    message: 'This is still running. Its emails come later.',
    done: 'Nothing was sent.',
    next: WHEN_DONE,
  },
  noAddress: 'Enter at least one email address.',
  tooMany: (most: number) => `You can send it to at most ${most} more addresses.`,
};

/** Why a mail was not accepted; the words follow a colon. */
const MAILS = {
  roleLost: 'the requester no longer has the role',
  replaced: 'a newer password was set for this person',
  doubted: 'it may have been sent before Rollcall was restored from a backup',
  noMailbox: 'there is no such mailbox',
  full: 'the mailbox is full',
  rules: "the rules of the mail server don't allow it",
  noMail: "that domain doesn't accept email",
  moved: 'the mailbox has moved',
  disabled: 'the mailbox is disabled',
  tooLarge: 'the email is too large',
  busy: 'the mailbox is busy',
  later: 'the mail server says to try later',
  login: "it doesn't accept Rollcall's user name and password",
  noTls: 'it offers no secure connection',
  broke: 'the connection broke, so the email may have been accepted',
};

/** What the file with the results says of each person. */
const CSV = {
  created: {
    created: 'Created',
    partly: 'Created, but some steps failed',
    failed: 'Failed',
    waiting: 'Not created yet',
    undone: 'Deleted',
  },
  reset: {
    created: 'New password set',
    partly: 'New password set',
    failed: 'Failed',
    waiting: 'No new password yet',
    undone: 'New password set',
  },
  changed: {
    created: 'Changed',
    partly: 'Changed',
    failed: 'Failed',
    waiting: 'Not changed yet',
    undone: 'Changed back',
  },
  steps: { license: 'licenses', group: 'groups', manager: 'manager' },
  mails: {
    todo: 'not sent yet',
    accepted: 'accepted',
    deferred: 'not accepted yet',
    refused: 'refused',
    unreachable: 'mail server not reached',
  },
  link: { sent: ', link not opened', opened: ', link opened' },
  mailAgain: ', Rollcall keeps trying',
  deleted: 'Deleted',
  deletedBefore: 'Already deleted by someone else',
  notPlanned: (said: string, why: string) => `${said}, deletion not planned: ${why}`,
  toBeDeleted: (said: string, when: string) => `${said}, account to be deleted on ${when} UTC`,
  failed: (steps: readonly string[]) => `Created, ${steps.join(' and ')} failed`,
  toCome: (step: string) => `Created, ${step} not done yet`,
  leftOut: 'Left out',
};

/** Everything that is said of jobs, and of each of their people. */
export const JOB_SERVICE_WORDS = {
  rows: ROWS,
  notDeleted: NOT_DELETED,
  undo: UNDO,
  passwords: PASSWORDS,
  mails: MAILS,
  csv: CSV,
  nothingChanged: NOT_CHANGED,
  unaudited: {
    message: "Rollcall kept the request, but couldn't write it to the audit log.",
    next: 'Press the button again in a minute to continue this request. If that fails, ask the person who runs Rollcall to check the disk.',
  },
  noJob: {
    message: 'This request no longer exists, so its buttons do nothing.',
    done: (days: number) =>
      `Requests and their results are deleted ${days} days after they end. What was created stays in Microsoft 365.`,
    next: 'Look the person up with user, or ask an admin or auditor for the history.',
  },
  notYours: {
    message: (name: string) => `${name} asked for this, and only they can do that.`,
    done: 'Nothing was done.',
    next: (name: string) => `Ask ${name} to press the button.`,
  },
  beingUndone: {
    message: 'This is being undone right now.',
    notRetried: 'Nothing was retried.',
    notSent: 'Nothing was sent.',
    next: 'Wait until the message says it was undone, then try again.',
  },
  /** Somebody else decided otherwise about the same person since. */
  overtaken: {
    came: {
      putBack: 'put back',
      restore: 'restored',
      leave: 'offboarded',
      delete: 'deleted',
      allow: 'allowed to sign in',
      block: 'blocked',
    },
    message: (came: string) => `This wasn't done, because this person has been ${came} since then.`,
    next: 'Look the person up with user. If it is still needed, ask for it again.',
  },
  nothingToRetry: {
    message: (isCreate: boolean) =>
      isCreate ? 'Everyone was already created.' : 'Everything was already done.',
    next: 'There is nothing to retry.',
  },
  tickOff: {
    running: {
      message: 'This job is still running.',
      done: 'Nothing was marked as done.',
      next: 'Wait for the message with its results, then mark it as done.',
    },
    same: {
      message: 'Everything is already the way you chose.',
      next: 'See the newest message with the results.',
    },
  },
};

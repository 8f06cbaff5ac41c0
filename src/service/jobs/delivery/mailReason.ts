import type { Delivery } from '../../ports/records.ts';

/** A reply code, and the enhanced code of RFC 3463 that may follow it. */
const CODES = /\b([245]\d\d)(?!\d)(?:[ -][245]\.(\d{1,3})\.(\d{1,3}))?/;

const NO_MAILBOX = 'there is no such mailbox';
const FULL = 'the mailbox is full';
const RULES = 'the rules of the mail server do not allow it';

/** RFC 3463, subject and detail: what it means for whoever asked. */
const BY_DETAIL: Readonly<Record<string, string>> = {
  '1.1': NO_MAILBOX,
  '1.2': 'that domain does not accept email',
  '1.3': NO_MAILBOX,
  '1.6': 'the mailbox has moved',
  '1.10': 'that domain does not accept email',
  '2.1': 'the mailbox is disabled',
  '2.2': FULL,
  '2.3': 'the email is too large',
  '3.4': 'the email is too large',
};
const BY_SUBJECT: Readonly<Record<string, string>> = { '1': NO_MAILBOX, '7': RULES };
/** RFC 5321 4.2.3, for a server that gives no enhanced code. */
const BY_REPLY: Readonly<Record<string, string>> = {
  '450': 'the mailbox is busy',
  '452': FULL,
  '550': NO_MAILBOX,
  '551': NO_MAILBOX,
  '552': FULL,
  '553': NO_MAILBOX,
  '554': RULES,
};
const TRY_LATER = 'the mail server says to try later';
/** RFC 4954: a login is wanted, wrong or too weak. */
const LOGIN_REPLIES: ReadonlySet<string> = new Set(['530', '534', '535', '538']);

function explainReply(reply: string, subject?: string, detail?: string): string | undefined {
  const isLater = reply.startsWith('4');
  const known = BY_DETAIL[`${subject}.${detail}`];
  // Greylisting is told as a rule (4.7.1), and only asks to wait.
  if (subject !== undefined) return known ?? (isLater ? TRY_LATER : BY_SUBJECT[subject]);
  return BY_REPLY[reply] ?? (isLater ? TRY_LATER : undefined);
}

/**
 * Why a mail was not accepted, in words that follow a colon; undefined when its state says all there is to say. Never
 * the server's own words: those are codes, and other people's names of machines.
 */
export function explainMail({ state, response }: Delivery): string | undefined {
  if (response === undefined || state === 'accepted' || state === 'todo') return undefined;
  const [found, reply = '', subject, detail] = CODES.exec(response) ?? [];
  if (state === 'unreachable') {
    if (LOGIN_REPLIES.has(reply)) return "it does not accept Rollcall's user name and password";
    return response.includes('TLS') ? 'it offers no secure connection' : undefined;
  }
  if (response.startsWith('The connection')) {
    return 'the connection broke, so the email may have been accepted';
  }
  if (found === undefined) return state === 'refused' ? response : undefined;
  return explainReply(reply, subject, detail);
}

import type { Delivery } from '../../ports/records.ts';
import { JOB_SERVICE_WORDS } from '../words.ts';

/** A reply code, and the enhanced code of RFC 3463 that may follow it. */
const CODES = /\b([245]\d\d)(?!\d)(?:[ -][245]\.(\d{1,3})\.(\d{1,3}))?/;

const SAYS = JOB_SERVICE_WORDS.mails;

/** RFC 3463, subject and detail: what it means for whoever asked. */
const BY_DETAIL: Readonly<Record<string, string>> = {
  '1.1': SAYS.noMailbox,
  '1.2': SAYS.noMail,
  '1.3': SAYS.noMailbox,
  '1.6': SAYS.moved,
  '1.10': SAYS.noMail,
  '2.1': SAYS.disabled,
  '2.2': SAYS.full,
  '2.3': SAYS.tooLarge,
  '3.4': SAYS.tooLarge,
};
const BY_SUBJECT: Readonly<Record<string, string>> = { '1': SAYS.noMailbox, '7': SAYS.rules };
/** RFC 5321 4.2.3, for a server that gives no enhanced code. */
const BY_REPLY: Readonly<Record<string, string>> = {
  '450': SAYS.busy,
  '452': SAYS.full,
  '550': SAYS.noMailbox,
  '551': SAYS.noMailbox,
  '552': SAYS.full,
  '553': SAYS.noMailbox,
  '554': SAYS.rules,
};
/** RFC 4954: a login is wanted, wrong or too weak. */
const LOGIN_REPLIES: ReadonlySet<string> = new Set(['530', '534', '535', '538']);

function explainReply(reply: string, subject?: string, detail?: string): string | undefined {
  const isLater = reply.startsWith('4');
  const known = BY_DETAIL[`${subject}.${detail}`];
  // Greylisting is told as a rule (4.7.1), and only asks to wait.
  if (subject !== undefined) return known ?? (isLater ? SAYS.later : BY_SUBJECT[subject]);
  return BY_REPLY[reply] ?? (isLater ? SAYS.later : undefined);
}

/**
 * Why a mail was not accepted, in words that follow a colon; undefined when its state says all there is to say. Never
 * the server's own words: those are codes, and other people's names of machines.
 */
export function explainMail({ state, response }: Delivery): string | undefined {
  if (response === undefined || state === 'accepted' || state === 'todo') return undefined;
  const [found, reply = '', subject, detail] = CODES.exec(response) ?? [];
  if (state === 'unreachable') {
    if (LOGIN_REPLIES.has(reply)) return SAYS.login;
    return response.includes('TLS') ? SAYS.noTls : undefined;
  }
  if (/^The connection\b/.test(response)) {
    return SAYS.broke;
  }
  if (found === undefined) return state === 'refused' ? response : undefined;
  return explainReply(reply, subject, detail);
}

import type { MailOutcome } from '../service/ports/mailer.ts';

/** The fields that nodemailer sets on its errors. */
interface SmtpError {
  code?: string;
  originalCode?: string;
  command?: string;
  responseCode?: number;
  response?: string;
}

/** RFC 4954 and RFC 3207: login wanted, wrong or too weak; TLS wanted. The recipient is not the reason. */
const LOGIN_REPLIES: ReadonlySet<number> = new Set([530, 534, 535, 538]);
/** Everything up to the envelope: nothing of the mail was sent. */
const BEFORE_MAIL = /^(CONN|EHLO|HELO|LHLO|STARTTLS|AUTH\b.*|API)$/;
/** The connection was there, then broke or fell silent; it may have been after the mail. */
const BROKEN: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE', 'SOCKET_TIMEOUT']);
const BROKE_MESSAGE = /^(Connection closed unexpectedly|Timeout|read ECONNRESET|write EPIPE)/;
/** A reply has lines of 512 characters (RFC 5321 4.5.3.1.5); a card shows one line. */
const MAX_RESPONSE = 300;

/** SMTP's words in one line, without control characters. */
export function toOneLine(text: string): string {
  const line = text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
  return line.length > MAX_RESPONSE ? `${line.slice(0, MAX_RESPONSE - 1)}…` : line;
}

/** True when the server did not accept the user and password. */
export function isLoginRefused(error: unknown): boolean {
  const { code, responseCode } = error as SmtpError;
  return code === 'EAUTH' || (responseCode !== undefined && LOGIN_REPLIES.has(responseCode));
}

function mayHaveBeenSent(error: Error & SmtpError): boolean {
  if (error.code === 'EDNS') return false;
  return BROKE_MESSAGE.test(error.message) || BROKEN.has(error.originalCode ?? '');
}

/** The codes in a server's words, for the log: the words may name people. */
export function readCode(response: string): string | undefined {
  return /\b[245]\d\d(?:[ -][245]\.\d{1,3}\.\d{1,3})?(?!\d)|\bE[A-Z]{4,}\b/.exec(response)?.[0];
}

/** What a failed send means. Never has a secret in it: nodemailer's errors hold SMTP's words and no mail. */
export function readFailedSend(error: unknown): MailOutcome {
  if (!(error instanceof Error)) return { status: 'unreachable', response: 'The mail server failed.' };
  const { code, responseCode = 0, command = '', response } = error as SmtpError;
  const words = toOneLine(response ?? error.message);
  if (code === 'ETLS' || command === 'STARTTLS') {
    return { status: 'unreachable', response: `The mail server didn't start TLS (${words})` };
  }
  if (isLoginRefused(error)) return { status: 'unreachable', response: words };
  if (responseCode >= 400 && responseCode < 500) return { status: 'deferred', response: words };
  if (responseCode >= 500) {
    return { status: BEFORE_MAIL.test(command) ? 'unreachable' : 'refused', response: words };
  }
  if (mayHaveBeenSent(error)) {
    const unsure = 'The connection to the mail server broke, so it may or may not have accepted the email.';
    return { status: 'deferred', response: `${unsure} (${words})` };
  }
  return { status: 'unreachable', response: words };
}

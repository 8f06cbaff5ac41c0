import { createHash } from 'node:crypto';
import type { Language } from '../../../domain/languages.ts';
import { Secret } from '../../../secrets/secret.ts';
import type { Mail } from '../../ports/mailer.ts';
import { MAIL_WORDS } from './words/byLanguage.ts';
import type { Brought, Done, MailWords } from './words/mailWords.ts';

/** One person of a mail. */
export interface MailedPerson {
  displayName: string;
  userPrincipalName: string;
  password: Secret<string>;
  accountEnabled: boolean;
}

/** What a mail of first passwords says. */
export interface PasswordMail {
  jobId: string;
  recipient: string;
  part: number;
  parts: number;
  createdBy: string;
  customer: string;
  people: readonly MailedPerson[];
  /** The accounts were there before and have a new password. */
  isReset?: boolean;
  /** Where the people sign in. */
  signInUrl: string;
  /** What it is written in. */
  language: Language;
  /** The domain of Message-IDs. */
  messageDomain: string;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as HTML, for elements and attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

/** A header holds one line, whatever the policy's customer name holds. */
function toOneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ');
}

/** What the words around passwords or a link are made of. */
type About = Pick<PasswordMail, 'createdBy' | 'customer' | 'part' | 'parts' | 'isReset' | 'language'> & {
  people: readonly unknown[];
};

/** As the words of all mails ask for it. */
function tellDone({ createdBy, customer, part, parts, people, language }: About): Done {
  const words = MAIL_WORDS[language];
  return { createdBy, customer, count: people.length, part: parts > 1 ? words.part(part, parts) : '' };
}

/** Who created how many accounts, or set new passwords, and where. */
export function sayWho(mail: About): string {
  const words = MAIL_WORDS[mail.language];
  return mail.isReset ? words.reset(tellDone(mail)) : words.created(tellDone(mail));
}

/** What the mail brings; it names nobody. */
export function saySubject(mail: About, brought: Brought): string {
  return toOneLine(MAIL_WORDS[mail.language].subject(brought, tellDone(mail)));
}

function writeText(mail: PasswordMail): string {
  const words = MAIL_WORDS[mail.language];
  // One below the other.
  const width = Math.max(words.userName.length, words.password.length) + 2;
  const label = (text: string) => `${text}:`.padEnd(width);
  const people = mail.people.map(({ displayName, userPrincipalName, password, accountEnabled }) =>
    [
      displayName,
      `${label(words.userName)}${userPrincipalName}`,
      `${label(words.password)}${password.reveal()}`,
      ...(accountEnabled ? [] : [words.blocked]),
    ].join('\n'),
  );
  return `${[sayWho(mail), words.signIn(mail.signInUrl), ...people, words.keepSafe].join('\n\n')}\n`;
}

/** The style of a mail's body. */
const BODY = 'margin:0;padding:16px;font:16px/1.5 -apple-system,Segoe UI,Roboto,sans-serif;color:#1b1b1b';
const PERSON = 'margin:0 0 12px;padding:12px;border:1px solid #d0d0d0;border-radius:8px';
const LABEL = 'color:#555555;font-size:14px';
/**
 * On a line of its own: a phone has room for the whole of a password there, and none that breaks at its hyphens can be
 * read aright. Long user names wrap, and a tap selects the whole of a value.
 */
const VALUE = 'font-family:Consolas,Menlo,monospace;overflow-wrap:anywhere;user-select:all';

function writeValue(label: string, value: string): string {
  return `<div style="${LABEL}">${label}</div><div style="${VALUE}">${escapeHtml(value)}</div>`;
}

function writePerson(
  { displayName, userPrincipalName, password, accountEnabled }: MailedPerson,
  words: MailWords,
): string {
  return [
    `<div style="${PERSON}"><strong>${escapeHtml(displayName)}</strong>`,
    writeValue(words.userName, userPrincipalName),
    writeValue(words.password, password.reveal()),
    ...(accountEnabled ? [] : [`<div>${escapeHtml(words.blocked)}</div>`]),
    '</div>',
  ].join('\n');
}

/** A whole mail. `body` is HTML. */
export function writeHtmlMail(language: Language, body: string): string {
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body style="${BODY}"><div style="max-width:36em;margin:0 auto">
${body}
</div></body></html>
`;
}

function writeHtml(mail: PasswordMail): string {
  const words = MAIL_WORDS[mail.language];
  return writeHtmlMail(
    mail.language,
    `<p>${escapeHtml(sayWho(mail))}</p>
<p>${escapeHtml(words.signIn(mail.signInUrl))}</p>
${mail.people.map((person) => writePerson(person, words)).join('\n')}
<p>${escapeHtml(words.keepSafe)}</p>`,
  );
}

/** A recipient in a Message-ID: the same for the same address, and not the address. */
export function nameRecipient(recipient: string): string {
  return createHash('sha256').update(recipient.toLowerCase()).digest('hex').slice(0, 16);
}

/**
 * The mail that brings first passwords to one recipient. Its Message-ID is the same whenever the same part is sent
 * to the same recipient, so that mail clients and people can tell a duplicate. The subject names nobody.
 */
export function writePasswordMail(mail: PasswordMail): Mail {
  const { jobId, part, recipient, messageDomain } = mail;
  const to = nameRecipient(recipient);
  return {
    to: recipient,
    subject: saySubject(mail, mail.isReset ? 'new' : 'first'),
    text: new Secret(writeText(mail)),
    html: new Secret(writeHtml(mail)),
    messageId: `${jobId}.${part}.${to}@${messageDomain}`,
  };
}

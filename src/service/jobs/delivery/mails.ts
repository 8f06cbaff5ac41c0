import { createHash } from 'node:crypto';
import { Secret } from '../../../secrets/secret.ts';
import type { Mail } from '../../ports/mailer.ts';

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
  /** The domain of Message-IDs. */
  messageDomain: string;
}

/** What happens at the first sign-in. */
function sayFirstSignIn({ signInUrl }: Pick<PasswordMail, 'signInUrl'>): string {
  return `Sign in at ${signInUrl} with the user name and password below. Microsoft then asks for a new password of the person's own.`;
}
const KEEP_SAFE =
  'Hand each password to its owner alone, in person or by phone, and delete this mail afterwards. Rollcall never asks for a password.';
const BLOCKED = 'Sign-in is blocked until an administrator allows it.';

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
export function toOneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ');
}

/** What the words around passwords or a link are made of. */
type About = Pick<PasswordMail, 'createdBy' | 'customer' | 'part' | 'parts' | 'isReset'> & {
  people: readonly unknown[];
};

function sayAccounts({ people }: About): string {
  return people.length === 1 ? 'an account' : `${people.length} accounts`;
}

/** ` (part 2 of 3)`, when there are several. */
export function sayPart({ part, parts }: Pick<About, 'part' | 'parts'>): string {
  return parts > 1 ? ` (part ${part} of ${parts})` : '';
}

/** Who created how many accounts, or set new passwords, and where. */
export function sayWho(mail: About): string {
  if (mail.isReset) {
    return `${mail.createdBy} set a new password for ${sayAccounts(mail)} at ${mail.customer} with Rollcall${sayPart(mail)}. The previous password no longer works.`;
  }
  return `${mail.createdBy} created ${sayAccounts(mail)} at ${mail.customer} with Rollcall${sayPart(mail)}.`;
}

/** What the mail brings; it names nobody. */
export function saySubject({ people, isReset }: About): string {
  if (isReset) return people.length === 1 ? 'New password for an account' : 'New passwords for accounts';
  return people.length === 1 ? 'First password for a new account' : 'First passwords for new accounts';
}

function writeText(mail: PasswordMail): string {
  const people = mail.people.map(({ displayName, userPrincipalName, password, accountEnabled }) =>
    [
      displayName,
      `User name: ${userPrincipalName}`,
      `Password:  ${password.reveal()}`,
      ...(accountEnabled ? [] : [BLOCKED]),
    ].join('\n'),
  );
  return `${[sayWho(mail), sayFirstSignIn(mail), ...people, KEEP_SAFE].join('\n\n')}\n`;
}

/** The style of a mail's body. */
export const BODY =
  'margin:0;padding:16px;font:16px/1.5 -apple-system,Segoe UI,Roboto,sans-serif;color:#1b1b1b';
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

function writePerson({ displayName, userPrincipalName, password, accountEnabled }: MailedPerson): string {
  return [
    `<div style="${PERSON}"><strong>${escapeHtml(displayName)}</strong>`,
    writeValue('User name', userPrincipalName),
    writeValue('Password', password.reveal()),
    ...(accountEnabled ? [] : [`<div>${BLOCKED}</div>`]),
    '</div>',
  ].join('\n');
}

function writeHtml(mail: PasswordMail): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body style="${BODY}"><div style="max-width:36em;margin:0 auto">
<p>${escapeHtml(sayWho(mail))}</p>
<p>${escapeHtml(sayFirstSignIn(mail))}</p>
${mail.people.map(writePerson).join('\n')}
<p>${escapeHtml(KEEP_SAFE)}</p>
</div></body></html>
`;
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
  const { jobId, part, recipient, customer, messageDomain } = mail;
  const to = nameRecipient(recipient);
  return {
    to: recipient,
    subject: toOneLine(`${saySubject(mail)} at ${customer}${sayPart(mail)}`),
    text: new Secret(writeText(mail)),
    html: new Secret(writeHtml(mail)),
    messageId: `${jobId}.${part}.${to}@${messageDomain}`,
  };
}

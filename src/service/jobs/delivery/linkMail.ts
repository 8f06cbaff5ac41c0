import { Secret } from '../../../secrets/secret.ts';
import type { MailLink } from '../../links/mailLink.ts';
import type { Mail } from '../../ports/mailer.ts';
import {
  BODY,
  escapeHtml,
  nameRecipient,
  type PasswordMail,
  sayPart,
  saySubject,
  sayWho,
  toOneLine,
} from './mails.ts';

/** What a mail with a one-time link says. */
export interface LinkMail extends Omit<PasswordMail, 'people' | 'signInUrl'> {
  /** Display names. */
  people: readonly string[];
  link: MailLink;
  /** The page makes a Temporary Access Pass instead of showing the password. */
  isPass: boolean;
}

/** More are a list, which the page itself has. */
const MAX_NAMES = 10;

const BUTTON =
  'display:inline-block;padding:12px 20px;border-radius:8px;background:#0b57d0;color:#ffffff;text-decoration:none;font-weight:600';
const SMALL = 'font-size:14px;color:#555555;overflow-wrap:anywhere';

function sayUntil({ link }: LinkMail): string {
  return `${new Date(link.expiresAt).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

function sayNames({ people }: LinkMail): string {
  const more = people.length - MAX_NAMES;
  return [...people.slice(0, MAX_NAMES), ...(more > 0 ? [`and ${more} more`] : [])].join(', ');
}

function sayWhat({ people, isPass, isReset }: LinkMail): string {
  if (isPass) {
    return people.length === 1
      ? 'a Temporary Access Pass for the first sign-in'
      : 'a Temporary Access Pass for each first sign-in';
  }
  const what = isReset ? 'the new password' : 'the first password';
  return people.length === 1 ? what : `${what}s`;
}

function sayOnce(mail: LinkMail): string {
  const when = mail.isPass
    ? `Open it when ${mail.people.length === 1 ? 'the person' : 'all of them'} can sign in at once: the page says until when ${mail.people.length === 1 ? 'the pass holds' : 'the passes hold'}.`
    : 'Open it when you can write down or hand over what it shows.';
  return `The link shows ${sayWhat(mail)} once, until ${sayUntil(mail)}. ${when} ${mail.createdBy} is told when it was opened.`;
}

function sayLost({ createdBy }: LinkMail): string {
  return `If the page shows nothing, or if you did not expect this mail, tell ${createdBy}, who can send another link. Do not pass this mail on.`;
}

function writeText(mail: LinkMail, url: string): string {
  return `${[sayWho(mail), sayNames(mail), `See ${sayWhat(mail)}:\n${url}`, sayOnce(mail), sayLost(mail)].join('\n\n')}\n`;
}

function writeHtml(mail: LinkMail, url: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body style="${BODY}"><div style="max-width:36em;margin:0 auto">
<p>${escapeHtml(sayWho(mail))}</p>
<p><strong>${escapeHtml(sayNames(mail))}</strong></p>
<p><a href="${escapeHtml(url)}" style="${BUTTON}">See ${sayWhat(mail)}</a></p>
<p>${escapeHtml(sayOnce(mail))}</p>
<p>${escapeHtml(sayLost(mail))}</p>
<p style="${SMALL}">${escapeHtml(url)}</p>
</div></body></html>
`;
}

/**
 * The mail that brings a one-time link. Its Message-ID is that of the link: another link is another mail, which no
 * server takes for a duplicate. The subject names nobody.
 */
export function writeLinkMail(mail: LinkMail): Mail {
  const { jobId, part, recipient, customer, messageDomain, link, people, isPass, isReset } = mail;
  const url = link.url.reveal();
  const firstSignIn =
    people.length === 1 ? 'First sign-in for a new account' : 'First sign-ins for new accounts';
  const what = isPass && !isReset ? firstSignIn : saySubject(mail);
  return {
    to: recipient,
    subject: toOneLine(`${what} at ${customer}${sayPart(mail)}`),
    text: new Secret(writeText(mail, url)),
    html: new Secret(writeHtml(mail, url)),
    messageId: `${jobId}.${part}.${nameRecipient(recipient)}.${link.hash.slice(0, 12)}@${messageDomain}`,
  };
}

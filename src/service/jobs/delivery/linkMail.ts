import { writeMoment } from '../../../domain/languages.ts';
import { Secret } from '../../../secrets/secret.ts';
import type { MailLink } from '../../links/mailLink.ts';
import type { Mail } from '../../ports/mailer.ts';
import { escapeHtml, nameRecipient, type PasswordMail, saySubject, sayWho, writeHtmlMail } from './mails.ts';
import { MAIL_WORDS } from './words/byLanguage.ts';
import type { Brought } from './words/mailWords.ts';

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

/** What each mail of a link says, in its language. */
function chooseWords(mail: LinkMail) {
  const { people, language, isPass, isReset, createdBy, link } = mail;
  const words = MAIL_WORDS[language];
  const shown: Brought = isPass ? 'pass' : isReset ? 'new' : 'first';
  const more = people.length - MAX_NAMES;
  return {
    who: sayWho(mail),
    names: [...people.slice(0, MAX_NAMES), ...(more > 0 ? [words.more(more)] : [])].join(', '),
    see: words.see(shown, people.length),
    once: words.once(shown, people.length, writeMoment(language, link.expiresAt), createdBy),
    lost: words.lost(createdBy),
  };
}

function writeText(mail: LinkMail, url: string): string {
  const { who, names, see, once, lost } = chooseWords(mail);
  return `${[who, names, `${see}:\n${url}`, once, lost].join('\n\n')}\n`;
}

function writeHtml(mail: LinkMail, url: string): string {
  const { who, names, see, once, lost } = chooseWords(mail);
  return writeHtmlMail(
    mail.language,
    `<p>${escapeHtml(who)}</p>
<p><strong>${escapeHtml(names)}</strong></p>
<p><a href="${escapeHtml(url)}" style="${BUTTON}">${escapeHtml(see)}</a></p>
<p>${escapeHtml(once)}</p>
<p>${escapeHtml(lost)}</p>
<p style="${SMALL}">${escapeHtml(url)}</p>`,
  );
}

/**
 * The mail that brings a one-time link. Its Message-ID is that of the link: another link is another mail, which no
 * server takes for a duplicate. The subject names nobody.
 */
export function writeLinkMail(mail: LinkMail): Mail {
  const { jobId, part, recipient, messageDomain, link, isPass, isReset } = mail;
  const url = link.url.reveal();
  return {
    to: recipient,
    subject: saySubject(mail, isReset ? 'new' : isPass ? 'pass' : 'first'),
    text: new Secret(writeText(mail, url)),
    html: new Secret(writeHtml(mail, url)),
    messageId: `${jobId}.${part}.${nameRecipient(recipient)}.${link.hash.slice(0, 12)}@${messageDomain}`,
  };
}

import { randomUUID } from 'node:crypto';
import type { LiveConfig } from '../../config/config.ts';
import { RollcallError } from '../../domain/errors.ts';
import { parseSender } from '../../mail/address.ts';
import { readSmtpServer } from '../../mail/smtpServer.ts';
import { Secret } from '../../secrets/secret.ts';
import type { MailOutcome } from '../../service/ports/mailer.ts';
import { type Finding, reportOn } from './finding.ts';
import { openMailer } from './openMailer.ts';

const { ok, unsure, wrong } = reportOn('mail');

/** What to do about SMTP's words, the first that fits. */
const FIXES: readonly [RegExp, string][] = [
  [
    /TLS|ssl|wrong version/i,
    "Set SMTP_URL to smtps:// with port 465, or smtp:// with port 587 and STARTTLS. A server without TLS isn't used: the emails contain passwords.",
  ],
  [
    /certificate|self-signed|altnames/i,
    'Give the mail server a certificate for the name in SMTP_URL from an authority that this machine knows, or correct the name.',
  ],
  [
    /\b53[0458]\b|auth|login|credential/i,
    'Correct the user and password in SMTP_URL (special characters percent-encoded), and check that SMTP sign-in is allowed for this mailbox (Exchange Online: Authenticated SMTP).',
  ],
  [/ENOTFOUND|EDNS|EAI_AGAIN|getaddrinfo/i, 'Correct the host in SMTP_URL, or the DNS of this machine.'],
  [
    /ECONNREFUSED|ETIMEDOUT|EHOSTUNREACH|timeout|Greeting never received/i,
    'Check host and port in SMTP_URL (465 or 587), and that a firewall lets this machine through.',
  ],
];
const OTHERWISE =
  'Check that SMTP_URL names a mail server (smtps://user:password@host:465), and ask the person who runs it.';

function fixFor(said: string): string {
  return FIXES.find(([words]) => words.test(said))?.[1] ?? OTHERWISE;
}

function explainTest(outcome: MailOutcome, from: string, to: string): Finding {
  if (outcome.status === 'accepted') {
    return ok(
      `The server accepted a test email from ${from} to ${to}. Check that it arrived, and not as spam.`,
    );
  }
  const said = `The server didn't accept a test email from ${from} to ${to}: ${outcome.response}`;
  if (outcome.status === 'refused') {
    return wrong(
      said,
      `If it is about the sender, set MAIL_FROM to a mailbox that the user in SMTP_URL may send from (Exchange Online: Send as). If it is about ${to}, try another.`,
    );
  }
  return outcome.status === 'deferred'
    ? unsure(said, "Try again later. If that doesn't help, ask the person who runs the mail server.")
    : wrong(said, fixFor(outcome.response));
}

/** Connects, starts TLS and signs in. With `to` it also sends one mail. */
export async function examineMail({ mail }: Partial<LiveConfig>, to?: string): Promise<Finding[]> {
  if (mail === undefined) return [];
  const { host, port, loopback, login } = readSmtpServer(mail.smtp.url);
  const mailer = openMailer(mail);
  try {
    await mailer.check();
    const how = loopback ? 'on this machine' : 'with TLS';
    const findings = [
      ok(
        `The mail server ${host}:${port} is reachable, ${how}${login === undefined ? ', without a login' : ', and accepts the login'}.`,
      ),
    ];
    const from = parseSender(mail.from)?.address ?? mail.from;
    if (to === undefined) {
      return [
        ...findings,
        unsure(
          `Only a test email can show whether ${from} may send.`,
          'Send one to yourself: npm run doctor -- mail --mail-to you@example.com',
        ),
      ];
    }
    const text = 'This is a test email from Rollcall (npm run doctor). Passwords would reach you this way.';
    const outcome = await mailer.send({
      to,
      subject: 'Rollcall: test email',
      text: new Secret(text),
      html: new Secret(`<p>${text}</p>`),
      messageId: `doctor-${randomUUID()}@${from.split('@')[1] ?? 'rollcall'}`,
    });
    return [...findings, explainTest(outcome, from, to)];
  } catch (error) {
    if (!(error instanceof RollcallError)) throw error;
    return [wrong(error.message, error.code === 'MAIL_DOWN' ? fixFor(error.message) : error.next)];
  } finally {
    mailer.close();
  }
}

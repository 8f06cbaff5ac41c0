import { createTransport } from 'nodemailer';
import { RollcallError } from '../domain/errors.ts';
import type { Secret } from '../secrets/secret.ts';
import type { Turn } from '../service/ports/engine.ts';
import type { Mail, Mailer, MailOutcome } from '../service/ports/mailer.ts';
import type { Quota } from '../service/ports/quota.ts';
import type { Clock, Log } from '../service/ports/surroundings.ts';
import { waitForTurn } from '../service/ports/waitForTurn.ts';
import { isSingleAddress, parseSender } from './address.ts';
import { createPace } from './pace.ts';
import { isLoginRefused, readCode, readFailedSend, toOneLine } from './readOutcome.ts';
import { createReplyWatch, type ReplyWatch } from './replyWatch.ts';
import { readSmtpServer, type SmtpServer } from './smtpServer.ts';

export interface MailerOptions {
  /** `smtp://` or `smtps://`, with user and password when the server wants them. */
  smtpUrl: Secret<string>;
  /** An address, or `Name <address>`. */
  from: string;
  /** At most so many mails in any minute. */
  perMinute: number;
  /** Asked right before each mail. */
  turn: Turn;
  clock: Clock;
  /** Counts the mails of all processes. Left out: this one is alone. */
  quota?: Quota;
  log: Log;
}

/** A Mailer that can say whether its server is there, and be closed. */
export interface SmtpMailer extends Mailer {
  /** Connects and logs in. Throws RollcallError MAIL_DOWN when that fails. */
  check(): Promise<void>;
  /** Mails that still wait for their turn are `unreachable`; one that is being sent is finished. */
  close(): void;
}

/** Our own numbers: a server that does not greet in this time will not do better in nodemailer's two minutes. */
const CONNECT_TIMEOUT_MS = 15_000;
const GREETING_TIMEOUT_MS = 15_000;
/**
 * RFC 5321 4.5.3.2.6 gives a server ten minutes to take a mail it has read, because giving up early makes a
 * duplicate. Ours are small; two minutes keep one slow server from holding up all other recipients.
 */
const SILENCE_TIMEOUT_MS = 120_000;
/**
 * After a refused login nothing is tried for so long. Microsoft: "Smart lockout" locks an account for a minute after
 * ten wrong passwords, and longer each time; a locked account is the worse failure than a late mail.
 */
const LOGIN_PAUSE_MS = 5 * 60_000;

const OUT_OF_STEP = 'The mail server answered out of turn, so it may or may not have accepted the email.';

const MESSAGE_ID = /^[^\s<>@]+@[^\s<>@]+$/;

function transportTo(server: SmtpServer, { logger }: ReplyWatch): ReturnType<typeof createTransport> {
  const { host, port, secure, loopback, login } = server;
  return createTransport({
    host,
    port,
    secure,
    // A relay on this machine has a certificate for another name, or none.
    ...(loopback ? { ignoreTLS: true } : { requireTLS: true }),
    tls: { minVersion: 'TLSv1.2' },
    ...(login === undefined ? {} : { auth: { user: login.user, pass: login.password.reveal() } }),
    connectionTimeout: CONNECT_TIMEOUT_MS,
    greetingTimeout: GREETING_TIMEOUT_MS,
    socketTimeout: SILENCE_TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
    // Commands and replies only: nothing of a mail, and no password.
    logger: logger as never,
    transactionLog: true,
    debug: false,
  });
}

/**
 * Sends first passwords over SMTP: one mail to one address, with TLS unless the server is on this machine. Throws
 * RollcallError CONFIG_INVALID when the options cannot be used.
 */
export function createMailer({
  smtpUrl,
  from,
  perMinute,
  turn,
  clock,
  quota,
  log,
}: MailerOptions): SmtpMailer {
  const server = readSmtpServer(smtpUrl);
  const sender = parseSender(from);
  if (sender === undefined) {
    throw new RollcallError('CONFIG_INVALID', 'MAIL_FROM must be a single email address.', {
      next: 'Set MAIL_FROM to an address such as rollcall@contoso.com, or to Rollcall <rollcall@contoso.com>.',
    });
  }
  // One mail at a time goes out, so that one watch sees one conversation.
  const watch = createReplyWatch();
  const transport = transportTo(server, watch);
  const pace = createPace(perMinute, clock, quota);
  let refusedLogin: { response: string; at: number } | undefined;

  function pausedBy(): MailOutcome | undefined {
    if (refusedLogin === undefined || clock.now() - refusedLogin.at >= LOGIN_PAUSE_MS) return undefined;
    return { status: 'unreachable', response: refusedLogin.response };
  }

  function readFailure(error: unknown): MailOutcome {
    const outcome = readFailedSend(error);
    refusedLogin = isLoginRefused(error) ? { response: outcome.response, at: clock.now() } : undefined;
    return outcome;
  }

  async function sendNow(mail: Mail): Promise<MailOutcome> {
    const paused = pausedBy();
    if (paused !== undefined) return paused;
    try {
      await waitForTurn(turn);
    } catch (error) {
      log.error({ err: error, messageId: mail.messageId }, 'mail.held_back');
      return {
        status: 'unreachable',
        response: "Rollcall wasn't sure that its data was saved, so nothing was sent.",
      };
    }
    watch.restart();
    try {
      const info = await transport.sendMail({
        from: sender,
        to: [{ name: '', address: mail.to }],
        // Said outright, so that no header decides where a password goes.
        envelope: { from: sender?.address, to: [mail.to] },
        subject: mail.subject,
        text: mail.text.reveal(),
        html: mail.html.reveal(),
        messageId: `<${mail.messageId}>`,
        date: new Date(clock.now()),
        // RFC 3834: keeps out-of-office answers, which would quote the passwords, from being sent.
        headers: { 'Auto-Submitted': 'auto-generated' },
        xMailer: false,
      });
      refusedLogin = undefined;
      if (!watch.isInStep()) return { status: 'deferred', response: OUT_OF_STEP };
      return { status: 'accepted', response: toOneLine(info.response) };
    } catch (error) {
      return readFailure(error);
    }
  }

  return {
    async send(mail) {
      if (!isSingleAddress(mail.to)) {
        return { status: 'refused', response: "This isn't a plain email address, so nothing was sent." };
      }
      if (!MESSAGE_ID.test(mail.messageId)) {
        return { status: 'refused', response: "The message ID can't be used, so nothing was sent." };
      }
      const startedAt = clock.now();
      const outcome = (await pace.run(() => sendNow(mail))) ?? {
        status: 'unreachable',
        response: 'Rollcall was stopping, so nothing was sent.',
      };
      const fields = { messageId: mail.messageId, status: outcome.status, ms: clock.now() - startedAt };
      if (outcome.status === 'accepted') log.info(fields, 'mail.sent');
      else log.warn({ ...fields, code: readCode(outcome.response) }, 'mail.failed');
      return outcome;
    },
    async check() {
      const paused = pausedBy();
      const outcome =
        paused ??
        (await transport.verify().then(
          () => undefined,
          (error: unknown) => readFailure(error),
        ));
      if (outcome === undefined) return;
      throw new RollcallError('MAIL_DOWN', `The mail server can't be used: ${outcome.response}`, {
        next: 'Ask the person who runs Rollcall to check SMTP_URL, and the user and password in it.',
      });
    },
    close() {
      pace.close();
      transport.close();
    },
  };
}

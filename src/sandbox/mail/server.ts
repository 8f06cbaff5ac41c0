import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ParsedMail } from 'mailparser';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import type { WireLog } from '../wireLog.ts';
import { answerRecipient, createMailSwitches, type MailSwitches, type SmtpAnswer } from './switches.ts';

/** A mail the catcher has taken. */
interface ReceivedMail {
  /** Envelope sender. */
  from: string;
  /** Envelope recipients: whom it really went to, whatever its headers say. */
  to: string[];
  subject: string;
  text: string;
  /** Empty for a mail without HTML. */
  html: string;
  messageId: string;
  /** By lower-case name, as they came; the last one where a name comes twice. */
  headers: Readonly<Record<string, string>>;
  attachments: { fileName: string; content: Buffer }[];
  /** When it was taken. */
  at: Date;
}

/** A mail server on this machine that keeps what it is sent. */
export interface LoopbackMail {
  readonly port: number;
  /** Usable as SMTP_URL. */
  readonly url: string;
  /** Oldest first. */
  mails: ReceivedMail[];
  /** Connections that came to the greeting, refused mails included. */
  readonly connections: number;
  /**
   * The first mail that fits, now or within the time.
   *
   * @throws Error with what is there instead
   */
  waitForMail(fits: (mail: ReceivedMail) => boolean, timeoutMs?: number): Promise<ReceivedMail>;
  switches: MailSwitches;
  /** Closes the listener, so that connections are refused, or opens it again on the same port. */
  setDown(down: boolean): Promise<void>;
  stop(): Promise<void>;
}

/** As a person's patience with a test on a busy machine. */
const WAIT_MS = 10_000;
/** Microsoft 365's limit is 150 MB; nothing here comes near this. */
const MAX_MAIL_BYTES = 25 * 1024 * 1024;

function smtpError({ code, text }: SmtpAnswer): Error {
  return Object.assign(new Error(text), { responseCode: code });
}

function toMail(session: SMTPServerSession, parsed: ParsedMail): ReceivedMail {
  const { mailFrom, rcptTo } = session.envelope;
  return {
    from: mailFrom === false ? '' : mailFrom.address,
    to: rcptTo.map(({ address }) => address),
    subject: parsed.subject ?? '',
    text: parsed.text ?? '',
    html: parsed.html || '',
    messageId: parsed.messageId ?? '',
    headers: Object.fromEntries(
      parsed.headerLines.map(({ key, line }) => [key, line.slice(line.indexOf(':') + 1).trim()]),
    ),
    attachments: parsed.attachments.map(({ filename, content }) => ({ fileName: filename ?? '', content })),
    at: new Date(),
  };
}

/**
 * Starts a mail catcher on loopback. Port 0 takes a free one.
 *
 * @throws Error EADDRINUSE when the port is taken
 */
export async function createLoopbackMail(options: { port: number; wire?: WireLog }): Promise<LoopbackMail> {
  const mails: ReceivedMail[] = [];
  const waiting = new Set<() => void>();
  const switches = createMailSwitches();
  const seen = new Set<string>();
  let connections = 0;

  function note(what: string, { code, text }: SmtpAnswer, mail?: ReceivedMail): void {
    const request =
      mail === undefined
        ? {}
        : { request: { from: mail.from, to: mail.to, subject: mail.subject, text: mail.text } };
    options.wire?.note({
      service: 'Mail',
      asker: 'bot',
      what,
      status: String(code),
      ...request,
      answer: `${code} ${text}`,
    });
  }

  async function answerData(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<void> {
    // It takes as long to load as everything else here, and most who start this send no mail.
    const { simpleParser } = await import('mailparser');
    const parsed = await simpleParser(stream);
    const mail = toMail(session, parsed);
    const what = `DATA to ${mail.to.join(', ')}`;
    try {
      await takeMail(stream, mail);
      note(what, { code: 250, text: 'OK: message queued' }, mail);
    } catch (error) {
      const { responseCode = 451, message } = error as Error & { responseCode?: number };
      note(what, { code: responseCode, text: message }, mail);
      throw error;
    }
  }

  async function takeMail(stream: SMTPServerDataStream, mail: ReceivedMail): Promise<void> {
    if (switches.stallMs > 0) await sleep(switches.stallMs, undefined, { ref: false });
    if (stream.sizeExceeded) throw smtpError({ code: 552, text: '5.3.4 Message too big' });
    if (switches.defer !== undefined) throw smtpError(switches.defer);
    mails.push(mail);
    for (const look of waiting) look();
    // As when a connection breaks after the server has the mail: the sender cannot know.
    if (switches.loseAnswers > 0) {
      switches.loseAnswers -= 1;
      throw smtpError({ code: 421, text: '4.4.2 Connection dropped' });
    }
  }

  function createServer(): SMTPServer {
    return new SMTPServer({
      name: 'mail.contoso.test',
      banner: 'Contoso loopback mail',
      size: MAX_MAIL_BYTES,
      // The bot speaks plain SMTP to loopback hosts only; a self-signed certificate would prove nothing.
      disabledCommands: ['STARTTLS'],
      disableReverseLookup: true,
      authOptional: true,
      allowInsecureAuth: true,
      closeTimeout: 100,
      onConnect(_session, callback) {
        connections += 1;
        callback(null);
      },
      onAuth({ username, password }, _session, callback) {
        const { login } = switches;
        if (login !== undefined && (login.user !== username || login.password !== password)) {
          callback(smtpError({ code: 535, text: '5.7.3 Authentication unsuccessful' }));
          return;
        }
        callback(null, { user: username ?? 'anybody' });
      },
      onMailFrom(_address, session, callback) {
        if (switches.login !== undefined && session.user === undefined) {
          callback(smtpError({ code: 530, text: '5.7.57 Client not authenticated to send mail' }));
          return;
        }
        callback(null);
      },
      onRcptTo({ address }, _session, callback) {
        const refused = answerRecipient(switches, seen, address);
        if (refused !== undefined) note(`RCPT ${address}`, refused);
        callback(refused === undefined ? null : smtpError(refused));
      },
      onData(stream, session, callback) {
        answerData(stream, session).then(
          () => callback(null),
          (error: Error) => callback(error),
        );
      },
    });
  }

  let server: SMTPServer | undefined;
  async function open(port: number): Promise<number> {
    const opening = createServer();
    // A client that goes away in the middle of a mail is its own affair.
    opening.on('error', () => undefined);
    await new Promise<void>((resolve, reject) => {
      opening.server.once('error', reject);
      opening.listen(port, '127.0.0.1', resolve);
    });
    server = opening;
    return (opening.server.address() as AddressInfo).port;
  }
  async function close(): Promise<void> {
    const closing = server;
    server = undefined;
    if (closing !== undefined) await new Promise<void>((resolve) => closing.close(resolve));
  }

  const port = await open(options.port);
  return {
    port,
    url: `smtp://127.0.0.1:${port}`,
    mails,
    get connections() {
      return connections;
    },
    switches,
    waitForMail(fits, timeoutMs = WAIT_MS) {
      return new Promise((resolve, reject) => {
        function look(): void {
          const found = mails.find(fits);
          if (found === undefined) return;
          clearTimeout(timer);
          waiting.delete(look);
          resolve(found);
        }
        const timer = setTimeout(() => {
          waiting.delete(look);
          const there = mails.map(({ to, subject }) => `${to.join(', ')}: ${subject}`).join('\n');
          reject(new Error(`no such mail in ${timeoutMs} ms. There are:\n${there || 'none'}`));
        }, timeoutMs);
        waiting.add(look);
        look();
      });
    },
    async setDown(down) {
      if (down) await close();
      else if (server === undefined) await open(port);
    },
    stop: close,
  };
}

import type { AddressInfo } from 'node:net';
import { createServer, type Server, type Socket } from 'node:net';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { createMailer, type SmtpMailer } from '../../src/mail/createMailer.ts';
import { Secret } from '../../src/secrets/secret.ts';
import type { Turn } from '../../src/service/ports/engine.ts';
import type { Mail } from '../../src/service/ports/mailer.ts';
import { createFakeClock, createKeptLog } from '../graph/graphDouble.ts';
import { always } from '../testTurn.ts';

/** A mail with the envelope it really came in. */
interface TakenMail {
  from: string;
  to: string[];
  parsed: ParsedMail;
  secure: boolean;
}

export interface SmtpDouble {
  port: number;
  mails: TakenMail[];
  connections: () => number;
  stop(): Promise<void>;
}

/** An error that smtp-server answers with this code. */
export function smtpError(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}

/** A real SMTP server that keeps what it takes. */
export async function startSmtpDouble(options: SMTPServerOptions = {}): Promise<SmtpDouble> {
  const mails: TakenMail[] = [];
  let connections = 0;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    closeTimeout: 50,
    onConnect(_session, callback) {
      connections += 1;
      callback();
    },
    onData(stream, session, callback) {
      simpleParser(stream).then((parsed) => {
        const { mailFrom, rcptTo } = session.envelope;
        mails.push({
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          parsed,
          secure: session.secure,
        });
        callback();
      }, callback);
    },
    ...options,
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.server.address() as AddressInfo).port,
    mails,
    connections: () => connections,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** A server that plays back lines: for each line it gets, one answer, or `break` to drop the connection. */
export async function startScript(
  greeting: string,
  answer: (line: string) => string | 'break' | undefined,
): Promise<{ port: number; stop(): Promise<void> }> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    if (greeting === 'break') return void socket.destroy();
    socket.write(`${greeting}\r\n`);
    let rest = '';
    socket.on('data', (chunk) => {
      const lines = (rest + chunk).split('\r\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        const said = answer(line);
        if (said === 'break') return void socket.destroy();
        if (said !== undefined) socket.write(`${said}\r\n`);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    stop: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

/** A mailer for a server on this machine, on a clock that does not wait. */
export function openTestMailer(
  port: number,
  changes: { login?: string; perMinute?: number; from?: string; turn?: Turn } = {},
): { mailer: SmtpMailer; clock: ReturnType<typeof createFakeClock>; log: ReturnType<typeof createKeptLog> } {
  const clock = createFakeClock();
  const log = createKeptLog();
  const login = changes.login === undefined ? '' : `${changes.login}@`;
  const mailer = createMailer({
    smtpUrl: new Secret(`smtp://${login}127.0.0.1:${port}`),
    from: changes.from ?? 'Rollcall <rollcall@contoso.com>',
    perMinute: changes.perMinute ?? 600,
    turn: changes.turn ?? always,
    clock,
    log,
  });
  return { mailer, clock, log };
}

/** A mail whose secret text is recognisable in anything that should not hold it. */
export function sampleMail(changes: Partial<Mail> = {}): Mail {
  return {
    to: 'helpdesk@contoso.com',
    subject: 'First passwords',
    text: new Secret('canary-text kfm4-x7pw'),
    html: new Secret('<p>canary-html kfm4-x7pw</p>'),
    messageId: 'job_1.1.abc@rollcall.contoso.com',
    ...changes,
  };
}

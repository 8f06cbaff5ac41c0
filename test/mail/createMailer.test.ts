import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import type { SMTPServerOptions } from 'smtp-server';
import { afterEach, describe, expect, it } from 'vitest';
import { createMailer } from '../../src/mail/createMailer.ts';
import { Secret } from '../../src/secrets/secret.ts';
import { createFakeClock, createKeptLog } from '../graph/graphDouble.ts';
import { makeCertificate } from '../selfSigned.ts';
import { always } from '../testTurn.ts';
import { openTestMailer, sampleMail, smtpError, startScript, startSmtpDouble } from './smtpDouble.ts';

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});
async function serve(...options: Parameters<typeof startSmtpDouble>) {
  const server = await startSmtpDouble(...options);
  stops.push(server.stop);
  return server;
}
async function play(...script: Parameters<typeof startScript>) {
  const server = await startScript(...script);
  stops.push(server.stop);
  return server;
}

describe('a mail of first passwords', () => {
  it('goes to its one recipient, with the texts and the id it was given', async () => {
    const server = await serve();
    const { mailer, clock, log } = openTestMailer(server.port);
    const sentAt = new Date(clock.now());
    expect(await mailer.send(sampleMail())).toMatchObject({
      status: 'accepted',
      response: expect.stringMatching(/^250 /),
    });
    const [mail] = server.mails;
    expect(mail).toMatchObject({ from: 'rollcall@contoso.com', to: ['helpdesk@contoso.com'] });
    expect(mail?.parsed.from?.value).toEqual([{ name: 'Rollcall', address: 'rollcall@contoso.com' }]);
    expect(mail?.parsed.to).toMatchObject({ value: [{ address: 'helpdesk@contoso.com', name: '' }] });
    expect(mail?.parsed.text?.trim()).toBe('canary-text kfm4-x7pw');
    expect(mail?.parsed.html).toBe('<p>canary-html kfm4-x7pw</p>');
    expect(mail?.parsed.messageId).toBe('<job_1.1.abc@rollcall.contoso.com>');
    expect(mail?.parsed.date).toEqual(sentAt);
    expect(mail?.parsed.headers.get('auto-submitted')).toBe('auto-generated');
    expect(log.lines.join()).not.toMatch(/canary|helpdesk@/);
  });

  it('has no second line in its subject', async () => {
    const server = await serve();
    const { mailer } = openTestMailer(server.port);
    await mailer.send(sampleMail({ subject: 'Hello\r\nBcc: evil@example.com' }));
    expect(server.mails[0]?.to).toEqual(['helpdesk@contoso.com']);
    expect(server.mails[0]?.parsed.bcc).toBeUndefined();
  });

  it.each([
    ['a file', { path: '/etc/passwd' }],
    ['an address to fetch', { href: 'http://127.0.0.1:$PORT/' }],
  ])('is text, never %s', async (_what, instead) => {
    const server = await serve();
    let asked = 0;
    const page = createServer((_request, response) => {
      asked += 1;
      response.end('a page');
    }).listen(0, '127.0.0.1');
    await once(page, 'listening');
    const port = String((page.address() as AddressInfo).port);
    const text = JSON.parse(JSON.stringify(instead).replace('$PORT', port)) as string;
    const { mailer } = openTestMailer(server.port);
    const outcome = await mailer.send(sampleMail({ text: new Secret(text) }));
    page.close();
    expect(outcome.status).not.toBe('accepted');
    expect(server.mails).toEqual([]);
    expect(asked).toBe(0);
  });

  it.each([
    'a@x.com\r\nBcc: evil@x.com',
    '"Bob" <evil@y.com>, x" <a@x.com>',
    'a@x.com, evil@y.com',
    'a@x.com; evil@y.com',
    'g: a@y.com, b@y.com;',
    'Bob <a@x.com>',
    'a@b@x.com',
    'a x@x.com',
    '@x.com',
    'a@',
    'a.@x.com',
    'a@x..com',
    '"a"@x.com',
    'a(comment)@x.com',
    'a@[127.0.0.1]',
    'zoë@x.com',
    'a\u0000@x.com',
    '',
    `${'a'.repeat(300)}@x.com`,
  ])('goes nowhere for the recipient %j', async (to) => {
    const server = await serve();
    const { mailer } = openTestMailer(server.port);
    expect(await mailer.send(sampleMail({ to }))).toMatchObject({ status: 'refused' });
    expect(server.connections()).toBe(0);
  });

  it.each(["o'neil+new@contoso.com", 'a_b.c-d@mail.contoso.co.uk', 'root@localhost'])(
    'goes to %s',
    async (to) => {
      const server = await serve();
      const { mailer } = openTestMailer(server.port);
      expect(await mailer.send(sampleMail({ to }))).toMatchObject({ status: 'accepted' });
      expect(server.mails[0]?.to).toEqual([to]);
    },
  );

  it.each(['a@b\r\nX: y', '<a@b>', 'none', 'a@b@c'])('is not sent with the id %j', async (messageId) => {
    const server = await serve();
    const { mailer } = openTestMailer(server.port);
    expect(await mailer.send(sampleMail({ messageId }))).toMatchObject({ status: 'refused' });
    expect(server.connections()).toBe(0);
  });
});

describe("the server's answer", () => {
  it.each([
    [451, '4.7.1 Greylisted, try later', 'deferred'],
    [452, '4.2.2 Mailbox full', 'deferred'],
    [550, '5.1.1 Mailbox unavailable', 'refused'],
    [553, '5.1.3 No such address', 'refused'],
  ])('%d to the recipient: %s', async (code, text, status) => {
    const server = await serve({
      onRcptTo: (_address, _session, callback) => callback(smtpError(code, text)),
    });
    const { mailer } = openTestMailer(server.port);
    expect(await mailer.send(sampleMail())).toEqual({ status, response: `${code} ${text}` });
  });

  it.each([
    [421, 'deferred'],
    [554, 'refused'],
  ])('%d to the mail itself', async (code, status) => {
    const server = await serve({
      onData(stream, _session, callback) {
        stream.resume();
        stream.on('end', () => callback(smtpError(code, 'Not now')));
      },
    });
    const { mailer } = openTestMailer(server.port);
    expect(await mailer.send(sampleMail())).toEqual({ status, response: `${code} Not now` });
  });

  it('is shown as one line, without control characters, and not endlessly', async () => {
    const server = await play('220 hello', (line) => {
      if (line.startsWith('EHLO')) return '250 hello';
      if (line.startsWith('RCPT')) return `550-first\r\n550-\u001b[31msecond\r\n550 ${'x'.repeat(400)}`;
      return '250 ok';
    });
    const { mailer } = openTestMailer(server.port);
    const { status, response } = await mailer.send(sampleMail());
    expect(status).toBe('refused');
    expect(response).toMatch(/^550-first 550- \[31msecond 550 x+…$/);
    expect(response.length).toBe(300);
  });

  it('that the login is missing or wrong means unreachable, not a refused recipient', async () => {
    const server = await serve({
      onMailFrom: (_address, _session, callback) =>
        callback(smtpError(530, '5.7.57 Client not authenticated to send mail')),
    });
    const { mailer } = openTestMailer(server.port);
    expect(await mailer.send(sampleMail())).toEqual({
      status: 'unreachable',
      response: '530 5.7.57 Client not authenticated to send mail',
    });
  });

  it('is unreachable when the server turns everybody away, and deferred when it is busy', async () => {
    const closed = openTestMailer((await play('554 No SMTP service here', () => undefined)).port);
    expect(await closed.mailer.send(sampleMail())).toMatchObject({ status: 'unreachable' });
    const busy = openTestMailer((await play('421 Too many connections', () => undefined)).port);
    expect(await busy.mailer.send(sampleMail())).toMatchObject({ status: 'deferred' });
  });

  it('is unreachable when nobody is there', async () => {
    const server = await startSmtpDouble();
    await server.stop();
    const { mailer } = openTestMailer(server.port);
    const outcome = await mailer.send(sampleMail());
    expect(outcome).toMatchObject({
      status: 'unreachable',
      response: expect.stringContaining('ECONNREFUSED'),
    });
  });

  it('is not known when the connection breaks after the mail, and says so', async () => {
    let inData = false;
    const server = await play('220 hello', (line) => {
      if (line === 'DATA') inData = true;
      if (line === 'DATA') return '354 go on';
      if (line === '.') return 'break';
      if (inData) return undefined;
      return '250 ok';
    });
    const { mailer } = openTestMailer(server.port);
    expect(await mailer.send(sampleMail())).toMatchObject({
      status: 'deferred',
      response: expect.stringContaining('may or may not have accepted the email'),
    });
  });
});

describe('D25: replies that come twice', () => {
  it.each([
    ['each', () => true],
    ['the one to MAIL', (line: string) => line.startsWith('MAIL')],
    ['the one to RCPT', (line: string) => line.startsWith('RCPT')],
    ['the one to EHLO', (line: string) => line.startsWith('EHLO')],
    ['the one to DATA', (line: string) => line === 'DATA'],
  ])('never make a mail accepted: %s', async (_what, isDoubled) => {
    let inData = false;
    const { port } = await play('220 here', (line) => {
      // Nothing is ever taken.
      if (inData) return undefined;
      inData = line === 'DATA';
      const reply = inData ? '354 go on' : '250 fine';
      return isDoubled(line) ? `${reply}\r\n${reply}` : reply;
    });
    const sending = openTestMailer(port).mailer.send(sampleMail());
    const outcome = await Promise.race([
      sending,
      new Promise((resolve) => setTimeout(resolve, 2_000, { status: 'none' })),
    ]);
    expect(outcome).not.toMatchObject({ status: 'accepted' });
  });

  it('are none where a server answers as it is asked', async () => {
    let inData = false;
    const { port } = await play('220 here', (line) => {
      if (inData) return line === '.' ? '250 queued' : undefined;
      inData = line === 'DATA';
      return inData ? '354 go on' : '250 fine';
    });
    expect(await openTestMailer(port).mailer.send(sampleMail())).toMatchObject({ status: 'accepted' });
  });
});

describe('the login', () => {
  const auth = (right: string): SMTPServerOptions => ({
    authOptional: false,
    allowInsecureAuth: true,
    onAuth({ password }, _session, callback) {
      if (password === right) callback(null, { user: 'u' });
      else callback(smtpError(535, '5.7.3 Authentication unsuccessful'));
    },
  });

  it('is made with the user and password of SMTP_URL, decoded', async () => {
    const server = await serve(auth('p@ss:word'));
    const { mailer } = openTestMailer(server.port, { login: 'u%40contoso.com:p%40ss%3Aword' });
    expect(await mailer.send(sampleMail())).toMatchObject({ status: 'accepted' });
    await expect(mailer.check()).resolves.toBeUndefined();
  });

  it('that is refused is not tried again for five minutes, so that the account is not locked', async () => {
    const server = await serve(auth('right'));
    const { mailer, clock } = openTestMailer(server.port, { login: 'u:wrong' });
    const refused = {
      status: 'unreachable',
      response: expect.stringContaining('Authentication unsuccessful'),
    };
    for (let count = 0; count < 5; count += 1) expect(await mailer.send(sampleMail())).toMatchObject(refused);
    await expect(mailer.check()).rejects.toMatchObject({ code: 'MAIL_DOWN' });
    expect(server.connections()).toBe(1);
    clock.advance(5 * 60_000);
    expect(await mailer.send(sampleMail())).toMatchObject(refused);
    expect(server.connections()).toBe(2);
  });

  it('never shows its password', async () => {
    const server = await serve(auth('right'));
    const { mailer, log } = openTestMailer(server.port, { login: 'u:canary-smtp' });
    const outcome = await mailer.send(sampleMail());
    const error = await mailer.check().catch((caught: unknown) => caught);
    expect(`${inspect([outcome, error], { depth: 9 })} ${log.lines.join()}`).not.toMatch(/canary/);
  });
});

describe('the mail server', () => {
  it('is checked without sending anything', async () => {
    const server = await serve();
    const { mailer } = openTestMailer(server.port);
    await mailer.check();
    expect(server.connections()).toBe(1);
    expect(server.mails).toEqual([]);
  });

  it('that is down is MAIL_DOWN', async () => {
    const server = await startSmtpDouble();
    await server.stop();
    await expect(openTestMailer(server.port).mailer.check()).rejects.toMatchObject({
      code: 'MAIL_DOWN',
      next: expect.stringContaining('SMTP_URL'),
    });
  });

  it('elsewhere gets no mail without TLS', async () => {
    const server = await serve();
    // 0.0.0.0 reaches this machine, but is no loopback address.
    const mailer = createMailer({
      smtpUrl: new Secret(`smtp://0.0.0.0:${server.port}`),
      from: 'rollcall@contoso.com',
      perMinute: 600,
      turn: always,
      clock: createFakeClock(),
      log: createKeptLog(),
    });
    expect(await mailer.send(sampleMail())).toMatchObject({
      status: 'unreachable',
      response: expect.stringContaining("didn't start TLS"),
    });
    expect(server.mails).toEqual([]);
  });

  it('with a certificate nobody vouches for gets no mail', async () => {
    const { key, certificate } = makeCertificate();
    const server = await serve({ disabledCommands: [], key, cert: certificate });
    const mailer = createMailer({
      smtpUrl: new Secret(`smtp://0.0.0.0:${server.port}`),
      from: 'rollcall@contoso.com',
      perMinute: 600,
      turn: always,
      clock: createFakeClock(),
      log: createKeptLog(),
    });
    expect(await mailer.send(sampleMail())).toMatchObject({
      status: 'unreachable',
      response: expect.stringContaining('certificate'),
    });
    expect(server.mails).toEqual([]);
  });
});

describe('the pace', () => {
  it('is so many mails in any minute', async () => {
    const server = await serve();
    const { mailer, clock } = openTestMailer(server.port, { perMinute: 2 });
    const start = clock.now();
    const sentAt: number[] = [];
    for (let count = 0; count < 5; count += 1) {
      await mailer.send(sampleMail());
      sentAt.push(clock.now() - start);
    }
    expect(sentAt).toEqual([0, 0, 60_000, 60_000, 120_000]);
  });

  it('is one mail at a time, in order', async () => {
    const server = await serve();
    const { mailer } = openTestMailer(server.port);
    const ids = Array.from({ length: 6 }, (_, index) => `m${index}@contoso.com`);
    await Promise.all(ids.map((messageId) => mailer.send(sampleMail({ messageId }))));
    expect(server.mails.map(({ parsed }) => parsed.messageId)).toEqual(ids.map((id) => `<${id}>`));
  });

  it('lets go of mails that still wait when it is closed', async () => {
    const server = await serve();
    const { mailer } = openTestMailer(server.port);
    mailer.close();
    expect(await mailer.send(sampleMail())).toEqual({
      status: 'unreachable',
      response: 'Rollcall was stopping, so nothing was sent.',
    });
    expect(server.connections()).toBe(0);
  });
});

describe('settings', () => {
  const open = (smtpUrl: string, from = 'rollcall@contoso.com') =>
    createMailer({
      smtpUrl: new Secret(smtpUrl),
      from,
      perMinute: 25,
      turn: always,
      clock: createFakeClock(),
      log: createKeptLog(),
    });

  it.each([
    'mail.contoso.com',
    'http://canary@mail.contoso.com',
    'smtp://u:canary@mail.contoso.com/?tls.rejectUnauthorized=false',
    'smtp://u:canary@mail.contoso.com/path',
    'smtp://u:%zzcanary@mail.contoso.com',
    'smtp://',
  ])('refuse the address %s, without repeating it', (smtpUrl) => {
    let caught: unknown;
    try {
      open(smtpUrl);
    } catch (error) {
      caught = error;
    }
    expect(caught).toMatchObject({ code: 'CONFIG_INVALID', message: expect.stringContaining('SMTP_URL') });
    expect(inspect(caught)).not.toContain('canary');
  });

  it.each(['nobody', 'a@x.com, b@x.com', 'A <a@x.com>, B <b@x.com>', 'a@x.com\r\nBcc: b@x.com', ''])(
    'refuse the sender %j',
    (from) => {
      expect(() => open('smtp://127.0.0.1:25', from)).toThrow(/MAIL_FROM/);
    },
  );

  it.each([
    ['rollcall@contoso.com', '', 'rollcall@contoso.com'],
    ['"Roll, Call" <rollcall@contoso.com>', 'Roll, Call', 'rollcall@contoso.com'],
    ['Zoë <rollcall@contoso.com>', 'Zoë', 'rollcall@contoso.com'],
  ])('take the sender %s', async (from, name, address) => {
    const server = await serve();
    const { mailer } = openTestMailer(server.port, { from });
    await mailer.send(sampleMail());
    expect(server.mails[0]?.parsed.from?.value).toEqual([{ name, address }]);
  });
});

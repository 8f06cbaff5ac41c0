import { connect } from 'node:net';
import { createTransport } from 'nodemailer';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLoopbackMail, type LoopbackMail } from '../../../src/sandbox/mail/server.ts';
import { createWireLog, type WireLog } from '../../../src/sandbox/wireLog.ts';

let mail: LoopbackMail;
let wire: WireLog;

beforeEach(async () => {
  wire = createWireLog();
  mail = await createLoopbackMail({ port: 0, wire });
});

afterEach(async () => {
  await mail.stop();
});

async function send(to: string | string[], subject = 'Hello', login?: { user: string; pass: string }) {
  const transport = createTransport(mail.url, login === undefined ? {} : { auth: login });
  try {
    return await transport.sendMail({
      from: 'rollcall@contoso.com',
      to,
      subject,
      text: 'The password is on its way',
      html: '<p>The password</p>',
      headers: { 'X-Job': 'j-1' },
      attachments: [{ filename: 'people.csv', content: 'a,b' }],
    });
  } finally {
    transport.close();
  }
}

describe('the mail catcher', () => {
  it('notes what it answered, to a mail it took and to one it refused', async () => {
    await send('a@contoso.com');
    mail.switches.defer = { code: 421, text: '4.3.2 Switched off' };
    await expect(send('b@contoso.com')).rejects.toThrow('421');
    const noted = wire.exchanges.map(({ service, what, status }) => [service, what, status]);
    expect(noted).toEqual([
      ['Mail', 'DATA to a@contoso.com', '250'],
      ['Mail', 'DATA to b@contoso.com', '421'],
    ]);
  });

  it('keeps a mail with its envelope, text, headers and attachments', async () => {
    const [sent, kept] = await Promise.all([
      send(['a@contoso.com', 'b@contoso.com'], 'Grüße'),
      mail.waitForMail(({ to }) => to.includes('b@contoso.com')),
    ]);
    expect(kept).toMatchObject({
      from: 'rollcall@contoso.com',
      to: ['a@contoso.com', 'b@contoso.com'],
      subject: 'Grüße',
      html: expect.stringContaining('<p>The password</p>'),
      messageId: sent.messageId,
    });
    expect(kept.text).toContain('The password is on its way');
    expect(kept.headers['x-job']).toBe('j-1');
    expect(kept.attachments.map(({ fileName, content }) => [fileName, content.toString()])).toEqual([
      ['people.csv', 'a,b'],
    ]);
  });

  it('says what is there when the mail waited for does not come', async () => {
    await send('a@contoso.com', 'Something else');
    await expect(mail.waitForMail(({ subject }) => subject === 'Hello', 30)).rejects.toThrow(
      'Something else',
    );
  });

  it('refuses the recipients it is told to refuse, and takes the others', async () => {
    mail.switches.refuse.set('*@gone.test', { code: 550, text: '5.1.1 No such mailbox' });
    const sent = await send(['a@gone.test', 'b@contoso.com']);
    expect(sent.rejected).toEqual(['a@gone.test']);
    expect(mail.mails.map(({ to }) => to)).toEqual([['b@contoso.com']]);
    await expect(send('a@gone.test')).rejects.toMatchObject({ responseCode: 550 });
  });

  it('does not read a dot in a refused address as any character', async () => {
    mail.switches.refuse.set('a.b@contoso.com', { code: 550, text: '5.1.1 No such mailbox' });
    await send('axb@contoso.com');
    expect(mail.mails).toHaveLength(1);
  });

  it('puts off mail, and takes it when it is no longer told to', async () => {
    mail.switches.defer = { code: 452, text: '4.3.1 Insufficient storage' };
    await expect(send('a@contoso.com')).rejects.toMatchObject({ responseCode: 452 });
    expect(mail.mails).toEqual([]);
    mail.switches.defer = undefined;
    await send('a@contoso.com');
    expect(mail.mails).toHaveLength(1);
  });

  it('greylists the first try for a recipient only', async () => {
    mail.switches.greylist = true;
    await expect(send('a@contoso.com')).rejects.toMatchObject({ responseCode: 451 });
    await send('a@contoso.com');
    expect(mail.mails).toHaveLength(1);
  });

  it('keeps a mail whose answer is lost', async () => {
    mail.switches.loseAnswers = 1;
    await expect(send('a@contoso.com')).rejects.toMatchObject({ responseCode: 421 });
    expect(mail.mails).toHaveLength(1);
  });

  it('asks for a login when it is told to, and takes the right one', async () => {
    mail.switches.login = { user: 'rollcall', password: 'right' };
    await expect(send('a@contoso.com')).rejects.toMatchObject({ responseCode: 530 });
    await expect(send('a@contoso.com', 'Hello', { user: 'rollcall', pass: 'wrong' })).rejects.toMatchObject({
      responseCode: 535,
    });
    await send('a@contoso.com', 'Hello', { user: 'rollcall', pass: 'right' });
    expect(mail.mails).toHaveLength(1);
  });

  it('stalls after the data', async () => {
    mail.switches.stallMs = 120;
    const before = Date.now();
    await send('a@contoso.com');
    expect(Date.now() - before).toBeGreaterThanOrEqual(115);
  });

  it('is gone when it is down, and comes back on the same port with its mails', async () => {
    await send('a@contoso.com');
    await mail.setDown(true);
    await expect(send('b@contoso.com')).rejects.toThrow('ECONNREFUSED');
    await mail.setDown(false);
    await send('c@contoso.com');
    expect(mail.mails.map(({ to }) => to[0])).toEqual(['a@contoso.com', 'c@contoso.com']);
  });

  it('offers no STARTTLS, and survives a client that goes away', async () => {
    const banner = await new Promise<string>((resolve, reject) => {
      const socket = connect(mail.port, '127.0.0.1');
      let said = '';
      socket.on('error', reject);
      socket.on('data', (chunk) => {
        said += chunk.toString();
        if (said.startsWith('220') && !said.includes('250')) socket.write('EHLO test\r\n');
        if (/250 /.test(said)) {
          socket.destroy();
          resolve(said);
        }
      });
    });
    expect(banner).not.toContain('STARTTLS');
    await send('a@contoso.com');
    expect(mail.mails).toHaveLength(1);
  });
});

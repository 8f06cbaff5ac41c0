import { describe, expect, it } from 'vitest';
import { CAST } from '../../src/sandbox/contoso.ts';
import { textOf } from '../../src/sandbox/teams/textOf.ts';
import { deleteSomebody, useSandbox } from './useSandbox.ts';

const HEADER =
  'Username,First name,Last name,Display name,Job title,Department,Office number,Office phone,Mobile phone,Fax,' +
  'Alternate email address,Address,City,State or province,ZIP or postal code,Country or region';
const BUSINESS_BASIC = '3b555118-da6a-4418-894f-7df1e2096870';
const MICROSOFT_E3 = '05e9a617-0261-4cee-bb44-138d3ef5d965';

function csv(...people: [userName: string, displayName: string][]): string {
  return [HEADER, ...people.map(([name, shown]) => `${name},,,${shown}${','.repeat(12)}`)].join('\r\n');
}

const setUp = useSandbox();
const settings = {
  signIn: 'allowed',
  usageLocation: 'DE',
  licenses: BUSINESS_BASIC,
  recipients: 'it@contoso.com',
  reason: 'TICKET-1',
};

/** Attaches a file as the admin, and gives the verification card. */
async function attach(content: string | Buffer, name: string) {
  const omar = setUp.sandbox.teams.as(CAST.admin.teams);
  await omar.say('', { files: [{ name, content }] });
  return omar.waitForMessage((message) => textOf(message).includes(name));
}

describe('a CSV attached in Teams', () => {
  it('that was corrected replaces the one of before and says what changed', async () => {
    const omar = setUp.sandbox.teams.as(CAST.admin.teams);
    const wrong: [string, string][] = [
      ['kär.one@contoso.com', 'Kay One'],
      ['kay.two@contoso.com', 'Kay Two'],
    ];
    const first = await attach(csv(...wrong), 'kay.csv');
    await omar.say('', {
      files: [
        {
          name: 'kay.csv',
          content: csv(['kar.one@contoso.com', 'Kay One'], ['kay.two@contoso.com', 'Kay Two']),
        },
      ],
    });
    const second = await omar.waitForMessage((message) =>
      textOf(message).includes('This replaces your previous file.'),
    );
    expect(textOf(second)).toContain('Changed: 1 person: Kay One');
    expect(textOf(second)).toContain('Fixed: 1 problem');
    const retired = await omar.click(first, 'addusers.setup');
    expect(textOf(retired)).toContain('kay.csv was replaced when you sent it again.');
    expect(JSON.stringify(retired)).not.toContain('Action.');
    const cancelled = await omar.click(second, 'addusers.cancel');
    expect(textOf(cancelled.card)).toContain('Canceled. No one was created.');
  });

  it('offers to restore somebody whose user name was deleted', async () => {
    const omar = setUp.sandbox.teams.as(CAST.admin.teams);
    const gone = deleteSomebody(setUp.sandbox, 'missed.one@contoso.com', 'Missed One');
    const verification = await attach(
      csv(['missed.one@contoso.com', 'Missed One'], ['neu.two@contoso.com', 'Neu Two']),
      'missed.csv',
    );
    await omar.click(verification, 'addusers.restorable');
    const offer = await omar.waitForMessage((message) =>
      textOf(message).includes('1 person in this file was deleted in the last 30 days.'),
    );
    const rest = await omar.click(offer, 'addusers.restore');
    expect(textOf(rest.card)).toContain('Missed One was restored instead');
    expect(setUp.sandbox.graph.state.findUser('missed.one@contoso.com')?.id).toBe(gone);
    await omar.click(rest, 'addusers.cancel');
  });

  it('creates the good rows, mails the passwords once and reveals them once', async () => {
    const { sandbox } = setUp;
    const omar = sandbox.teams.as(CAST.admin.teams);
    const file = csv(
      ['anna.one@contoso.com', 'Anna One'],
      ['zoë.two@contoso.com', 'Zoë Two'],
      ['ada@contoso.com', 'Another Ada'],
      ['bert.three@contoso.com', 'Bert Three'],
    );
    const verification = await attach(file, 'four.csv');
    expect(textOf(verification)).toContain('2 ready');
    expect(textOf(verification)).toContain('2 to fix');
    expect(textOf(verification)).toContain('zoe.two@contoso.com');

    const form = await omar.click(verification, 'addusers.setup');
    const confirm = await omar.click(form, 'addusers.setupSubmit', settings);
    expect(textOf(confirm.card)).toContain('Create 2 people');
    expect(textOf(confirm.card)).toContain('2 rows are left out');
    await omar.click(confirm, 'addusers.start');
    const results = await omar.waitForMessage((message) => textOf(message).includes('Emails'), 30_000);
    expect(textOf(results)).toContain('2 people created');

    const anna = sandbox.graph.state.findUser('anna.one@contoso.com');
    const bert = sandbox.graph.state.findUser('bert.three@contoso.com');
    expect(anna?.assignedLicenses.map(({ skuId }) => skuId)).toEqual([BUSINESS_BASIC]);
    expect(anna?.usageLocation).toBe('DE');
    expect(sandbox.graph.state.findUser('zoe.two@contoso.com')).toBeUndefined();
    expect(sandbox.graph.state.findUser('ada@contoso.com')?.displayName).toBe('Ada Lovelace');

    const mails = sandbox.mail.mails.filter(({ to }) => to.includes('it@contoso.com'));
    expect(mails).toHaveLength(1);
    for (const account of [anna, bert]) expect(mails[0]?.text).toContain(account?.password);

    await omar.click(results, 'job.reveal');
    const shown = await omar.waitForMessage((message) => textOf(message).includes(anna?.password ?? '?'));
    expect(textOf(shown)).toContain(bert?.password);
    await omar.click(results, 'job.reveal');
    await omar.waitForMessage(
      (message) => /shown only once/.test(textOf(message)) && message.id !== shown.id,
    );
  });

  it('is undone after a question that names the count', async () => {
    const { sandbox } = setUp;
    const omar = sandbox.teams.as(CAST.admin.teams);
    const verification = await attach(
      csv(['undo.one@contoso.com', 'Undo One'], ['undo.two@contoso.com', 'Undo Two']),
      'undo.csv',
    );
    const form = await omar.click(verification, 'addusers.setup');
    const confirm = await omar.click(form, 'addusers.setupSubmit', {
      ...settings,
      recipients: 'undo@contoso.com',
    });
    await omar.click(confirm, 'addusers.start');
    const results = await omar.waitForMessage(
      (message) => textOf(message).includes('undo@contoso.com'),
      30_000,
    );
    expect(JSON.stringify(results.card)).toContain('Delete 2 people?');
    await omar.click(results, 'job.undo');
    await omar.waitForMessage(
      (message) => message.id === results.id && textOf(message).includes('2 deleted'),
    );
    expect(sandbox.graph.state.findUser('undo.one@contoso.com')).toBeUndefined();
    expect(sandbox.graph.state.findUser('undo.two@contoso.com')).toBeUndefined();
    expect(sandbox.graph.state.findUser('ada@contoso.com')?.displayName).toBe('Ada Lovelace');
  });

  it('waits for an agreement to headers that were guessed', async () => {
    const { sandbox } = setUp;
    const omar = sandbox.teams.as(CAST.admin.teams);
    const question = await attach(
      'Name,Email,Start date\r\nKim Lund,kim.lund@contoso.com,1 May',
      'staff.csv',
    );
    expect(textOf(question)).toContain('Are these columns right?');
    expect(textOf(question)).toMatch(/❓ Email.* → User name/);
    expect(JSON.stringify(question.card)).not.toContain('addusers.setup');

    const verification = await omar.click(question, 'addusers.columns');
    expect(textOf(verification.card)).toContain('The file is ready');
    const form = await omar.click(verification, 'addusers.setup');
    const confirm = await omar.click(form, 'addusers.setupSubmit', {
      ...settings,
      recipients: 'kim@contoso.com',
    });
    await omar.click(confirm, 'addusers.start');
    await expect
      .poll(() => sandbox.graph.state.findUser('kim.lund@contoso.com'), { timeout: 30_000 })
      .toMatchObject({ displayName: 'Kim Lund' });
  });

  it('takes the suggestions with one click and verifies again', async () => {
    const omar = setUp.sandbox.teams.as(CAST.admin.teams);
    const verification = await attach(csv(['zoë.four@contoso.com', 'Zoë Four']), 'suggest.csv');
    expect(textOf(verification)).toContain('1 to fix');
    const fixed = await omar.click(verification, 'addusers.suggestions');
    expect(textOf(fixed.card)).toContain('1 ready');
    expect(textOf(fixed.card)).toContain('0 to fix');
  });

  it('is explained in a log file', async () => {
    const omar = setUp.sandbox.teams.as(CAST.admin.teams);
    const verification = await attach(csv(['zoë.five@contoso.com', 'Zoë Five']), 'explain.csv');
    await omar.click(verification, 'addusers.log');
    const consent = await omar.waitForMessage((message) =>
      message.attachments.some(({ name }) => name === 'explain-log.csv'),
    );
    await omar.consent(consent, 'accept');
    const log = omar.files().find(({ name }) => name === 'explain-log.csv');
    expect(log?.content.toString()).toContain('zoe.five@contoso.com');
  });

  it('is created once however often Create is pressed', async () => {
    const { sandbox } = setUp;
    const omar = sandbox.teams.as(CAST.admin.teams);
    const verification = await attach(csv(['carl.six@contoso.com', 'Carl Six']), 'double.csv');
    const form = await omar.click(verification, 'addusers.setup');
    const confirm = await omar.click(form, 'addusers.setupSubmit', {
      ...settings,
      recipients: 'double@contoso.com',
    });
    await Promise.all([1, 2, 3].map(() => omar.click(confirm, 'addusers.start', {}, { stale: true })));
    await sandbox.mail.waitForMail(({ to }) => to.includes('double@contoso.com'));
    await omar.waitForMessage((message) => textOf(message).includes('double@contoso.com'));
    expect(
      [...sandbox.graph.state.users.values()].filter(({ displayName }) => displayName === 'Carl Six'),
    ).toHaveLength(1);
    expect(sandbox.mail.mails.filter(({ to }) => to.includes('double@contoso.com'))).toHaveLength(1);
  });

  it.each([
    [
      'six recipients',
      { recipients: 'a@x.com b@x.com c@x.com d@x.com e@x.com f@x.com' },
      /up to 5 addresses/,
    ],
    ['a recipient that is a trick', { recipients: 'g: a@x.com, b@x.com;' }, /plain email addresses/],
    ['a license without seats', { licenses: MICROSOFT_E3 }, /none of \d+ left/],
    ['a license without a location', { usageLocation: '(none)' }, /location/i],
  ])('keeps the set-up form and says what is wrong with %s', async (name, change, sentence) => {
    const omar = setUp.sandbox.teams.as(CAST.admin.teams);
    const fileName = `${name.replaceAll(' ', '-')}.csv`;
    const verification = await attach(csv(['dora.seven@contoso.com', 'Dora Seven']), fileName);
    const form = await omar.click(verification, 'addusers.setup');
    const again = await omar.click(form, 'addusers.setupSubmit', { ...settings, ...change }, { force: true });
    expect(textOf(again.card)).toMatch(sentence);
    expect(textOf(again.card)).toContain('Set up 1 person');
    expect(setUp.sandbox.graph.state.findUser('dora.seven@contoso.com')).toBeUndefined();
  });
});

describe('a file that is no roster', () => {
  it.each([
    ['empty.csv', '', /empty/i],
    ['header.csv', `${HEADER}\r\n`, /no (rows|people)|only a header|header/i],
    ['page.csv', '<!DOCTYPE html><html><body>Sign in</body></html>', /web page/i],
    ['book.csv', Buffer.from('PK\u0003\u0004rest of a workbook', 'latin1'), /Excel/],
    ['nul.csv', `${HEADER}\r\nab\0c@contoso.com,,,X\r\n`, /text|NUL/i],
    ['prose.csv', 'Dear all,\nplease create Ada and Bert.\n', /column|header|template/i],
    [
      'many.csv',
      csv(...Array.from({ length: 5_001 }, (_, i): [string, string] => [`p${i}@contoso.com`, `P ${i}`])),
      /5,?000/,
    ],
  ])('%s gets a sentence that says what to do', async (name, content, sentence) => {
    const omar = setUp.sandbox.teams.as(CAST.admin.teams);
    const before = omar.messages().length;
    await omar.say('', { files: [{ name, content }] });
    await expect
      .poll(
        () =>
          omar
            .messages()
            .slice(before)
            .filter(({ from }) => from === 'bot')
            .map(textOf)
            .join('\n'),
        {
          timeout: 15_000,
        },
      )
      .toMatch(sentence);
  });

  it('of 20 MB is refused while it is read', async () => {
    const omar = setUp.sandbox.teams.as(CAST.admin.teams);
    const line = `many@contoso.com,,,Many,${'x'.repeat(40_000)}\r\n`;
    await omar.say('', { files: [{ name: 'huge.csv', content: `${HEADER}\r\n${line.repeat(500)}` }] });
    await omar.waitForMessage((message) => /larger than 10 MB/.test(textOf(message)), 20_000);
  });
});

describe('who may', () => {
  it('a stranger is refused politely, and shown their own id and the line an admin would add', async () => {
    const sam = setUp.sandbox.teams.as(CAST.stranger.teams);
    await sam.say('adduser');
    const refusal = await sam.waitForMessage((message) => textOf(message).includes(CAST.stranger.teams));
    expect(textOf(refusal)).toContain('Omar Haddad');
    expect(textOf(refusal)).toContain('"roles"');
  });

  it('helpdesk alone cannot create many', async () => {
    const mia = setUp.sandbox.teams.as(CAST.helpdesk.teams);
    await mia.say('', { files: [{ name: 'mia.csv', content: csv(['eve.eight@contoso.com', 'Eve Eight']) }] });
    const refusal = await mia.waitForMessage((message) => textOf(message).includes('role'));
    expect(textOf(refusal)).toContain('admin');
  });
});

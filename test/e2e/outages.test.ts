import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CAST } from '../../src/sandbox/contoso.ts';
import { textOf as slackText } from '../../src/sandbox/slack/textOf.ts';
import { textOf } from '../../src/sandbox/teams/textOf.ts';
import { useSandbox } from './useSandbox.ts';

const HEADER = 'Username,First name,Last name,Display name';
const setUp = useSandbox();

function roster(prefix: string, size: number): string {
  const rows = Array.from({ length: size }, (_, i) => `${prefix}${i}@contoso.com,,,${prefix} ${i}`);
  return [HEADER, ...rows].join('\n');
}

async function startJob(prefix: string, size: number, recipients: string) {
  const omar = setUp.sandbox.teams.as(CAST.admin.teams);
  await omar.say('', { files: [{ name: `${prefix}.csv`, content: roster(prefix, size) }] });
  const verification = await omar.waitForMessage((message) => textOf(message).includes(`${prefix}.csv`));
  const form = await omar.click(verification, 'addusers.setup');
  const confirm = await omar.click(form, 'addusers.setupSubmit', {
    signIn: 'allowed',
    usageLocation: 'DE',
    recipients,
  });
  await omar.click(confirm, 'addusers.start');
  return omar;
}

function created(prefix: string) {
  return [...setUp.sandbox.graph.state.users.values()].filter(({ displayName }) =>
    displayName.startsWith(`${prefix} `),
  );
}

function everyFile(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? everyFile(path) : [path];
  });
}

describe('when the mail server is down', () => {
  it('the person is created, the message says what was not sent, and Send email again sends it', async () => {
    const { sandbox } = setUp;
    const mia = sandbox.teams.as(CAST.helpdesk.teams);
    await sandbox.mail.setDown(true);
    await mia.say('adduser Mail Less');
    const form = await mia.waitForMessage((message) => textOf(message).includes('Add one person'));
    const confirm = await mia.click(form, 'adduser.submit', { recipients: 'late@contoso.com' });
    await mia.click(confirm, 'adduser.create');
    await mia.waitForMessage((message) => textOf(message).includes("couldn't be reached"), 20_000);
    const result = await mia.waitForMessage(
      (message) => textOf(message).includes('Send email again'),
      40_000,
    );
    const account = sandbox.graph.state.findUser('mail.less@contoso.com');
    expect(account?.displayName).toBe('Mail Less');
    expect(textOf(result)).toContain('late@contoso.com');
    expect(textOf(result)).toContain('Created, password not delivered yet');
    expect(textOf(result)).toContain('Rollcall keeps trying');
    expect(textOf(result)).not.toMatch(/✅|ECONN|\d\d\d \d\.\d/);
    await sandbox.mail.setDown(false);
    await mia.click(result, 'job.resend');
    const received = await sandbox.mail.waitForMail(({ to }) => to.includes('late@contoso.com'), 30_000);
    expect(received.text).toContain(account?.password);
    await mia.waitForMessage(
      (message) => message.id === result.id && !textOf(message).includes('Send email again'),
    );
  }, 90_000);

  it('C8: the password comes by itself once it is back, also after a restart, and its requester is told', async () => {
    const { sandbox } = setUp;
    const mia = sandbox.slack.as(CAST.helpdesk.slack);
    sandbox.mail.switches.defer = { code: 421, text: '4.3.2 Service shutting down' };
    await mia.command('/adduser', 'Late Mail');
    await mia.waitForModal((view) => view.callback_id === 'adduser.submit');
    mia.fill({ recipients: 'patient@contoso.com' });
    await mia.submit();
    await mia.waitForModal((view) => view.callback_id === 'adduser.create');
    await mia.submit();
    const result = await mia.waitForMessage(
      (message) => slackText(message).includes('Password not delivered yet'),
      60_000,
    );
    expect(slackText(result)).toContain('Late Mail');
    expect(slackText(result)).toContain('Reveal password');
    expect(slackText(result)).toContain('the mail server says to try later');
    expect(slackText(result)).not.toMatch(/✅|421|4\.3\.2/);
    await sandbox.bot.kill();
    sandbox.mail.switches.defer = undefined;
    await sandbox.bot.start();
    const received = await sandbox.mail.waitForMail(({ to }) => to.includes('patient@contoso.com'), 90_000);
    expect(received.text).toContain(sandbox.graph.state.findUser('late.mail@contoso.com')?.password);
    const told = await mia.waitForMessage(
      (message) => slackText(message).includes('The password was delivered.'),
      20_000,
    );
    expect(told).toMatchObject({ edits: 0 });
    expect(slackText(told)).toContain('Late Mail');
    await expect
      .poll(() => slackText(mia.messages().find(({ ts }) => ts === result.ts) ?? { blocks: [] }), {
        timeout: 20_000,
      })
      .toContain('was created');
    setUp.expectsTrouble();
  }, 240_000);

  it('C8: a password that is refused for good later is told in a new message, with what to do', async () => {
    const { sandbox } = setUp;
    const mia = sandbox.teams.as(CAST.helpdesk.teams);
    sandbox.mail.switches.refuse.set('gone@contoso.com', { code: 451, text: '4.7.1 Greylisted' });
    await mia.say('adduser Never Mailed');
    const form = await mia.waitForMessage((message) => textOf(message).includes('Add one person'));
    const confirm = await mia.click(form, 'adduser.submit', { recipients: 'gone@contoso.com' });
    await mia.click(confirm, 'adduser.create');
    const result = await mia.waitForMessage(
      (message) => textOf(message).includes('Created, password not delivered yet'),
      60_000,
    );
    sandbox.mail.switches.refuse.set('gone@contoso.com', { code: 550, text: '5.1.1 Mailbox unavailable' });
    const told = await mia.waitForMessage(
      (message) => textOf(message).includes("The password couldn't be delivered."),
      90_000,
    );
    expect(told.id).not.toBe(result.id);
    expect(textOf(told)).toContain('Never Mailed');
    expect(textOf(told)).toContain('there is no such mailbox');
    expect(textOf(told)).toContain('Send to someone else');
    expect(textOf(told)).not.toMatch(/550|5\.1\.1/);
    sandbox.mail.switches.refuse.clear();
  }, 240_000);
});

describe('when Graph is down', () => {
  it('a typed command says so, with what to do next and a reference, and nothing of the answer', async () => {
    const { graph, teams } = setUp.sandbox;
    graph.switches.down = true;
    try {
      const mia = teams.as(CAST.helpdesk.teams);
      const before = mia.messages().length;
      await mia.say('user Ada');
      const said = () => mia.messages().slice(before).map(textOf).join('\n');
      await expect
        .poll(said, { timeout: 30_000 })
        .toMatch(/Microsoft 365 didn't answer.*Try again in a few minutes.*Reference ref_/s);
      expect(said()).not.toMatch(/\bat .*\.[jt]s:|ECONN|"error"/);
    } finally {
      graph.switches.down = false;
    }
  }, 60_000);
});

describe('when the bot is killed in the middle of a job', () => {
  it('goes on at the next start, and everybody exists once with the password that was mailed', async () => {
    const { sandbox } = setUp;
    // Slow enough that a busy machine sees the first ones before the last is there.
    sandbox.graph.switches.latencyMs = 400;
    const omar = await startJob('killed', 120, 'killed@contoso.com');
    await expect.poll(() => created('killed').length, { timeout: 30_000, interval: 20 }).toBeGreaterThan(10);
    await sandbox.bot.kill();
    const before = created('killed').length;
    expect(before).toBeLessThan(120);
    sandbox.graph.switches.latencyMs = 0;
    await sandbox.bot.start();
    await sandbox.mail.waitForMail(
      ({ to, text }) => to.includes('killed@contoso.com') && text.includes('killed 119'),
      60_000,
    );
    const people = created('killed');
    expect(people).toHaveLength(120);
    const mailed = sandbox.mail.mails
      .filter(({ to }) => to.includes('killed@contoso.com'))
      .map(({ text }) => text);
    for (const { password } of people) expect(mailed.join('\n')).toContain(password);
    await omar.waitForMessage((message) => textOf(message).includes('120 people created'), 30_000);
    setUp.expectsTrouble();
  }, 180_000);
});

describe('what is kept', () => {
  it('holds no password and is for the owner alone', async () => {
    const { sandbox } = setUp;
    const passwords = created('killed').map(({ password }) => password);
    expect(passwords.length).toBeGreaterThan(0);
    expect(await sandbox.bot.stop()).toBe(0);
    for (const file of everyFile(sandbox.dataDir)) {
      expect(statSync(file).mode & 0o077).toBe(0);
      const text = readFileSync(file, 'utf8');
      expect(passwords.filter((password) => text.includes(password))).toEqual([]);
    }
    const logged = sandbox.bot.lines.join('\n');
    expect(passwords.filter((password) => logged.includes(password))).toEqual([]);
  });
});

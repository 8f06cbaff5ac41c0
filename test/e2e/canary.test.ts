import { readdirSync, readFileSync, statSync } from 'node:fs';
import { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { CAST } from '../../src/sandbox/contoso.ts';
import { textOf as slackText } from '../../src/sandbox/slack/textOf.ts';
import { textOf as teamsText } from '../../src/sandbox/teams/textOf.ts';
import { useSandbox } from './useSandbox.ts';

const logged: string[] = [];
const setUp = useSandbox({ env: { LOG_LEVEL: 'debug' }, onBotLine: (line) => logged.push(line) });

/** Request bodies that the loopback services got from the bot, by address. They run in this process. */
const received = new Map<IncomingMessage, string>();
const push = IncomingMessage.prototype.push;
IncomingMessage.prototype.push = function record(this: IncomingMessage, chunk: unknown, encoding) {
  if (this.method !== undefined && this.method !== null && Buffer.isBuffer(chunk)) {
    received.set(this, (received.get(this) ?? '') + chunk.toString('utf8'));
  }
  return push.call(this, chunk, encoding);
};
afterAll(() => {
  IncomingMessage.prototype.push = push;
});

/** The text as it is, as JSON, and as a form field: the ways in which a password may be written. */
function spellings(password: string): string[] {
  const json = JSON.stringify(password).slice(1, -1);
  return [password, json, encodeURIComponent(password), encodeURIComponent(json)];
}

function holds(text: string, password: string): boolean {
  return spellings(password).some((spelling) => text.includes(spelling));
}

/** The whole path: Express takes the mounted part off `url`. */
function pathOf(request: IncomingMessage & { originalUrl?: string }): string {
  return request.originalUrl ?? request.url ?? '';
}

/** The requests that held the password, without those to Graph, which has to get it. */
function chatRequestsWith(password: string): string[] {
  return [...received]
    .filter(([request, body]) => !pathOf(request).startsWith('/graph/') && holds(body, password))
    .map(([request]) => `${request.method} ${pathOf(request)}`);
}

function everyFile(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? everyFile(path) : [path];
  });
}

function passwordOf(userPrincipalName: string): string {
  const password = setUp.sandbox.graph.state.findUser(userPrincipalName)?.password;
  if (password === undefined) throw new Error(`${userPrincipalName} has no password.`);
  return password;
}

describe('a first password, with the log at its chattiest', () => {
  it('made in Slack is in its mail and its modal, and nowhere else', async () => {
    const { sandbox } = setUp;
    const mia = sandbox.slack.as(CAST.helpdesk.slack);
    await mia.command('/adduser', 'Grace Hopper');
    await mia.waitForModal((view) => view.callback_id === 'adduser.submit');
    mia.fill({ usageLocation: 'US', recipients: 'boss@contoso.com' });
    await mia.submit();
    await mia.waitForModal((view) => view.callback_id === 'adduser.create');
    await mia.submit();
    const result = await mia.waitForMessage((message) => slackText(message).includes('Reveal password'));
    const password = passwordOf('grace.hopper@contoso.com');
    await sandbox.mail.waitForMail(
      ({ to, text }) => to.includes('boss@contoso.com') && text.includes(password),
    );
    expect(chatRequestsWith(password)).toEqual([]);

    await mia.click(result, 'job.reveal');
    await mia.waitForModal((view) => slackText(view).includes(password));
    const shown = chatRequestsWith(password);
    expect(shown.length).toBeGreaterThan(0);
    for (const request of shown) expect(request).toMatch(/^POST \/slack\/api\/views\./);
  });

  it('made in Teams is in its mail, and in no request to the chat', async () => {
    const { sandbox } = setUp;
    const mia = sandbox.teams.as(CAST.helpdesk.teams);
    await mia.say('adduser Joan Clarke');
    const form = await mia.waitForMessage((message) => teamsText(message).includes('Add one person'));
    const confirm = await mia.click(form, 'adduser.submit', {
      usageLocation: 'GB',
      recipients: 'it@contoso.com',
    });
    await mia.click(confirm, 'adduser.create');
    await mia.waitForMessage(
      (message) => message.id === form.id && teamsText(message).includes('Reveal password'),
      20_000,
    );
    const password = passwordOf('joan.clarke@contoso.com');
    await sandbox.mail.waitForMail(
      ({ to, text }) => to.includes('it@contoso.com') && text.includes(password),
    );
    expect(chatRequestsWith(password)).toEqual([]);
  });

  it('is in no line of the log, no file that is kept and no mail to others', async () => {
    const { sandbox } = setUp;
    const people = [
      { password: passwordOf('grace.hopper@contoso.com'), recipient: 'boss@contoso.com' },
      { password: passwordOf('joan.clarke@contoso.com'), recipient: 'it@contoso.com' },
    ];
    expect(await sandbox.bot.stop()).toBe(0);
    const files = everyFile(sandbox.dataDir);
    expect(files.length).toBeGreaterThan(0);
    expect(logged.some((line) => /"level":(10|20|"trace"|"debug")/.test(line))).toBe(true);
    for (const { password, recipient } of people) {
      expect(logged.filter((line) => holds(line, password))).toEqual([]);
      expect(files.filter((file) => holds(readFileSync(file, 'utf8'), password))).toEqual([]);
      const mails = sandbox.mail.mails.filter(({ text }) => text.includes(password));
      expect(mails.length).toBeGreaterThan(0);
      for (const { to } of mails) expect(to).toEqual([recipient]);
    }
  });
});

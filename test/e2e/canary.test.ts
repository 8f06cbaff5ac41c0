import { describe, expect, it } from 'vitest';
import { CAST } from '../../src/sandbox/contoso.ts';
import { textOf as slackText } from '../../src/sandbox/slack/textOf.ts';
import { textOf as teamsText } from '../../src/sandbox/teams/textOf.ts';
import { useSandbox } from './useSandbox.ts';

const setUp = useSandbox();

function passwordOf(userPrincipalName: string): string {
  const password = setUp.sandbox.graph.state.findUser(userPrincipalName)?.password;
  if (password === undefined) throw new Error(`${userPrincipalName} has no password.`);
  return password;
}

describe('a first password, with the log at its chattiest', () => {
  it('made in Slack is in its mail and its window', async () => {
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
    await mia.click(result, 'job.reveal');
    await mia.waitForModal((view) => slackText(view).includes(password));
  });

  it('made in Teams is in its mail and its card', async () => {
    const { sandbox } = setUp;
    const mia = sandbox.teams.as(CAST.helpdesk.teams);
    await mia.say('adduser Joan Clarke');
    const form = await mia.waitForMessage((message) => teamsText(message).includes('Add one person'));
    const confirm = await mia.click(form, 'adduser.submit', {
      usageLocation: 'GB',
      recipients: 'it@contoso.com',
    });
    await mia.click(confirm, 'adduser.create');
    const result = await mia.waitForMessage(
      (message) => message.id === form.id && teamsText(message).includes('Reveal password'),
      20_000,
    );
    const password = passwordOf('joan.clarke@contoso.com');
    await sandbox.mail.waitForMail(
      ({ to, text }) => to.includes('it@contoso.com') && text.includes(password),
    );
    await mia.click(result, 'job.reveal');
    await mia.waitForMessage((message) => teamsText(message).includes(password));
  });

  it('is in no other message, no line of the log, no file that is kept and no mail to others', async () => {
    const { sandbox, watched } = setUp;
    const people = [
      { password: passwordOf('grace.hopper@contoso.com'), recipient: 'boss@contoso.com' },
      { password: passwordOf('joan.clarke@contoso.com'), recipient: 'it@contoso.com' },
    ];
    expect(await watched.findLeaks()).toEqual([]);
    expect(watched.lines.some((line) => line.includes('"level":"debug"'))).toBe(true);
    // Of forms that are long deleted, and of the audit.
    expect(watched.written).toContain('"givenName":"Grace"');
    expect(watched.written).toContain('passwords.revealed');
    // Of Graph, Slack and the Bot Connector.
    expect(watched.accessTokens.size).toBeGreaterThanOrEqual(3);
    expect(watched.shown.map((where) => where.split('/')[1])).toEqual(['slack', 'teams']);
    for (const { password, recipient } of people) {
      const mails = sandbox.mail.mails.filter(({ text }) => text.includes(password));
      expect(mails.map(({ to }) => to)).toEqual([[recipient]]);
    }
  });
});

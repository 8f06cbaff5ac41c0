import { describe, expect, it } from 'vitest';
import { CAST } from '../../src/sandbox/contoso.ts';
import { textOf as slackText } from '../../src/sandbox/slack/textOf.ts';
import { textOf as teamsText } from '../../src/sandbox/teams/textOf.ts';
import { useSandbox } from './useSandbox.ts';

const setUp = useSandbox();
const passwordOf = (name: string) => setUp.sandbox.graph.state.findUser(name)?.password ?? '';

describe('a new password', () => {
  it('is set from the card in Slack, mailed, and revealed once', async () => {
    const { sandbox } = setUp;
    const before = passwordOf('ada@contoso.com');
    const mia = sandbox.slack.as(CAST.helpdesk.slack);
    await mia.command('/user', 'ada@contoso.com');
    const card = await mia.waitForMessage((message) => slackText(message).includes('Ada Lovelace'));
    await mia.click(card, 'reset.open');
    await mia.waitForModal((view) => view.callback_id === 'reset.start');
    mia.fill({ recipients: 'not an address' });
    await mia.submit();
    expect(slackText(mia.openModal() ?? { blocks: [] })).toContain('New password');
    expect(passwordOf('ada@contoso.com')).toBe(before);
    mia.fill({ recipients: 'boss@contoso.com', reason: 'TICKET-8' });
    await mia.submit();
    const result = await mia.waitForMessage(
      (message) => slackText(message).includes('got a new password') && slackText(message).includes('Reveal'),
      20_000,
    );
    const password = passwordOf('ada@contoso.com');
    expect(password).not.toBe(before);
    const mail = await sandbox.mail.waitForMail(({ to }) => to.includes('boss@contoso.com'));
    expect(mail.subject).toContain('New password');
    expect(mail.text).toContain(password);
    expect(mail.text).not.toContain(' created ');
    expect(slackText(result)).not.toContain(password);
    await mia.click(result, 'job.reveal');
    await mia.waitForModal((view) => slackText(view).includes(password));
  }, 60_000);

  it('is set from the card in Teams, to be shown only', async () => {
    const { sandbox } = setUp;
    const before = passwordOf('sam.stone@contoso.com');
    const mia = sandbox.teams.as(CAST.helpdesk.teams);
    await mia.say('user sam.stone');
    const card = await mia.waitForMessage((message) => teamsText(message).includes('Sam Stone'));
    const form = await mia.click(card, 'reset.open', {});
    await mia.click(form, 'reset.start', { delivery: 'show' });
    const result = await mia.waitForMessage(
      (message) => message.id === card.id && teamsText(message).includes('New password set'),
      20_000,
    );
    expect(passwordOf('sam.stone@contoso.com')).not.toBe(before);
    await mia.click(result, 'job.reveal');
    await mia.waitForMessage((message) => teamsText(message).includes(passwordOf('sam.stone@contoso.com')));
  }, 60_000);

  it('is one and the same when the button is pressed twice', async () => {
    const { sandbox } = setUp;
    const mia = sandbox.teams.as(CAST.helpdesk.teams);
    await mia.say('user mia.meyer');
    const card = await mia.waitForMessage((message) => teamsText(message).includes('mia.meyer@'));
    const form = await mia.click(card, 'reset.open', {});
    const press = () => mia.click(form, 'reset.start', { recipients: 'twice@contoso.com' });
    await Promise.all([press(), press()]);
    await mia.waitForMessage(
      (message) => message.id === card.id && teamsText(message).includes('New password set'),
      20_000,
    );
    const isOurs = ({ to }: { to: readonly string[] }) => to.includes('twice@contoso.com');
    const mail = await sandbox.mail.waitForMail(isOurs);
    expect(mail.text).toContain(passwordOf('mia.meyer@contoso.com'));
    expect(sandbox.mail.mails.filter(isOurs)).toHaveLength(1);
  }, 60_000);

  it('is refused for somebody who has an admin role, even by way of a group', async () => {
    const { graph } = setUp.sandbox;
    const before = passwordOf('grace.okafor@contoso.com');
    const grace = graph.state.findUser('grace.okafor@contoso.com');
    const group = {
      type: 'group' as const,
      id: '22222222-2222-4222-8222-222222222222',
      displayName: 'Helpdesk leads',
      members: new Set([grace?.id ?? '']),
    };
    graph.state.groups.push(group, {
      type: 'directoryRole',
      id: '33333333-3333-4333-8333-333333333333',
      displayName: 'Helpdesk Administrator',
      members: new Set(),
      nested: new Set([group.id]),
    });
    const mia = setUp.sandbox.teams.as(CAST.helpdesk.teams);
    await mia.say('user grace.okafor');
    const card = await mia.waitForMessage((message) => teamsText(message).includes('grace.okafor@'));
    await mia.click(card, 'reset.open', {});
    await mia.waitForMessage((message) => teamsText(message).includes('has an admin role'));
    expect(passwordOf('grace.okafor@contoso.com')).toBe(before);
  });

  it('is not for somebody who only approves', async () => {
    const grace = setUp.sandbox.teams.as(CAST.manager.teams);
    await grace.say('user ada');
    await grace.waitForMessage((message) => teamsText(message).includes('role'));
    expect(grace.messages().map(teamsText).join()).not.toContain('New password');
  });
});

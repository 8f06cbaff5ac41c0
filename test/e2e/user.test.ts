import { describe, expect, it } from 'vitest';
import { CAST } from '../../src/sandbox/contoso.ts';
import { textOf as slackText } from '../../src/sandbox/slack/textOf.ts';
import { textOf as teamsText } from '../../src/sandbox/teams/textOf.ts';
import { useSandbox } from './useSandbox.ts';

const setUp = useSandbox();
const mia = () => setUp.sandbox.slack.as(CAST.helpdesk.slack);
const omarInTeams = () => setUp.sandbox.teams.as(CAST.admin.teams);

describe('looking somebody up in Slack', () => {
  it('shows a card with services on demand', async () => {
    await mia().command('/user', 'Ada Lovelace');
    const card = await mia().waitForMessage((message) => slackText(message).includes('ada@contoso.com'));
    const text = slackText(card);
    expect(text).toMatch(/Sign-in allowed/);
    expect(text).toContain('Microsoft 365 Business Basic');
    expect(text).toContain('Grace Okafor (grace.okafor@contoso.com)');
    expect(text).toContain('All staff, Engineering');
    expect(text).toContain('United Kingdom');
    expect(text).not.toContain('Microsoft Teams');
    await mia().click(card, 'user.plans');
    const opened = await mia().waitForMessage(
      (message) => message.ts === card.ts && slackText(message).includes('Services'),
    );
    expect(slackText(opened)).toMatch(/on: .*Microsoft Teams/);
  });

  it('offers several people, each with a button', async () => {
    const { users } = setUp.sandbox.graph.state;
    const ada = setUp.sandbox.graph.state.findUser('ada@contoso.com');
    if (ada === undefined) throw new Error('no Ada');
    const other = { ...ada, id: '11111111-2222-4333-8444-555555555555', assignedLicenses: [] };
    users.set(other.id, {
      ...other,
      userPrincipalName: 'ada.byron@contoso.com',
      displayName: 'Ada Byron',
      surname: 'Byron',
      accountEnabled: false,
    });
    await mia().command('/user', 'ada');
    const list = await mia().waitForMessage((message) => slackText(message).includes('Several people'));
    expect(slackText(list)).toMatch(/Ada Byron.*sign-in blocked.*Ada Lovelace/s);
    await mia().click(list, 'user.show');
    const card = await mia().waitForMessage((message) => slackText(message).includes('Sign-in blocked'));
    expect(slackText(card)).toContain('ada.byron@contoso.com');
    expect(slackText(card)).toContain('No license.');
    users.delete(other.id);
  });

  it('says what to try when nobody is found, and when nobody was named', async () => {
    await mia().command('/user', 'nobody *at* all');
    const none = await mia().waitForMessage((message) => slackText(message).includes('nobody *at* all'));
    expect(slackText(none)).toContain('the start of first names');
    await mia().say('user');
    await mia().waitForMessage((message) => slackText(message).includes('Who are you looking for?'));
  });

  it('is not for somebody who only approves', async () => {
    const grace = setUp.sandbox.slack.as(CAST.manager.slack);
    await grace.command('/user', 'ada');
    const refusal = await grace.waitForMessage((message) => slackText(message).includes('role'));
    expect(slackText(refusal)).not.toContain('Lovelace');
  });
});

describe('looking somebody up in Teams', () => {
  it('shows a card that opens its services in place', async () => {
    await omarInTeams().say('user ada@contoso.com');
    const card = await omarInTeams().waitForMessage((message) => teamsText(message).includes('Ada Lovelace'));
    expect(teamsText(card)).toContain('Microsoft 365 Business Basic');
    expect(teamsText(card)).toContain('Groups: All staff, Engineering');
    const opened = await omarInTeams().click(card, 'user.plans', {});
    expect(teamsText(opened.card)).toMatch(/on: .*Microsoft Teams/);
  });

  it('goes back to the card from each form that takes its place', async () => {
    await omarInTeams().say('user ada@contoso.com');
    const card = await omarInTeams().waitForMessage((message) => teamsText(message).includes('Ada Lovelace'));
    for (const form of ['reset.open', 'change.open', 'leave.open']) {
      const opened = await omarInTeams().click(card, form, {});
      expect(teamsText(opened.card)).not.toContain('Groups: All staff, Engineering');
      const back = await omarInTeams().click(opened, 'user.back', {});
      expect(teamsText(back.card)).toContain('Groups: All staff, Engineering');
    }
    const edit = await omarInTeams().click(card, 'change.open', {});
    expect(teamsText(edit.card)).toContain('United Kingdom');
  });

  it('says who created somebody here, and which admin roles somebody has', async () => {
    await omarInTeams().say('adduser Tess Created');
    const form = await omarInTeams().waitForMessage((message) =>
      teamsText(message).includes('Add one person'),
    );
    const confirm = await omarInTeams().click(form, 'adduser.submit', { usageLocation: 'US' });
    await omarInTeams().click(confirm, 'adduser.create');
    await omarInTeams().waitForMessage((message) => teamsText(message).includes('Reveal password'), 20_000);
    await omarInTeams().say('user tess');
    const card = await omarInTeams().waitForMessage((message) =>
      teamsText(message).includes('Created with Rollcall by'),
    );
    expect(teamsText(card)).toMatch(/Created with Rollcall by Omar Haddad on \w{3} \d+, 20/);
    await omarInTeams().say('user omar');
    const own = await omarInTeams().waitForMessage((message) => teamsText(message).includes('Admin roles'));
    expect(teamsText(own)).toContain('User Administrator');
    expect(teamsText(own)).not.toContain('Created with Rollcall');
  }, 60_000);

  it('is answered in the 1:1 chat when it was typed in a channel', async () => {
    await omarInTeams().say('user grace', { conversation: 'channel' });
    await omarInTeams().waitForMessage(
      (message) => teamsText(message).includes('1:1 chat'),
      10_000,
      'channel',
    );
    expect(omarInTeams().messages('channel').map(teamsText).join()).not.toContain('grace.okafor');
  });

  it('says so when the person is gone by the time the button is pressed', async () => {
    const { users } = setUp.sandbox.graph.state;
    const ada = setUp.sandbox.graph.state.findUser('ada@contoso.com');
    await omarInTeams().say('user ada@contoso.com');
    const card = await omarInTeams().waitForMessage((message) =>
      teamsText(message).includes('Show services'),
    );
    users.delete(ada?.id ?? '');
    await omarInTeams().click(card, 'user.plans', {});
    await omarInTeams().waitForMessage((message) =>
      /can't find this person|no longer in the directory/.test(teamsText(message)),
    );
  });
});

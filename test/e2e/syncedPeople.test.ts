import { describe, expect, it } from 'vitest';
import { CAST } from '../../src/sandbox/contoso.ts';
import { textOf as slackText } from '../../src/sandbox/slack/textOf.ts';
import { textOf as teamsText } from '../../src/sandbox/teams/textOf.ts';
import { deleteSomebody, useSandbox } from './useSandbox.ts';

const OFFICE_E3 = '6fd2c87f-b296-42f0-b197-1e91e994b900';
const ROSALIND = 'rosalind.franklin@corp.contoso.com';
const KEPT_THERE = "This person's password is managed in Active Directory.";

const setUp = useSandbox();
const mia = () => setUp.sandbox.slack.as(CAST.helpdesk.slack);
const miaInTeams = () => setUp.sandbox.teams.as(CAST.helpdesk.teams);
const omarInTeams = () => setUp.sandbox.teams.as(CAST.admin.teams);
const omar = () => setUp.sandbox.slack.as(CAST.admin.slack);

function userOf(name: string) {
  const user = setUp.sandbox.graph.state.findUser(name);
  if (user === undefined) throw new Error(`${name} is not in the tenant.`);
  return user;
}

/** Active Directory is joined to the tenant after the card about this person was sent. */
function syncNow(name: string): void {
  userOf(name).onPremisesSyncEnabled = true;
}

describe('G1: somebody who is synced from an on-premises Active Directory', () => {
  it('has a card in Slack that says so, and offers no new password', async () => {
    await mia().command('/user', ROSALIND);
    const card = await mia().waitForMessage((message) => slackText(message).includes(ROSALIND));
    expect(slackText(card)).toContain(
      'Managed in: Active Directory. Edit or offboard them and set a new password there',
    );
    expect(JSON.stringify(card.blocks)).not.toContain('reset.open');
  });

  it('has a card in Teams that says so, and offers no new password', async () => {
    await miaInTeams().say(`user ${ROSALIND}`);
    const card = await miaInTeams().waitForMessage((message) => teamsText(message).includes(ROSALIND));
    expect(teamsText(card)).toContain('Active Directory. Edit or offboard them and set a new password there');
    expect(JSON.stringify(card.card)).not.toContain('reset.open');
  });

  it('gets no new password from a card of before, in Slack', async () => {
    await mia().command('/user', 'sam.stone@contoso.com');
    const card = await mia().waitForMessage((message) =>
      slackText(message).includes('sam.stone@contoso.com'),
    );
    syncNow('sam.stone@contoso.com');
    const before = userOf('sam.stone@contoso.com').password;
    await mia().click(card, 'reset.open');
    const refusal = await mia().waitForModal((view) => slackText(view).includes(KEPT_THERE));
    expect(slackText(refusal)).toContain("The password wasn't changed.");
    expect(slackText(refusal)).toContain(
      'Have it changed there; it reaches Microsoft 365 with the next sync.',
    );
    expect(userOf('sam.stone@contoso.com').password).toBe(before);
    await mia().close({ all: true });
  });

  it('gets no new password from a form of before, in Teams', async () => {
    await miaInTeams().say('user ada@contoso.com');
    const card = await miaInTeams().waitForMessage((message) =>
      teamsText(message).includes('ada@contoso.com'),
    );
    const form = await miaInTeams().click(card, 'reset.open', {});
    syncNow('ada@contoso.com');
    const before = userOf('ada@contoso.com').password;
    await miaInTeams().click(form, 'reset.start', { delivery: 'show' });
    await miaInTeams().waitForMessage((message) => teamsText(message).includes(KEPT_THERE));
    expect(userOf('ada@contoso.com').password).toBe(before);
  });

  it('may be given licenses all the same', async () => {
    await omar().command('/user', ROSALIND);
    const card = await omar().waitForMessage((message) => slackText(message).includes(ROSALIND));
    await omar().click(card, 'assign.open');
    await omar().waitForModal((view) => view.callback_id === 'assign.submit');
    omar().fill({ licenses: [OFFICE_E3] });
    await omar().submit();
    await omar().waitForModal((view) => view.callback_id === 'assign.start');
    await omar().submit();
    await expect
      .poll(() => userOf(ROSALIND).assignedLicenses.map(({ skuId }) => skuId), { timeout: 20_000 })
      .toEqual([OFFICE_E3]);
  });

  it('is restored in Active Directory, and not here', async () => {
    const { graph } = setUp.sandbox;
    const gone = deleteSomebody(setUp.sandbox, 'lost.synced@contoso.com', 'Lost Synced');
    const deleted = graph.state.deleted.get(gone);
    if (deleted !== undefined) deleted.onPremisesSyncEnabled = true;
    const content = 'Username,First name,Last name,Display name\r\nlost.synced@contoso.com,,,Lost Synced';
    await omar().say('', { files: [{ name: 'synced.csv', content }] });
    const verification = await omar().waitForMessage((message) => slackText(message).includes('synced.csv'));
    expect(slackText(verification)).toContain('restore the person in Active Directory');
    expect(JSON.stringify(verification.blocks)).not.toContain('addusers.restorable');
    expect(graph.state.deleted.has(gone)).toBe(true);
  });

  it('is offboarded in Active Directory, which the first message says in both chats', async () => {
    const said = 'Rosalind Franklin is managed in Active Directory. Offboard them there.';
    await omar().command('/offboard', ROSALIND);
    const inSlack = await omar().waitForMessage((message) => slackText(message).includes(said));
    expect(JSON.stringify(inSlack.blocks)).not.toContain('leave.open');
    await omarInTeams().say(`offboard ${ROSALIND}`);
    const inTeams = await omarInTeams().waitForMessage((message) => teamsText(message).includes(said));
    expect(JSON.stringify(inTeams.card)).not.toContain('leave.open');
  });

  it('is neither edited nor put back from a card of before', async () => {
    const name = 'ada@contoso.com';
    delete userOf(name).onPremisesSyncEnabled;
    const cardOf = async (action: string) => {
      await omarInTeams().say(`user ${name}`);
      return omarInTeams().waitForMessage(
        (message) => teamsText(message).includes(name) && JSON.stringify(message.card).includes(action),
      );
    };
    const form = await omarInTeams().click(await cardOf('change.open'), 'change.open', {});
    const confirm = await omarInTeams().click(form, 'change.submit', { jobTitle: 'Clerk' });
    await omarInTeams().click(confirm, 'change.start', {});
    await expect.poll(() => userOf(name).jobTitle, { timeout: 20_000 }).toBe('Clerk');
    const card = await cardOf('putBack.list');
    await omarInTeams().click(card, 'putBack.list', {});
    const list = await omarInTeams().waitForMessage((message) =>
      JSON.stringify(message.card).includes('putBack.open'),
    );
    syncNow(name);
    const refusals = () =>
      omarInTeams()
        .messages()
        .filter((message) => teamsText(message).includes('managed in Active Directory'));
    await omarInTeams().click(card, 'change.open', {});
    await expect.poll(() => refusals().length, { timeout: 10_000 }).toBe(1);
    await omarInTeams().click(list, 'putBack.open', {});
    await expect.poll(() => refusals().length, { timeout: 10_000 }).toBe(2);
    expect(userOf(name).jobTitle).toBe('Clerk');
  });
});

import { describe, expect, it } from 'vitest';
import { CAST } from '../../src/sandbox/contoso.ts';
import { textOf as textInSlack } from '../../src/sandbox/slack/textOf.ts';
import { textOf as textInTeams } from '../../src/sandbox/teams/textOf.ts';
import { showMore } from '../composition/showMore.ts';
import { useSandbox } from './useSandbox.ts';

const BUSINESS_BASIC = '3b555118-da6a-4418-894f-7df1e2096870';
const HEADER =
  'Username,Display name,Licenses,Groups,Manager,Usage location,Sign-in,Password recipients,Shoe size';
const setUp = useSandbox();

/** One good row with everything, one that leaves all to the settings, and two that cannot be created. */
function fileFor(prefix: string): string {
  return [
    HEADER,
    `${prefix}.own@contoso.com,Own Values,"Microsoft 365 Business Basic; AAD_PREMIUM",Berlin office|Newcomers,grace.okafor@contoso.com,DE,Blocked,manager; ${prefix}.boss@contoso.com,43`,
    `${prefix}.all@contoso.com,Like All,,,${prefix}.own@contoso.com,,,,`,
    `${prefix}.closed@contoso.com,Closed Group,,Finance,,,,,`,
    `${prefix}.typo@contoso.com,Typing Slip,,Berlin ofice,Grace Okafor,,,,`,
  ].join('\r\n');
}

const groupId = (name: string): string =>
  setUp.sandbox.graph.state.groups.find(({ displayName }) => displayName === name)?.id ?? '';
const idOf = (name: string): string =>
  setUp.sandbox.graph.state.findUser(`${name}@contoso.com`)?.id ?? 'nobody';
const groupsOf = (name: string): string[] =>
  setUp.sandbox.graph.state.groups
    .filter(({ members }) => members.has(idOf(name)))
    .map(({ displayName }) => displayName)
    .sort();

/** Everything that the directory and the mailboxes must have after a file of `fileFor`. */
async function expectCarriedOut(prefix: string): Promise<void> {
  const { graph, mail } = setUp.sandbox;
  const own = graph.state.findUser(`${prefix}.own@contoso.com`);
  const all = graph.state.findUser(`${prefix}.all@contoso.com`);
  expect(own).toMatchObject({ accountEnabled: false, usageLocation: 'DE' });
  expect(own?.assignedLicenses).toHaveLength(2);
  expect(all).toMatchObject({ accountEnabled: true, usageLocation: 'US' });
  expect(all?.assignedLicenses.map(({ skuId }) => skuId)).toEqual([BUSINESS_BASIC]);
  expect(groupsOf(`${prefix}.own`)).toEqual(['Berlin office', 'Newcomers']);
  expect(groupsOf(`${prefix}.all`)).toEqual(['Engineering']);
  expect(graph.state.managers.get(idOf(`${prefix}.own`))).toBe(idOf('grace.okafor'));
  expect(graph.state.managers.get(idOf(`${prefix}.all`))).toBe(idOf(`${prefix}.own`));
  expect(idOf(`${prefix}.closed`)).toBe('nobody');

  const toBoss = await mail.waitForMail(({ to }) => to.includes(`${prefix}.boss@contoso.com`));
  expect(toBoss.text).toContain(own?.password);
  expect(toBoss.text).not.toContain(all?.password);
  await mail.waitForMail(
    ({ to, text }) => to.includes('grace.okafor@contoso.com') && text.includes(own?.password ?? '?'),
  );
  const toAll = await mail.waitForMail(({ to }) => to.includes(`${prefix}.it@contoso.com`));
  expect(toAll.text).toContain(all?.password);
  expect(toAll.text).not.toContain(own?.password);
}

describe("a file's own columns", () => {
  it('are carried out from Slack', async () => {
    const omar = setUp.sandbox.slack.as(CAST.admin.slack);
    await omar.say('', { files: [{ name: 'slack-own.csv', content: fileFor('slack') }] });
    const verification = await omar.waitForMessage(
      (message) => textInSlack(message).includes('slack-own.csv') && textInSlack(message).includes('ready'),
    );
    const said = textInSlack(verification);
    expect(said).toContain('comes from Active Directory');
    expect(said).toContain('There is no group called Berlin ofice');
    expect(said).toContain('grace.okafor@contoso.com');
    expect(said).toContain('Shoe size');

    await omar.click(verification, 'addusers.setup');
    await omar.waitForModal((view) => view.callback_id === 'addusers.setupSubmit');
    await omar.suggest('groups', 'eng');
    omar.fill({
      usageLocation: 'US',
      licenses: [BUSINESS_BASIC],
      groups: [groupId('Engineering')],
      recipients: 'slack.it@contoso.com',
    });
    await omar.submit();
    const confirm = await omar.waitForModal((view) => view.callback_id === 'addusers.start');
    expect(textInSlack(confirm)).toContain('Groups: Engineering.');
    expect(textInSlack(confirm)).toContain('1 row names who gets the password instead');
    expect(textInSlack(confirm)).toContain(
      'Set in the file: sign-in blocked for 1, a different location for 1, their own groups for 1, a manager for 2.',
    );
    await omar.submit();
    const results = await omar.waitForMessage(
      (message) => textInSlack(message).includes('Results CSV') && textInSlack(message).includes('slack.own'),
      30_000,
    );
    await expectCarriedOut('slack');

    await omar.click(results, 'job.results');
    const find = () => omar.files().find(({ name }) => name === 'slack-own-results.csv');
    await expect.poll(() => find()?.name, { timeout: 15_000 }).toBe('slack-own-results.csv');
    const csv = find()?.content.toString() ?? '';
    expect(csv).toContain('Licenses,Groups,Manager,Password mail,Reason');
    expect(csv).toContain('Berlin office; Newcomers,grace.okafor@contoso.com,');
  }, 60_000);

  it('are carried out from Teams, with the suggestions taken', async () => {
    const omar = setUp.sandbox.teams.as(CAST.admin.teams);
    await omar.say('', { files: [{ name: 'teams-own.csv', content: fileFor('teams') }] });
    const verification = await omar.waitForMessage((message) =>
      textInTeams(message).includes('teams-own.csv'),
    );
    expect(textInTeams(verification)).toContain('comes from Active Directory');
    expect(textInTeams(verification)).toContain('There is no group called Berlin ofice');
    const taken = await omar.click(verification, 'addusers.suggestions');
    expect(textInTeams(taken)).toContain('3 ready');

    const form = await omar.click(taken, 'addusers.setup');
    const confirm = await omar.click(form, 'addusers.setupSubmit', {
      signIn: 'allowed',
      usageLocation: 'US',
      licenses: BUSINESS_BASIC,
      groups: groupId('Engineering'),
      recipients: 'teams.it@contoso.com',
    });
    expect(textInTeams(confirm)).toContain('1 row names who gets the password instead');
    expect(textInTeams(confirm)).toContain(
      'Set in the file: sign-in blocked for 1, a different location for 1, their own groups for 2, a manager for 3.',
    );
    await omar.click(confirm, 'addusers.start');
    await omar.waitForMessage((message) => textInTeams(message).includes('Emails'), 30_000);
    await expectCarriedOut('teams');
    expect(groupsOf('teams.typo')).toEqual(['Berlin office']);
    expect(setUp.sandbox.graph.state.managers.get(idOf('teams.typo'))).toBe(idOf('grace.okafor'));
  }, 60_000);
});

describe('one person', () => {
  it('is put into groups from Slack, and hears of one that refused', async () => {
    const { slack, graph } = setUp.sandbox;
    const mia = slack.as(CAST.helpdesk.slack);
    await mia.command('/adduser');
    await mia.waitForModal((view) => view.callback_id === 'adduser.submit');
    await showMore(mia);
    const group = graph.state.groups.find(({ displayName }) => displayName === 'Engineering');
    await mia.suggest('groups', '');
    mia.fill({
      givenName: 'Gina',
      surname: 'Group',
      groups: [groupId('Engineering'), groupId('Berlin office')],
    });
    await mia.submit();
    const confirm = await mia.waitForModal((view) => view.callback_id === 'adduser.create');
    expect(textInSlack(confirm)).toContain('Engineering');
    // Between the form and the create the group becomes one of Active Directory.
    if (group !== undefined) group.kind = 'synced';
    await mia.submit();
    const result = await mia.waitForMessage(
      (message) => textInSlack(message).includes('Not added to Engineering'),
      30_000,
    );
    expect(groupsOf('gina.group')).toEqual(['Berlin office']);
    delete group?.kind;
    await mia.click(result, 'job.retry');
    await expect
      .poll(() => groupsOf('gina.group'), { timeout: 15_000 })
      .toEqual(['Berlin office', 'Engineering']);
  }, 60_000);

  it('is put into groups from Teams', async () => {
    const mia = setUp.sandbox.teams.as(CAST.helpdesk.teams);
    await mia.say('adduser');
    const few = await mia.waitForMessage((message) => textInTeams(message).includes('Add one person'));
    const form = await mia.click(few, 'adduser.contact');
    const confirm = await mia.click(form, 'adduser.submit', {
      givenName: 'Tina',
      surname: 'Team',
      groups: `${groupId('Engineering')},${groupId('Newcomers')}`,
    });
    expect(textInTeams(confirm)).toContain('Newcomers');
    await mia.click(confirm, 'adduser.create');
    await expect.poll(() => groupsOf('tina.team'), { timeout: 15_000 }).toEqual(['Engineering', 'Newcomers']);
  }, 60_000);
});

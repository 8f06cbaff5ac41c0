import { beforeAll, describe, expect, it } from 'vitest';
import { CAST, sandboxPolicy } from '../../src/sandbox/contoso.ts';
import { textOf as slackText } from '../../src/sandbox/slack/textOf.ts';
import { textOf as teamsText } from '../../src/sandbox/teams/textOf.ts';
import { showMore } from '../composition/showMore.ts';
import { useSandbox } from './useSandbox.ts';

const MICROSOFT_E5 = '06ebc4ee-1bb5-47dd-8120-11324bc54e06';
const APPROVERS = 'c0ffee00-0000-4000-8000-000000000001';
const INNER = 'c0ffee00-0000-4000-8000-000000000002';
const [HELPDESK, CHIEFS, GONE] = ['S0HELPDESK', 'S0CHIEFS', 'S0GONE'];

/** Only Omar has an entry, which says who he is and gives him nothing. */
function policyOfGroups(): object {
  const { id, name, slack, teams } = CAST.admin;
  return {
    ...sandboxPolicy(),
    people: [{ id, name, slack, teams, roles: [] }],
    groups: [
      { id: 'helpdesk', name: 'Helpdesk', slack: HELPDESK, roles: ['helpdesk'] },
      { id: 'chiefs', name: 'IT chiefs', slack: CHIEFS, roles: ['admin'] },
      { id: 'approvers', name: 'Approvers', entra: APPROVERS, roles: ['approver'] },
    ],
    approvals: [{ name: 'E5', when: { licenses: ['SPE_E5'] }, by: { role: 'approver' } }],
  };
}

const setUp = useSandbox({ policy: policyOfGroups() });
const slackOf = (person: { slack: string }) => setUp.sandbox.slack.as(person.slack);
const teamsOf = (person: { teams: string }) => setUp.sandbox.teams.as(person.teams);
const heardInTeams = (person: { teams: string }, ...words: string[]) =>
  teamsOf(person).waitForMessage(
    (message) => words.every((word) => teamsText(message).includes(word)),
    20_000,
  );
const heardInSlack = (person: { slack: string }, ...words: string[]) =>
  slackOf(person).waitForMessage(
    (message) => words.every((word) => slackText(message).includes(word)),
    20_000,
  );

beforeAll(() => {
  const { slack, graph } = setUp.sandbox;
  slack.switches.scopes = [...slack.switches.scopes, 'usergroups:read', 'users:read'];
  slack.userGroups.set(HELPDESK, { name: 'helpdesk', users: new Set([CAST.helpdesk.slack]) });
  const chiefs = new Set([CAST.admin.slack, CAST.helpdesk.slack]);
  slack.userGroups.set(CHIEFS, { name: 'chiefs', users: chiefs });
  slack.userGroups.set(GONE, { name: 'gone', users: chiefs, disabled: true });
  graph.state.groups.push(
    { type: 'group', id: APPROVERS, displayName: 'Approvers', members: new Set(), nested: new Set([INNER]) },
    { type: 'group', id: INNER, displayName: 'Inner', members: new Set([CAST.manager.teams]) },
  );
});

/** Asks in Slack for somebody with Microsoft 365 E5, up to the last press. */
async function askFor(person: { slack: string }, name: string): Promise<void> {
  const who = slackOf(person);
  await who.command('/adduser', name);
  await who.waitForModal((view) => view.callback_id === 'adduser.submit');
  who.fill({ usageLocation: 'US', licenses: [MICROSOFT_E5], recipients: 'boss@contoso.com', reason: 'T-1' });
  expect((await who.submit()).errors ?? {}).toEqual({});
}

describe('roles by group', () => {
  it('let members in, whom nobody named, and say by which group', async () => {
    await slackOf(CAST.helpdesk).command('/licenses');
    await heardInSlack(CAST.helpdesk, 'Office 365 E3');
    await slackOf(CAST.helpdesk).say('help');
    await heardInSlack(CAST.helpdesk, 'Hello Mia Meyer', 'helpdesk by the group “Helpdesk”');
    await teamsOf(CAST.manager).say('help');
    await heardInTeams(CAST.manager, 'Grace Okafor', 'approver by the group “Approvers”');
    await slackOf(CAST.stranger).say('approvals');
    await heardInSlack(CAST.stranger, "don't have access to Rollcall");
  }, 60_000);

  it('make nobody an admin by a Slack group whose account the policy does not know', async () => {
    await slackOf(CAST.helpdesk).say('presets');
    await heardInSlack(
      CAST.helpdesk,
      'You need the admin role',
      'The group “IT chiefs” would make you admin',
    );
    await slackOf(CAST.admin).say('presets');
    await heardInSlack(CAST.admin, 'preset');
    await teamsOf(CAST.admin).say('help');
    await heardInTeams(CAST.admin, 'Omar Haddad', 'admin by the group “IT chiefs”');
  }, 60_000);

  it('ask members to approve, and nobody of whom it is not known who they are in the other chat', async () => {
    await askFor(CAST.helpdesk, 'Nora Unknown');
    await slackOf(CAST.helpdesk).waitForModal((view) =>
      slackText(view).includes('by different chats or Slack workspaces only'),
    );
    await slackOf(CAST.helpdesk).close({ all: true });

    await askFor(CAST.admin, 'Nora Grouped');
    await slackOf(CAST.admin).waitForModal((view) => view.callback_id === 'adduser.create');
    await slackOf(CAST.admin).submit();
    const card = await heardInTeams(CAST.manager, 'Nora Grouped', 'Approval needed');
    await teamsOf(CAST.manager).click(card, 'approval.approve');
    await heardInSlack(CAST.admin, 'Grace Okafor approved in Teams');
    const created = () => setUp.sandbox.graph.state.findUser('nora.grouped@contoso.com');
    await expect.poll(() => created()?.assignedLicenses.length, { timeout: 20_000 }).toBe(1);
    expect(setUp.sandbox.graph.state.findUser('nora.unknown@contoso.com')).toBeUndefined();
  }, 60_000);

  it('cost one request for each person and each Slack group', () => {
    const { graph, slack } = setUp.sandbox;
    const asked = graph.requests.filter(({ path }) => path.includes('/checkMemberGroups'));
    const people = asked.map(({ path }) => path).filter((path) => path.includes('/users/'));
    expect(people).toHaveLength(new Set(people).size);
    expect(people).toHaveLength(2);
    expect(slack.calls.filter(({ method }) => method === 'usergroups.users.list')).toHaveLength(2);
  });

  it.each([['Approvers'], ['Inner']])(
    'put nobody into such a group, nor into one in it: %s',
    async (name) => {
      const { graph } = setUp.sandbox;
      const omar = slackOf(CAST.admin);
      await omar.command('/adduser', `Nora ${name}`);
      await omar.waitForModal((view) => view.callback_id === 'adduser.submit');
      await showMore(omar);
      await omar.suggest('groups', name);
      const id = graph.state.groups.find(({ displayName }) => displayName === name)?.id ?? '';
      omar.fill({ usageLocation: 'US', recipients: 'boss@contoso.com', groups: [id] });
      await omar.submit();
      await omar.waitForModal((view) => view.callback_id === 'adduser.create');
      await omar.submit();
      await omar.waitForModal((view) => slackText(view).includes('get a role in Rollcall'));
      await omar.close({ all: true });
      expect(graph.state.findUser(`nora.${name.toLowerCase()}@contoso.com`)).toBeUndefined();
    },
    60_000,
  );

  it('let nobody in of whom a group cannot be read, and say so, while others go on', async () => {
    const { graph } = setUp.sandbox;
    graph.switches.forbidden = /checkMemberGroups$/;
    await teamsOf(CAST.stranger).say('approvals');
    await heardInTeams(
      CAST.stranger,
      "can't read a group whose members may use it",
      'Try again in a few minutes',
    );
    await teamsOf(CAST.manager).say('approvals');
    await heardInTeams(CAST.manager, 'Nothing');
    graph.switches.forbidden = undefined;
  }, 60_000);
});

import { describe, expect, it } from 'vitest';
import { SLACK_TEAM_ID } from '../../../src/sandbox/contoso.ts';
import type { LoopbackSlack } from '../../../src/sandbox/slack/server.ts';
import { createUserGroups } from '../../../src/slack/outgoing/userGroups.ts';
import { createInstalledWorkspaces } from '../../../src/slack/workspaces/installedWorkspaces.ts';
import { startRoom } from '../startRoom.ts';
import { startInstalled } from '../workspaces/startInstalled.ts';

/** Has a group in a workspace, and lets the app read it. */
function addGroup({ switches, userGroups }: LoopbackSlack, id: string, ...users: string[]): void {
  switches.scopes = [...switches.scopes, 'usergroups:read'];
  userGroups.set(id, { name: id, users: new Set(users) });
}

const countOf = ({ calls }: LoopbackSlack) =>
  calls.filter(({ method }) => method === 'usergroups.users.list').length;

describe('Slack groups of the workspaces where the app was added', () => {
  async function start(slackTeams: string[]) {
    const grids = ['A', 'B', 'C'].map((letter) => ({ teamId: `T0${letter}`, enterpriseId: `E0${letter}` }));
    const house = await startInstalled(grids);
    Object.assign(house.options, { allowedTeams: slackTeams });
    const workspaces = createInstalledWorkspaces(house.options, house.install);
    for (const added of [house.added, ...house.addedFor.slice(0, 2)]) await workspaces.add(added);
    const [a, b, c] = house.organizations;
    if (a === undefined || b === undefined || c === undefined) throw new Error('There are three.');
    addGroup(house.slack, 'S0HOME', 'U1');
    addGroup(a, 'S0A', 'U2');
    addGroup(b, 'S0B', 'U3');
    addGroup(c, 'S0C', 'U4');
    return { ...house, a, b, groups: createUserGroups(workspaces, () => slackTeams) };
  }

  it('are read by the installation that has them, each of two organizations, too', async () => {
    const { groups, a, b } = await start(['T1', 'E0A', 'E0B', 'E0C']);
    expect(await groups.listUserGroup('S0HOME')).toEqual(['U1']);
    expect(await groups.listUserGroup('T0A/S0A')).toEqual(['E0A/U2']);
    expect(countOf(b)).toBe(0);
    expect(await groups.listUserGroup('T0B/S0B')).toEqual(['E0B/U3']);
    expect(await groups.listUserGroup('T0B/S0GONE')).toBeUndefined();
    expect(countOf(a)).toBe(3);
  });

  it('that none of them has are refused in words, and no token is doubted for it', async () => {
    const { groups, a, b, lines } = await start(['T1', 'E0A', 'E0B']);
    await expect(groups.listUserGroup('T0ELSEWHERE/S0C')).rejects.toMatchObject({
      code: 'CHAT_DOWN',
      next: expect.stringContaining("add Rollcall to the group's workspace"),
    });
    expect([a, b].map((each) => each.calls.filter(({ method }) => method === 'auth.test'))).toEqual([[], []]);
    expect(lines.join('\n')).not.toContain('slack.tokenRefused');
  });

  it('in a workspace where the app is not are refused in words', async () => {
    const { groups } = await start(['T1', 'T0NEW']);
    await expect(groups.listUserGroup('T0NEW/S0C')).rejects.toMatchObject({
      code: 'CHAT_DOWN',
      message: expect.stringContaining("isn't installed"),
    });
  });
});

describe('Slack groups by the one token that there is', () => {
  it.each([
    ['a workspace', false],
    ['a whole organization', true],
  ])('of %s are read where the policy names the workspace alone', async (_of, isOrgWide) => {
    const { slack, room } = await startRoom({
      reply: () => ({ type: 'nothing' }) as never,
      room: { allowedTeams: [SLACK_TEAM_ID] },
      slack: { grid: { enterpriseId: 'E0GROUP', userTeamId: SLACK_TEAM_ID, isOrgWide } },
    });
    addGroup(slack, 'S0HOME', 'U1');
    expect(await room.userGroups.listUserGroup('S0HOME')).toEqual(['U1']);
  });

  it('are not asked for where they are in another workspace: Slack would answer about the own one', async () => {
    const { slack, room } = await startRoom({
      reply: () => ({ type: 'nothing' }) as never,
      room: { allowedTeams: [SLACK_TEAM_ID, 'T0SECOND'] },
    });
    addGroup(slack, 'S0HOME', 'U1');
    await expect(room.userGroups.listUserGroup('T0SECOND/S0HOME')).rejects.toMatchObject({
      code: 'CHAT_DOWN',
      message: "The group is in another Slack workspace, where Rollcall isn't.",
    });
    expect(countOf(slack)).toBe(0);
  });
});

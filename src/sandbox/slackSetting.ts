import { CAST, SLACK_TEAM_ID, sandboxPolicy } from './contoso.ts';
import { ORGANIZATION } from './slack/grid.ts';
import { addToWorkspace } from './slack/oauth/browser.ts';
import type { SlackPerson, SlackSwitches } from './slack/world.ts';
import type { Sandbox } from './stage.ts';
import { severalPolicy } from './tenants.ts';

/** How Slack is set up, as the switches of `npm start` say. */
export interface SlackSetting {
  /** Slack sends through a socket. */
  socket: boolean;
  /** The app is added to two workspaces: Contoso's, and a partner's. */
  workspaces: boolean;
  /** Contoso's workspace is one of an Enterprise Grid, and the app is installed for all of it. */
  grid: boolean;
  /** A group in Slack, and one in Microsoft Entra, gives roles to who is in it. */
  groups: boolean;
}

/** All that is said of how the sandbox is set up. */
interface Setting extends SlackSetting {
  /** The customers, where there are several, and then the tenants that can be added. */
  customers: readonly string[];
  toAdd: readonly string[];
}

const PARTNER = 'T0NORTHWIND';
const GRID = 'E0CONTOSO';
const FRONT_DESK = {
  name: 'Front desk',
  slack: 'S0FRONTDESK',
  entra: '4b8e7a10-6c2d-4f7e-9a31-0c5d2e8f1a66',
};

/** Somebody who is in the partner's Slack alone. */
export const PARTNERS_PERSON = {
  id: 'pia',
  name: 'Pia Park',
  slack: 'U0PIAPARKS',
  teams: undefined,
  roles: ['helpdesk'],
  workspace: PARTNER,
} as const;

/** The policy for it, and how Slack is from the start. */
export function chooseSlack(
  { socket, workspaces, grid, groups }: SlackSetting,
  several: boolean,
): {
  policy: object;
  slack: Partial<SlackSwitches>;
  workspaces?: readonly { teamId: string; name: string; users: readonly SlackPerson[] }[];
  isAdded: boolean;
  groups: boolean;
} {
  const base = (several ? severalPolicy() : sandboxPolicy()) as { people: object[] };
  const { id, name, slack, roles } = PARTNERS_PERSON;
  const home = grid ? `${SLACK_TEAM_ID}/` : '';
  const desk = { id: 'desk', name: FRONT_DESK.name, roles: ['helpdesk'] };
  const isAdded = workspaces || grid;
  return {
    groups,
    isAdded,
    policy: {
      ...base,
      people: [...base.people, ...(workspaces ? [{ id, name, slack: `${PARTNER}/${slack}`, roles }] : [])],
      slackTeams: [grid ? GRID : SLACK_TEAM_ID, ...(workspaces ? [PARTNER] : [])],
      groups: groups
        ? [
            { ...desk, slack: `${home}${FRONT_DESK.slack}` },
            { ...desk, id: 'entraDesk', entra: FRONT_DESK.entra, directory: 'contoso' },
          ]
        : [],
    },
    slack: {
      socketMode: socket,
      ...(grid ? { grid: { enterpriseId: GRID, userTeamId: SLACK_TEAM_ID, isOrgWide: true } } : {}),
    },
    ...(isAdded
      ? { workspaces: workspaces ? [{ teamId: PARTNER, name: 'Northwind', users: [PARTNERS_PERSON] }] : [] }
      : {}),
  };
}

/** Puts the stranger into both groups, and lets the app read Slack's. */
export function makeGroups({ slack, graph }: Pick<Sandbox, 'slack' | 'graph'>): void {
  const { name, slack: id, entra } = FRONT_DESK;
  slack.userGroups.set(id, { name, users: new Set([CAST.stranger.slack]) });
  slack.switches.scopes = [...slack.switches.scopes, 'usergroups:read', 'users:read'];
  const members = new Set<string>([CAST.stranger.teams]);
  graph.state.groups.push({ type: 'group', id: entra, displayName: name, members });
}

/** Adds the Slack app to each workspace, as somebody does there who manages apps. The bot has to run. */
export async function addEverywhere({
  bot,
  slack,
  workspaces,
}: Pick<Sandbox, 'bot' | 'slack' | 'workspaces'>): Promise<void> {
  for (const { world } of [slack, ...workspaces]) {
    const { status, html } = await addToWorkspace(bot.url, world.teamId);
    if (status !== 200) throw new Error(`Slack didn't add the app to ${world.name}: ${html}`);
  }
}

/** What is said of it, a sentence for each. */
export function describeSetting({ socket, workspaces, grid, groups, customers, toAdd }: Setting): string[] {
  const isAdded = workspaces || grid;
  return [
    ...(customers.length > 1
      ? [
          `There are ${customers.length} customers: ${customers.join(', ')}. To see how they stand, type customers. ${toAdd.join(', ')} can be added there: open the link that you get, and press Accept. treyresearch.us can't: it is in another of Microsoft's clouds.`,
        ]
      : []),
    ...(socket
      ? [
          isAdded
            ? 'Slack sends everything through a socket that Rollcall opens (Socket Mode), whichever workspace it is of. Only whoever adds the app has to reach an address of Rollcall.'
            : 'Slack sends everything through a socket that Rollcall opens (Socket Mode), so no address of Rollcall has to be public for it.',
        ]
      : []),
    ...(grid
      ? [`Slack is an Enterprise Grid, ${ORGANIZATION}, and the app is installed for the whole organization.`]
      : []),
    ...(workspaces
      ? [
          grid
            ? `The app is also added to Northwind, a workspace outside of it, where ${PARTNERS_PERSON.name} is.`
            : `The Slack app is added to two workspaces, Contoso and Northwind, where ${PARTNERS_PERSON.name} is.`,
        ]
      : []),
    ...(groups
      ? [
          `Sam Stone isn't named in the policy, and may do what the group ${FRONT_DESK.name} may, in Slack and in Teams.`,
        ]
      : []),
  ];
}

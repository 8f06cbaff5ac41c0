import type { LoopbackUser } from '../../src/sandbox/graph/people/userMap.ts';
import type { LoopbackGroup } from '../../src/sandbox/graph/state.ts';
import type { SlackMessage, View } from '../../src/sandbox/slack/wire.ts';
import type { Sandbox } from '../../src/sandbox/stage.ts';
import type { Card } from '../../src/sandbox/teams/wire.ts';
import type { TeamsMessage } from '../../src/sandbox/teams/world.ts';

type Group = Omit<LoopbackGroup, 'members' | 'nested'> & { members: string[] };
type StoredTeamsMessage = Omit<TeamsMessage, 'card'> & { deleted: boolean; views: [string, Card][] };

/** What stood around a data folder when its bot ended: the tenant, and what people see in the chats. All JSON. */
export interface Around {
  /** Milliseconds since 1970. */
  at: number;
  /** Of the loopback services, without a slash at the end: places in Teams keep it. */
  url: string;
  users: LoopbackUser[];
  groups: Group[];
  managers: [string, string][];
  /** Messages of each conversation in Slack, and the modals that people had open. */
  slack: { messages: [string, SlackMessage[]][]; views: [string, View[]][] };
  teams: StoredTeamsMessage[];
  /** The one-time link that nobody has opened, as it was mailed: its path. */
  linkPath: string;
}

/** Everything but the link. */
export function describeAround({ graph, slack, teams, url }: Sandbox): Omit<Around, 'linkPath'> {
  const withoutFiles = (message: SlackMessage): SlackMessage => ({ ...message, files: [] });
  return {
    at: Date.now(),
    url,
    users: [...graph.state.users.values()],
    groups: graph.state.groups.map(({ nested: _, ...group }) => ({ ...group, members: [...group.members] })),
    managers: [...graph.state.managers],
    slack: {
      messages: [...slack.state.channels].map(([id, { messages }]) => [id, messages.map(withoutFiles)]),
      views: [...slack.state.views],
    },
    teams: teams.state.messages.map((message) => ({ ...message, views: [...message.views] })),
  };
}

/** Makes fresh loopback services stand as those did. */
export function restoreAround({ graph, slack, teams }: Sandbox, around: Around): void {
  graph.state.users.clear();
  for (const user of around.users) graph.state.users.set(user.id, user);
  const groups = around.groups.map((group) => ({ ...group, members: new Set(group.members) }));
  graph.state.groups.splice(0, graph.state.groups.length, ...groups);
  graph.state.managers.clear();
  for (const [who, manager] of around.managers) graph.state.managers.set(who, manager);
  for (const [id, messages] of around.slack.messages) {
    const channel = slack.state.channels.get(id);
    if (channel !== undefined) channel.messages = messages;
  }
  for (const [user, views] of around.slack.views) slack.state.views.set(user, views);
  for (const message of around.teams) {
    teams.state.messages.push({ ...message, views: new Map(message.views) });
  }
}

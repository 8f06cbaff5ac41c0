import { CAST, PRODUCTS } from '../contoso.ts';
import type { LoopbackGraph } from '../graph/server.ts';
import { nameInstalledIn } from '../slack/grid.ts';
import type { LoopbackSlack } from '../slack/server.ts';
import { PARTNERS_PERSON } from '../slackSetting.ts';
import type { Sandbox } from '../stage.ts';

/** What the page drives. */
export type Stage = Pick<
  Sandbox,
  | 'slack'
  | 'slackGrants'
  | 'workspaces'
  | 'teams'
  | 'mail'
  | 'graph'
  | 'directories'
  | 'bot'
  | 'instances'
  | 'wire'
  | 'letTimePass'
  | 'startOver'
> & {
  /** Settles once Rollcall can be written to after everything started over; undefined when it can already. */
  begun?: () => Promise<void> | undefined;
};

export type Person = (typeof CAST)[keyof typeof CAST] | typeof PARTNERS_PERSON;

const EVERYBODY: readonly Person[] = [...Object.values(CAST), PARTNERS_PERSON];

/**
 * Whom the page can be, and with which roles: those of Contoso, and of a partner where its Slack is there. The stranger has
 * one by a group, where there is one.
 */
export function listPeople({
  slack,
  workspaces,
}: Pick<Stage, 'slack' | 'workspaces'>): { id: string; name: string; roles: string }[] {
  const isThere = workspaces.some(({ world }) => world.teamId === PARTNERS_PERSON.workspace);
  const inGroups = new Set([...slack.userGroups.values()].flatMap(({ users }) => [...users]));
  return (isThere ? EVERYBODY : Object.values(CAST)).map(({ id, name, roles, slack: user }) => ({
    ...{ id, name },
    roles: roles.join(', ') || (inGroups.has(user) ? 'helpdesk by a group' : 'no role'),
  }));
}

/** The workspace that somebody is in. */
export function slackOf(
  { slack, workspaces }: Pick<Stage, 'slack' | 'workspaces'>,
  person: Person,
): LoopbackSlack {
  const team = 'workspace' in person ? person.workspace : undefined;
  return workspaces.find(({ world }) => world.teamId === team) ?? slack;
}

/** Of somebody who isn't in Teams. */
export const sayAbsent = ({ name }: Pick<Person, 'name'>): string => `${name} is in Slack only.`;

/** @throws Error when nobody has this id */
export function findPerson(id: unknown): Person {
  const found = EVERYBODY.find((person) => person.id === id);
  if (found === undefined) throw new Error('There is no such person in the sandbox.');
  return found;
}

/** How much of each list the page gets; it is sent whole whenever something changes. */
const SHOWN = { exchanges: 120, users: 150, mails: 60, messages: 80 };

/** The channel of the workspace that the bot is in. */
export const CHANNEL = 'C0GENERAL';

/** Who a message is from, as this person reads it; `id` is `bot` or one of the chat's own ids. */
function nameOf(chat: 'slack' | 'teams', id: string, person: Person): string {
  if (id === 'bot') return 'Rollcall';
  if (id === person[chat]) return 'You';
  return EVERYBODY.find((each) => each[chat] === id)?.name ?? id;
}

function describeSlack(stage: Stage, person: Person): object {
  const slack = slackOf(stage, person);
  const user = slack.as(person.slack);
  const quiet = user.ephemeralMessages();
  const inPlace = (channel?: string) =>
    [
      ...user.messages(channel),
      ...quiet.filter((each) => (each.channel === CHANNEL) === (channel === CHANNEL)),
    ]
      .sort((a, b) => Number(a.ts) - Number(b.ts))
      .slice(-SHOWN.messages)
      .map(({ ts, user: sender, text, blocks, files, edits, ephemeralFor }) => ({
        ts,
        from: nameOf('slack', sender, person),
        isBot: sender === 'bot',
        edited: edits > 0,
        text: text.replaceAll(`<@${slack.botUserId}>`, '@Rollcall'),
        blocks,
        files: files.map(({ id, name }) => ({ id, name })),
        ephemeralFor,
      }));
  return {
    ...(stage.slackGrants === undefined
      ? {}
      : { workspace: { name: nameInstalledIn(slack.world), hasApp: slack.world.installed.size > 0 } }),
    direct: inPlace(),
    channel: inPlace(CHANNEL),
    home: slack.state.homes.get(person.slack) ?? null,
    modal: user.openModal() ?? null,
  };
}

function describeTeams({ teams }: Stage, person: Person): object {
  if (person.teams === undefined) {
    return { absent: sayAbsent(person), personal: [], channel: [], dialog: null, files: [] };
  }
  const user = teams.as(person.teams);
  const inPlace = (place: 'personal' | 'channel') =>
    user
      .messages(place)
      .slice(-SHOWN.messages)
      .map((each) => ({ ...each, from: nameOf('teams', each.from, person) }));
  return {
    personal: inPlace('personal'),
    channel: inPlace('channel'),
    dialog: user.dialog ?? null,
    files: user.files().map(({ name }) => name),
  };
}

function describeTenant({ state }: LoopbackGraph): object {
  const { name, users, deleted, skus } = state;
  const nameOf = (skuId: string) => PRODUCTS[skuId] ?? skus.get(skuId)?.partNumber ?? skuId;
  const describe = (user: typeof users extends Map<string, infer User> ? User : never) => ({
    name: user.displayName,
    userName: user.userPrincipalName.replace(/^[0-9a-f]{32}(?=.+@)/, ''),
    enabled: user.accountEnabled,
    licenses: user.assignedLicenses.map(({ skuId }) => nameOf(skuId)),
    // Rollcall marks what it creates; nobody else writes this attribute here.
    isOurs: Object.values(user.onPremisesExtensionAttributes).some(Boolean),
  });
  return {
    name,
    total: users.size,
    users: [...users.values()].slice(-SHOWN.users).reverse().map(describe),
    deleted: [...deleted.values()].slice(-SHOWN.users).reverse().map(describe),
    skus: [...skus.values()].map(({ skuId, enabled, warning }) => ({
      name: nameOf(skuId),
      seats: enabled + warning,
      used: state.consumed(skuId),
    })),
  };
}

/** Everything that one person, and whoever looks behind the scenes, sees now. No passwords but those in mails. */
export function describeStage(stage: Stage, person: Person): object {
  const { mail, graph, slack, bot, wire, instances } = stage;
  return {
    slack: describeSlack(stage, person),
    teams: describeTeams(stage, person),
    tenants: [...stage.directories.tenants.values()].map((one) => describeTenant(one.graph)),
    mails: mail.mails
      .slice(-SHOWN.mails)
      .map(({ from, to, subject, text, html, at, messageId }) => ({
        from,
        to,
        subject,
        text,
        html,
        at,
        messageId,
      }))
      .reverse(),
    exchanges: wire.exchanges
      .slice(-SHOWN.exchanges)
      .map(({ id, at, service, asker, what, status }) => ({ id, at, service, asker, what, status }))
      .reverse(),
    ...(instances === undefined ? {} : { instances: instances.describe() }),
    switches: {
      graphDown: graph.switches.down,
      mailDown: mail.switches.defer !== undefined,
      slackBusy: slack.switches.ratelimitedSeconds > 0,
      slow: graph.switches.latencyMs > 0,
      quota: graph.switches.quota,
      bot: stage.begun?.() === undefined ? bot.state : 'starting',
    },
  };
}

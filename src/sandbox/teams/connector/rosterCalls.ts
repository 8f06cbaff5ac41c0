import type { Json } from '../wire.ts';
import type { TeamsPerson } from '../world.ts';
import { type Answer, refuse } from './connectorAnswers.ts';
import type { Connector } from './connectorWorld.ts';

/** Teams' pages of members; the bot asks for fewer with pageSize. */
const PAGE = 200;

function toMember(connector: Connector, person: TeamsPerson): Json {
  const userPrincipalName = `${person.name.toLowerCase().replaceAll(' ', '.')}@contoso.com`;
  const [givenName = '', surname = ''] = person.name.split(' ');
  return {
    id: person.mri,
    name: person.name,
    aadObjectId: person.aadObjectId,
    objectId: person.aadObjectId,
    givenName,
    surname,
    email: userPrincipalName,
    userPrincipalName,
    tenantId: connector.world.tenantId,
    userRole: 'user',
  };
}

function membersOf(connector: Connector, conversationId: string): Json[] | undefined {
  const { world } = connector;
  const conversation = world.find(conversationId);
  if (conversation === undefined || !world.isHere(conversation)) return undefined;
  return world.people
    .filter(({ aadObjectId }) => conversation.members.includes(aadObjectId))
    .map((person) => toMember(connector, person));
}

const GONE = refuse(404, 'ConversationNotFound', 'Conversation not found.');

export function readMembers(connector: Connector, params: Record<string, string>): Answer {
  const members = membersOf(connector, params.conversation ?? '');
  return members === undefined ? GONE : { status: 200, body: members };
}

export function readPagedMembers(
  connector: Connector,
  params: Record<string, string>,
  _body: Json,
  query: Json,
): Answer {
  const members = membersOf(connector, params.conversation ?? '');
  if (members === undefined) return GONE;
  const from = Number(query.continuationToken ?? 0);
  const to = from + Math.min(PAGE, Number(query.pageSize ?? PAGE));
  const more = to < members.length ? { continuationToken: String(to) } : {};
  return { status: 200, body: { members: members.slice(from, to), ...more } };
}

export function readMember(connector: Connector, params: Record<string, string>): Answer {
  const person = connector.world.personOf(params.member ?? '');
  const member = membersOf(connector, params.conversation ?? '')?.find(({ id }) => id === person?.mri);
  return member === undefined
    ? refuse(404, 'MemberNotFoundInConversation', 'Member not found in conversation.')
    : { status: 200, body: member };
}

export function readTeam({ world }: Connector, params: Record<string, string>): Answer {
  if (params.team !== world.team.id) return refuse(404, 'NotFound', 'Team not found.');
  const channels = world.conversations.filter(({ kind }) => kind === 'channel');
  return {
    status: 200,
    body: { ...world.team, channelCount: channels.length, memberCount: world.people.length },
  };
}

export function readTeamChannels({ world }: Connector, params: Record<string, string>): Answer {
  if (params.team !== world.team.id) return refuse(404, 'NotFound', 'Team not found.');
  const channels = world.conversations.filter(({ kind }) => kind === 'channel');
  return { status: 200, body: { conversations: channels.map(({ id, name }) => ({ id, name })) } };
}

import { isJson, type Json, listOf, stringOf } from '../wire.ts';
import { type Answer, refuse } from './connectorAnswers.ts';
import type { Connector } from './connectorWorld.ts';
import { postActivity } from './sendCalls.ts';

function channelIn(body: Json): string {
  const data = isJson(body.channelData) ? body.channelData : {};
  return isJson(data.channel) ? stringOf(data.channel.id) : '';
}

function tenantIn(body: Json): string {
  const data = isJson(body.channelData) ? body.channelData : {};
  return stringOf(body.tenantId) || (isJson(data.tenant) ? stringOf(data.tenant.id) : '');
}

/** A new thread in a channel, opened by its first message. */
function createThread(connector: Connector, channelId: string, body: Json): Answer {
  const conversation = connector.world.find(channelId);
  if (conversation?.kind !== 'channel') return refuse(404, 'ConversationNotFound', 'Channel not found.');
  if (!isJson(body.activity)) return refuse(400, 'BadSyntax', 'A thread is opened by its first activity.');
  const answer = postActivity(connector, { conversation: channelId }, body.activity);
  if (answer.status !== 201 || !isJson(answer.body)) return answer;
  const id = stringOf(answer.body.id);
  return { status: 201, body: { id: `${channelId};messageid=${id}`, activityId: id } };
}

/**
 * POST /v3/conversations: a 1:1 chat with one person, always the same one, or a thread in a channel. Bots cannot
 * make group chats, and reach only people who have installed the app. Microsoft: "Send proactive messages".
 */
export function createConversation(
  connector: Connector,
  _params: Record<string, string>,
  body: Json,
): Answer {
  const { world } = connector;
  const channelId = channelIn(body);
  if (channelId !== '') return createThread(connector, channelId, body);
  const members = listOf(body.members);
  if (body.isGroup === true || members.length !== 1) {
    return refuse(400, 'BadSyntax', 'Incorrect conversation creation parameters');
  }
  if (tenantIn(body) === '') return refuse(400, 'BadSyntax', 'tenantId is required');
  const person = world.personOf(stringOf(members[0]?.id));
  if (person === undefined || tenantIn(body) !== world.tenantId) {
    return refuse(403, 'Forbidden', 'The user is not of this tenant.');
  }
  if (!person.installed) {
    return refuse(403, 'ForbiddenOperationException', "The bot is not installed in user's personal scope");
  }
  const conversation = world.personal(person.aadObjectId);
  if (!isJson(body.activity)) return { status: 201, body: { id: conversation.id } };
  const sent = postActivity(connector, { conversation: conversation.id }, body.activity);
  if (sent.status !== 201 || !isJson(sent.body)) return sent;
  return { status: 201, body: { id: conversation.id, activityId: sent.body.id } };
}

import { ADAPTIVE_CARD, type ConversationKind, type Json, listOf, stringOf } from '../wire.ts';
import type { Conversation } from '../world.ts';
import { type Answer, failWith, refuse } from './connectorAnswers.ts';
import type { Connector } from './connectorWorld.ts';
import { attachmentsOf, checkMessage, isTooBig } from './sentActivity.ts';

const NO_CONVERSATION = refuse(404, 'ConversationNotFound', 'Conversation not found.');
const NOT_IN_ROSTER = refuse(
  403,
  'BotNotInConversationRoster',
  'The bot is not part of the conversation roster.',
);
const NO_ACTIVITY = refuse(404, 'ActivityNotFoundInConversation', 'The activity is not in the conversation.');

/** The conversation, when the bot may write there. */
function reach(connector: Connector, id: string): { conversation: Conversation } | { refused: Answer } {
  const conversation = connector.world.find(id);
  if (conversation === undefined) return { refused: NO_CONVERSATION };
  return connector.world.isHere(conversation) ? { conversation } : { refused: NOT_IN_ROSTER };
}

/** Refuses what Teams would refuse, and what it could not show. */
function checkSent(
  { judge, switches }: Connector,
  where: string,
  activity: Json,
  kind: ConversationKind,
): Answer | undefined {
  if (isTooBig(activity)) {
    judge.note(where, ['message above 100 KB of UTF-16'], activity);
    return refuse(413, 'MessageSizeTooBig', 'Message size too large');
  }
  const sizes = listOf(activity.attachments).map((each) =>
    Buffer.byteLength(JSON.stringify(each.content ?? '')),
  );
  if (sizes.some((bytes) => bytes > switches.largestCardBytes)) return failWith(413);
  const problems = checkMessage(activity, kind);
  judge.note(where, problems, activity);
  const cards = listOf(activity.attachments)
    .filter(({ contentType }) => contentType === ADAPTIVE_CARD)
    .flatMap(({ content }) => judge.card(where, content));
  const all = [...problems, ...cards];
  return all.length === 0 ? undefined : refuse(400, 'BadSyntax', all.join('; '));
}

function messageFrom(activity: Json) {
  return {
    text: stringOf(activity.text),
    attachments: attachmentsOf(activity),
    ...(typeof activity.summary === 'string' ? { summary: activity.summary } : {}),
  };
}

/** POST …/activities and …/activities/{replyTo}: a message, or a typing indicator. */
export function postActivity(connector: Connector, params: Record<string, string>, activity: Json): Answer {
  const { world, judge } = connector;
  const id = params.conversation ?? '';
  const reached = reach(connector, id);
  if ('refused' in reached) return reached.refused;
  const { conversation } = reached;
  if (activity.type === 'typing') {
    world.typings += 1;
    return { status: 201, body: { id: world.nextId() } };
  }
  if (activity.type !== 'message') {
    judge.note('POST activity', [`type '${String(activity.type)}' cannot be sent to Teams`], activity);
    return refuse(400, 'BadSyntax', 'Unknown activity type');
  }
  const refused = checkSent(connector, 'POST message', activity, conversation.kind);
  if (refused !== undefined) return refused;
  const thread = id.split(';messageid=')[1];
  const sent = world.add({
    ...messageFrom(activity),
    conversationId: conversation.id,
    from: 'bot',
    ...(thread === undefined ? {} : { thread }),
  });
  return { status: 201, body: { id: sent.id } };
}

function ownMessage(connector: Connector, params: Record<string, string>) {
  const reached = reach(connector, params.conversation ?? '');
  if ('refused' in reached) return reached;
  const message = connector.world.messages.find(
    ({ id, conversationId, deleted }) =>
      id === params.activity && conversationId === reached.conversation.id && !deleted,
  );
  if (message === undefined) return { refused: NO_ACTIVITY };
  const { liveMessages } = connector.switches;
  if (liveMessages !== 'ok') return { refused: failWith(liveMessages) };
  return message.from === 'bot'
    ? { message, kind: reached.conversation.kind }
    : { refused: refuse(403, 'Forbidden', 'The message was sent by somebody else.') };
}

/** PUT …/activities/{id}: replaces a message of the bot for everybody who sees it. */
export function updateMessage(connector: Connector, params: Record<string, string>, activity: Json): Answer {
  const owned = ownMessage(connector, params);
  if ('refused' in owned) return owned.refused;
  const { message, kind } = owned;
  const refused = checkSent(connector, 'PUT message', activity, kind);
  if (refused !== undefined) return refused;
  Object.assign(message, messageFrom(activity), { edits: message.edits + 1 });
  message.views.clear();
  connector.world.changes.emit('change');
  return { status: 200, body: { id: message.id } };
}

/** DELETE …/activities/{id}. */
export function deleteMessage(connector: Connector, params: Record<string, string>): Answer {
  const owned = ownMessage(connector, params);
  if ('refused' in owned) return owned.refused;
  owned.message.deleted = true;
  connector.world.changes.emit('change');
  return { status: 200 };
}

import { describeMessage } from '../describeMessage.ts';
import { judgeMessage } from '../judge.ts';
import { directOf, type SlackChannel } from '../state.ts';
import { withIds } from '../viewStore.ts';
import type { Json, SlackMessage } from '../wire.ts';
import { asText } from '../wire.ts';
import type { World } from '../world.ts';
import type { Method, MethodAnswer } from './answer.ts';

function findChannel(world: World, given: unknown): SlackChannel | undefined {
  const id = asText(given);
  // Slack: a user id as the channel means the direct conversation with that person.
  return world.state.channels.get(id.startsWith('U') ? directOf(id) : id);
}

function makeMessage(world: World, channel: string, args: Json): SlackMessage {
  return {
    ts: world.nextTs(),
    channel,
    user: 'bot',
    text: asText(args.text),
    blocks: withIds(world, args.blocks),
    files: [],
    edits: 0,
  };
}

/** Slack has a word for a text that is too long; the rest is about the blocks. */
function refuse(messages: readonly string[]): MethodAnswer {
  const isTooLong = messages.every((each) => /^must be less than .*\[json-pointer:\/text\]$/.test(each));
  return { error: isTooLong ? 'msg_too_long' : 'invalid_blocks', messages };
}

/**
 * Slack states no limit for a message's blocks together. Ones of 13,200 characters with their structure were refused
 * (bolt-js#2509), an answer to a response_url of the same size was taken (bolt-js#2867).
 */
const BLOCKS_LENGTH_MAX = 13_000;

/** Collects what is wrong with the content of a call; answers Slack's refusal, if it is one. */
function judge(world: World, method: string, { text, blocks }: Json): MethodAnswer | undefined {
  const refused = judgeMessage(world, method, { text, blocks });
  if (refused.length > 0) return refuse(refused);
  const length = blocks === undefined ? 0 : JSON.stringify(blocks).length;
  if (length <= BLOCKS_LENGTH_MAX) return undefined;
  world.violations.push({ where: method, problems: [`${length} characters of blocks`] });
  return { error: 'msg_blocks_too_long' };
}

function hasContent(args: Json): boolean {
  const hasBlocks = Array.isArray(args.blocks) ? args.blocks.length > 0 : args.blocks !== undefined;
  return asText(args.text).trim() !== '' || hasBlocks;
}

const postMessage: Method = (world, args) => {
  const channel = findChannel(world, args.channel);
  if (channel === undefined) return { error: 'channel_not_found' };
  if (!channel.hasBot) return { error: 'not_in_channel' };
  if (!hasContent(args)) return { error: 'no_text' };
  const refusal = judge(world, 'chat.postMessage', args);
  if (refusal !== undefined) return refusal;
  const message = makeMessage(world, channel.id, args);
  channel.messages.push(message);
  world.changed();
  return { channel: channel.id, ts: message.ts, message: describeMessage(world, message) };
};

const postEphemeral: Method = (world, args) => {
  const channel = world.state.channels.get(asText(args.channel));
  const user = asText(args.user);
  if (channel === undefined) return { error: 'channel_not_found' };
  if (!channel.hasBot) return { error: 'not_in_channel' };
  if (!channel.members.has(user)) return { error: 'user_not_in_channel' };
  if (!hasContent(args)) return { error: 'no_text' };
  const refusal = judge(world, 'chat.postEphemeral', args);
  if (refusal !== undefined) return refusal;
  const message = { ...makeMessage(world, channel.id, args), ephemeralFor: user };
  world.state.ephemerals.push(message);
  world.changed();
  return { message_ts: message.ts };
};

const updateMessage: Method = (world, args) => {
  // Slack: the channel of an update is a conversation's id, never a user's.
  const channel = world.state.channels.get(asText(args.channel));
  if (channel === undefined) return { error: 'channel_not_found' };
  const message = channel.messages.find(({ ts }) => ts === args.ts);
  if (message === undefined) return { error: 'message_not_found' };
  if (message.user !== 'bot') return { error: 'cant_update_message' };
  if (args.text !== undefined || args.blocks !== undefined) {
    if (!hasContent(args)) return { error: 'no_text' };
    const refusal = judge(world, 'chat.update', args);
    if (refusal !== undefined) return refusal;
    // Slack, chat.update: blocks stay only when no text is given; a text without blocks takes them away.
    message.blocks = withIds(world, args.blocks);
    message.text = asText(args.text);
  }
  message.edits += 1;
  world.changed();
  // As in Slack's own samples, an update says the time beside the message only.
  const { ts, ...described } = describeMessage(world, message);
  return { channel: channel.id, ts, text: message.text, message: described };
};

const deleteMessage: Method = (world, args) => {
  const channel = world.state.channels.get(asText(args.channel));
  if (channel === undefined) return { error: 'channel_not_found' };
  const index = channel.messages.findIndex(({ ts }) => ts === args.ts);
  const message = channel.messages[index];
  if (message === undefined) return { error: 'message_not_found' };
  if (message.user !== 'bot') return { error: 'cant_delete_message' };
  channel.messages.splice(index, 1);
  world.changed();
  return { channel: channel.id, ts: message.ts };
};

/** Messages: posting, updating, deleting. */
export const CHAT_METHODS: Readonly<Record<string, Method>> = {
  'chat.postMessage': postMessage,
  'chat.postEphemeral': postEphemeral,
  'chat.update': updateMessage,
  'chat.delete': deleteMessage,
};

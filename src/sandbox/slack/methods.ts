import { checkMessage } from './blockKit/checkMessage.ts';
import { checkView } from './blockKit/checkView.ts';
import { startValues } from './inputs.ts';
import { directOf, nextTs } from './state.ts';
import type { Block, Json, SlackMessage, View } from './wire.ts';
import { describeFile, type World } from './world.ts';

/** What a method answers: Slack's error word, or the fields beside `ok`. */
export type MethodAnswer = { error: string; messages?: string[] } | Json;

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** Block ids that Slack would make up where the app gave none. */
function withIds(world: World, blocks: readonly Json[]): Block[] {
  return blocks.map((block) => ({ ...block, block_id: text(block.block_id) || world.nextId('b') }) as Block);
}

function refuse(world: World, where: string, problems: string[], error: string): MethodAnswer {
  world.violations.push({ where, problems });
  return { error, messages: problems };
}

function findMessage(world: World, channel: string, ts: string): SlackMessage | undefined {
  return world.state.channels.get(channel)?.messages.find((message) => message.ts === ts);
}

function toWire(world: World, message: SlackMessage): Json {
  return {
    type: 'message',
    ts: message.ts,
    text: message.text,
    blocks: message.blocks,
    user: message.user === 'bot' ? world.botUserId : message.user,
    ...(message.user === 'bot' ? { bot_id: 'B0ROLLCALL', app_id: world.appId } : {}),
    team: world.teamId,
  };
}

function postMessage(world: World, args: Json): MethodAnswer {
  const id = text(args.channel).startsWith('U') ? directOf(text(args.channel)) : text(args.channel);
  const channel = world.state.channels.get(id);
  if (channel === undefined) return { error: 'channel_not_found' };
  if (!channel.hasBot) return { error: 'not_in_channel' };
  if (text(args.text) === '' && args.blocks === undefined) return { error: 'no_text' };
  const problems = checkMessage({ text: args.text, blocks: args.blocks });
  if (problems.length > 0) return refuse(world, 'chat.postMessage', problems, 'invalid_blocks');
  const message: SlackMessage = {
    ts: nextTs(world.now()),
    channel: id,
    user: 'bot',
    text: text(args.text),
    blocks: withIds(world, (args.blocks as Json[] | undefined) ?? []),
    files: [],
    edits: 0,
  };
  channel.messages.push(message);
  world.changed();
  return { channel: id, ts: message.ts, message: toWire(world, message) };
}

function updateMessage(world: World, args: Json): MethodAnswer {
  const message = findMessage(world, text(args.channel), text(args.ts));
  if (message === undefined) return { error: 'message_not_found' };
  if (message.user !== 'bot') return { error: 'cant_update_message' };
  const problems = checkMessage({ text: args.text, blocks: args.blocks });
  if (problems.length > 0) return refuse(world, 'chat.update', problems, 'invalid_blocks');
  // Slack: text without blocks takes the blocks away.
  message.blocks = withIds(world, (args.blocks as Json[] | undefined) ?? []);
  message.text = text(args.text);
  message.edits += 1;
  world.changed();
  return { channel: message.channel, ts: message.ts, text: message.text, message: toWire(world, message) };
}

function postEphemeral(world: World, args: Json): MethodAnswer {
  const channel = world.state.channels.get(text(args.channel));
  if (channel === undefined) return { error: 'channel_not_found' };
  if (channel.kind === 'im' && channel.id !== directOf(text(args.user)))
    return { error: 'user_not_in_channel' };
  const problems = checkMessage({ text: args.text, blocks: args.blocks });
  if (problems.length > 0) return refuse(world, 'chat.postEphemeral', problems, 'invalid_blocks');
  const blocks = withIds(world, (args.blocks as Json[] | undefined) ?? []);
  world.state.ephemerals.push({ user: text(args.user), channel: channel.id, text: text(args.text), blocks });
  world.changed();
  return { message_ts: nextTs(world.now()) };
}

/** A view as Slack stores it, with ids of its own. */
export function makeView(world: World, given: Json, before?: View): View {
  const blocks = withIds(world, (given.blocks as Json[] | undefined) ?? []);
  return {
    ...given,
    id: before?.id ?? world.nextId('V'),
    type: text(given.type),
    callback_id: text(given.callback_id),
    private_metadata: text(given.private_metadata),
    hash: `${world.now()}.${world.nextId('h')}`,
    blocks,
    values: startValues(blocks, before?.values),
  };
}

/** A view without what only the loopback keeps. */
export function viewToWire(world: World, view: View): Json {
  const { values, ...shown } = view;
  return {
    ...shown,
    team_id: world.teamId,
    app_id: world.appId,
    bot_id: 'B0ROLLCALL',
    app_installed_team_id: world.teamId,
    root_view_id: view.id,
    previous_view_id: null,
    external_id: text(view.external_id),
    state: { values },
  };
}

function useTrigger(world: World, id: string): { user: string } | { error: string } {
  const trigger = world.triggers.get(id);
  if (trigger === undefined) return { error: 'invalid_trigger_id' };
  if (trigger.used) return { error: 'exchanged_trigger_id' };
  if (world.now() > trigger.until) return { error: 'expired_trigger_id' };
  trigger.used = true;
  return { user: trigger.user };
}

function stackOf(world: World, user: string): View[] {
  const stack = world.state.views.get(user) ?? [];
  world.state.views.set(user, stack);
  return stack;
}

function openView(world: World, args: Json, push: boolean): MethodAnswer {
  const problems = checkView(args.view);
  if (problems.length > 0)
    return refuse(world, push ? 'views.push' : 'views.open', problems, 'invalid_arguments');
  const trigger = useTrigger(world, text(args.trigger_id));
  if ('error' in trigger) return trigger;
  const stack = stackOf(world, trigger.user);
  if (push && stack.length >= 3) return { error: 'push_limit_reached' };
  if (!push) stack.length = 0;
  const view = makeView(world, args.view as Json);
  stack.push(view);
  world.changed();
  return { view: viewToWire(world, view) };
}

function updateView(world: World, args: Json): MethodAnswer {
  const problems = checkView(args.view);
  if (problems.length > 0) return refuse(world, 'views.update', problems, 'invalid_arguments');
  for (const stack of world.state.views.values()) {
    const index = stack.findIndex(({ id }) => id === args.view_id);
    const before = stack[index];
    if (before === undefined) continue;
    if (args.hash !== undefined && args.hash !== before.hash) return { error: 'hash_conflict' };
    const view = makeView(world, args.view as Json, before);
    stack[index] = view;
    world.changed();
    return { view: viewToWire(world, view) };
  }
  return { error: 'not_found' };
}

function publishHome(world: World, args: Json): MethodAnswer {
  const problems = checkView(args.view);
  if (problems.length > 0) return refuse(world, 'views.publish', problems, 'invalid_arguments');
  const view = makeView(world, args.view as Json);
  world.state.homes.set(text(args.user_id), view);
  world.changed();
  return { view: viewToWire(world, view) };
}

function openConversation(world: World, args: Json): MethodAnswer {
  const user = text(args.users);
  if (!world.people.some(({ slack }) => slack === user)) return { error: 'user_not_found' };
  return { channel: { id: directOf(user) } };
}

function startUpload(world: World, args: Json): MethodAnswer {
  if (text(args.filename) === '' || Number(args.length) <= 0) return { error: 'invalid_arguments' };
  const file = {
    id: world.nextId('F'),
    name: text(args.filename),
    mimetype: 'text/csv',
    content: Buffer.alloc(0),
    user: 'bot',
  };
  world.state.files.set(file.id, file);
  return { upload_url: `${world.baseUrl}/slack/upload/${file.id}`, file_id: file.id };
}

function completeUpload(world: World, args: Json): MethodAnswer {
  const given = args.files as { id: string }[] | undefined;
  const files = (given ?? []).map(({ id }) => world.state.files.get(id));
  const channel = world.state.channels.get(text(args.channel_id) || text(args.channels));
  if (files.length === 0 || files.some((file) => file === undefined || file.content.length === 0))
    return { error: 'file_not_found' };
  if (channel === undefined) return { error: 'channel_not_found' };
  if (!channel.hasBot) return { error: 'not_in_channel' };
  const held = files.filter((file) => file !== undefined);
  channel.messages.push({
    ts: nextTs(world.now()),
    channel: channel.id,
    user: 'bot',
    text: text(args.initial_comment),
    blocks: [],
    files: held,
    edits: 0,
  });
  world.changed();
  return { files: held.map((file) => describeFile(world, file)) };
}

function readFileInfo(world: World, args: Json): MethodAnswer {
  const file = world.state.files.get(text(args.file));
  return file === undefined ? { error: 'file_not_found' } : { file: describeFile(world, file) };
}

function deleteMessage(world: World, args: Json): MethodAnswer {
  const channel = world.state.channels.get(text(args.channel));
  const index = channel?.messages.findIndex(({ ts }) => ts === args.ts) ?? -1;
  if (channel === undefined || index < 0) return { error: 'message_not_found' };
  channel.messages.splice(index, 1);
  world.changed();
  return { channel: channel.id, ts: text(args.ts) };
}

/** The Web API methods this workspace knows. Others are `unknown_method`. */
export const METHODS: Readonly<Record<string, (world: World, args: Json) => MethodAnswer>> = {
  'auth.test': (world) => ({
    url: world.baseUrl,
    team: 'Contoso',
    user: 'rollcall',
    team_id: world.teamId,
    user_id: world.botUserId,
    bot_id: 'B0ROLLCALL',
    is_enterprise_install: false,
  }),
  'chat.postMessage': postMessage,
  'chat.update': updateMessage,
  'chat.postEphemeral': postEphemeral,
  'chat.delete': deleteMessage,
  'conversations.open': openConversation,
  'conversations.info': (world, args) => {
    const channel = world.state.channels.get(text(args.channel));
    return channel === undefined
      ? { error: 'channel_not_found' }
      : { channel: { id: channel.id, is_im: channel.kind === 'im', is_member: channel.hasBot } };
  },
  'users.info': (world, args) => {
    const person = world.people.find(({ slack }) => slack === args.user);
    return person === undefined
      ? { error: 'user_not_found' }
      : {
          user: { id: person.slack, team_id: world.teamId, name: person.name, deleted: false, is_bot: false },
        };
  },
  'views.open': (world, args) => openView(world, args, false),
  'views.push': (world, args) => openView(world, args, true),
  'views.update': updateView,
  'views.publish': publishHome,
  'files.info': readFileInfo,
  'files.getUploadURLExternal': startUpload,
  'files.completeUploadExternal': completeUpload,
  'files.delete': (world, args) =>
    world.state.files.delete(text(args.file)) ? {} : { error: 'file_not_found' },
};

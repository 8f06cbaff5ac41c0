import { describeFile, guessMimeType } from '../files.ts';
import { judgeMessage } from '../judge.ts';
import { withIds } from '../viewStore.ts';
import type { Block, Json, SlackFile } from '../wire.ts';
import { asObjects, asText } from '../wire.ts';
import type { World } from '../world.ts';
import type { Method } from './answer.ts';

const startUpload: Method = (world, args) => {
  const name = asText(args.filename);
  const length = Number(args.length);
  const missing = [
    ...(name === '' ? ['missing required field: filename'] : []),
    ...(Number.isInteger(length) && length > 0 ? [] : ['must be greater than 0 [json-pointer:/length]']),
  ];
  if (missing.length > 0) return { error: 'invalid_arguments', messages: missing };
  const id = world.nextId('F');
  world.uploads.set(id, { name, length });
  return { upload_url: `${world.baseUrl}/slack/upload/${id}`, file_id: id };
};

/** Uploads that have arrived; undefined when one has not, or was completed before. */
function takeUploads(world: World, ids: readonly string[]): SlackFile[] | undefined {
  const files = ids.flatMap((id) => {
    const upload = world.uploads.get(id);
    if (upload?.content === undefined) return [];
    const { name, content } = upload;
    return [{ id, name, mimetype: guessMimeType(name), content, user: 'bot' }];
  });
  return files.length === ids.length && ids.length > 0 ? files : undefined;
}

/**
 * What stands beside the files. Slack, files.completeUploadExternal: with an `initial_comment` the `blocks` are ignored.
 * Live it answers `internal_error` to a markdown block, which chat.postMessage takes (python-slack-sdk#1756), and says of
 * section, rich_text and actions nothing but yes (node-slack-sdk#2261, #2564).
 */
function readComment(
  world: World,
  { initial_comment: comment, blocks: given }: Json,
): { text: string; blocks: Block[] } | { error: string; messages?: readonly string[] } {
  const text = asText(comment);
  const where = 'files.completeUploadExternal';
  if (text !== '' || given === undefined) {
    if (text !== '') judgeMessage(world, where, { text });
    return { text, blocks: [] };
  }
  if (asObjects(given).some(({ type }) => type === 'markdown')) return { error: 'internal_error' };
  // There is no argument for a text beside them, and the message has its files.
  const messages = judgeMessage(world, where, { text: where, blocks: given });
  if (messages.length > 0) return { error: 'invalid_blocks', messages };
  return { text: '', blocks: withIds(world, given) };
}

const completeUpload: Method = (world, args) => {
  const files = takeUploads(
    world,
    asObjects(args.files).map(({ id }) => asText(id)),
  );
  if (files === undefined) return { error: 'file_not_found' };
  const ids = [args.channel_id, args.channels].flatMap((given) => asText(given).split(','));
  const channels = ids.filter((id) => id !== '').map((id) => world.state.channels.get(id));
  const shared = channels.filter((channel) => channel !== undefined);
  if (shared.length < channels.length) return { error: 'channel_not_found' };
  if (shared.some((channel) => !channel.hasBot)) return { error: 'not_in_channel' };
  const comment = readComment(world, args);
  if ('error' in comment) return comment;
  for (const file of files) {
    world.uploads.delete(file.id);
    world.state.files.set(file.id, file);
  }
  // Slack: without a channel the file stays private.
  for (const channel of shared) {
    const ts = world.nextTs();
    channel.messages.push({ ts, channel: channel.id, user: 'bot', ...comment, files, edits: 0 });
  }
  world.changed();
  return { files: files.map((file) => describeFile(world, file)) };
};

/**
 * Slack: files:read reaches files in conversations that the app is in, and those that were handed to it: its own, and
 * what somebody put into its form.
 */
function isReachable(world: World, file: SlackFile): boolean {
  const holders = [...world.state.channels.values()].filter(({ messages }) =>
    messages.some(({ files }) => files.some(({ id }) => id === file.id)),
  );
  return holders.length === 0 || holders.some(({ hasBot }) => hasBot);
}

const readInfo: Method = (world, args) => {
  const file = world.state.files.get(asText(args.file));
  return file === undefined || !isReachable(world, file)
    ? { error: 'file_not_found' }
    : { file: describeFile(world, file) };
};

const deleteFile: Method = (world, args) => {
  const file = world.state.files.get(asText(args.file));
  if (file === undefined) return { error: 'file_not_found' };
  // A bot token deletes only what the bot has uploaded.
  if (file.user !== 'bot') return { error: 'cant_delete_file' };
  world.state.files.delete(file.id);
  for (const { messages } of world.state.channels.values()) {
    for (const message of messages) message.files = message.files.filter(({ id }) => id !== file.id);
  }
  world.changed();
  return {};
};

/** Files: uploading in three steps, looking up, deleting. */
export const FILE_METHODS: Readonly<Record<string, Method>> = {
  'files.getUploadURLExternal': startUpload,
  'files.completeUploadExternal': completeUpload,
  'files.info': readInfo,
  'files.delete': deleteFile,
};

import type { SlackEventMiddlewareArgs } from '@slack/bolt';
import type { Place } from '../../domain/terms.ts';
import type { Flows, Speaker } from '../../flows/action.ts';
import { sayOneOf } from '../../flows/files.ts';
import type { HandlerContext } from '../handlerContext.ts';
import { perform } from '../outgoing/perform.ts';
import { chooseFile, type NamedFile, namedFiles, readSlackFile } from './files.ts';
import { messageAt, placeAt, type SlackBody, speakerOf } from './identify.ts';
import { isPlainCommand } from './isPlainCommand.ts';
import { readTyped } from './typedText.ts';

/** A message in the bot's own chat, as far as it matters here. */
export interface DirectMessage {
  channel: string;
  ts: string;
  text: string;
  files: readonly NamedFile[];
  /** The message it replies to, in its thread. */
  repliesTo?: string;
}

/**
 * What somebody wrote themselves: lines of a quote come with `>` in front, escaped. Slack: "Formatting text for app
 * surfaces", block quotes.
 */
function withoutQuotes(text: string): string {
  return text
    .split('\n')
    .filter((line) => !line.trimStart().startsWith('&gt;'))
    .join('\n')
    .trim();
}

/** Words and files from a person in the bot's own chat; nothing for the bot's own, for edits and for deletions. */
export function readDirectMessage(event: unknown, botUserId: string): DirectMessage | undefined {
  const message = event as {
    channel?: string;
    channel_type?: string;
    subtype?: string;
    bot_id?: string;
    user?: string;
    ts?: string;
    thread_ts?: string;
    text?: unknown;
    files?: unknown;
  };
  const { channel, ts, user } = message;
  if (message.channel_type !== 'im' || channel === undefined || ts === undefined) return undefined;
  if (message.bot_id !== undefined || user === undefined || user === botUserId) return undefined;
  // A reply that is shown outside of its thread, too, is one all the same. Slack: "message" event, its subtypes.
  const { subtype = 'file_share', thread_ts: thread } = message;
  if (subtype !== 'file_share' && subtype !== 'thread_broadcast') return undefined;
  return {
    channel,
    ts,
    text: readTyped(withoutQuotes(typeof message.text === 'string' ? message.text : '')),
    files: namedFiles(message.files),
    ...(thread === undefined || thread === ts ? {} : { repliesTo: thread }),
  };
}

/** Starts the check of a file that came with a message. */
export async function performFile(
  context: HandlerContext,
  speaker: Speaker,
  place: Place,
  files: readonly NamedFile[],
  pointer?: () => Promise<unknown>,
): Promise<void> {
  const chosen = chooseFile(files);
  if (chosen === undefined) return;
  if (files.length > 1) {
    const direct = await context.chat.openDirect(speaker.userId);
    await context.chat.post(direct, sayOneOf(files, chosen), speaker.userId);
  }
  await perform(
    context,
    {
      action: 'addusers.file',
      input: { file: readSlackFile(context, chosen) },
      place: () => place,
      scene: { speaker, ...(pointer === undefined ? {} : { pointer }) },
      fileName: chosen.name ?? '',
    },
    { kind: 'working', title: 'Checking the file…', text: chosen.name ?? '' },
  );
}

async function rememberDirect(context: HandlerContext, place: Place, userId: string): Promise<void> {
  const { store } = context.options;
  const known = await store.loadDirect('slack', userId);
  if (known?.conversationId !== place.conversationId) await store.saveDirect('slack', userId, place);
}

/** The action of a command, or help for everything else: with what was not understood, if there is something. */
function readWords(
  parsed: ReturnType<Flows['commandOf']>,
  typed: string,
): { action: string; input: { text?: string } } {
  const text = parsed === undefined ? typed.trim() : parsed.text;
  const action = parsed?.action ?? (text === '' ? 'help.show' : 'help.unknown');
  return { action, input: text === '' ? {} : { text } };
}

/** Words and files in the bot's own chat. Bolt acked the event before this runs. */
export async function handleMessage(
  context: HandlerContext,
  { event, body }: Pick<SlackEventMiddlewareArgs<'message'>, 'event' | 'body'>,
): Promise<void> {
  const message = readDirectMessage(event, context.botUserId);
  if (message === undefined || (await context.dedupe.event(body.event_id))) return;
  const speaker = speakerOf(context, body as SlackBody);
  const place = placeAt(context, speaker.workspace, message.channel, true);
  const parsed = context.options.flows.commandOf(message.text);
  context.background.run(speaker.userId, async () => {
    await rememberDirect(context, place, speaker.userId);
    if (message.files.length > 0) {
      const isDouble = await context.dedupe.file(message.channel, message.ts, message.files[0]?.id ?? '');
      return isDouble ? undefined : performFile(context, speaker, place, message.files);
    }
    const id =
      message.repliesTo === undefined || isPlainCommand(parsed, message.text)
        ? undefined
        : await context.options.flows.requestOf(
            messageAt(context, message.channel, message.repliesTo),
            speaker,
          );
    if (id !== undefined) {
      const input = { id, text: message.text };
      const typed = { ...place, message: messageAt(context, message.channel, message.ts) };
      return perform(context, { action: 'approval.thread', input, place: () => typed, scene: { speaker } });
    }
    return perform(context, {
      ...readWords(parsed, message.text),
      place: () => place,
      scene: { speaker },
    });
  });
}

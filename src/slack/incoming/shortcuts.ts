import type { RespondFn, SlackShortcutMiddlewareArgs } from '@slack/bolt';
import type { NoticeView } from '../../flows/views/parts.ts';
import type { HandlerContext } from '../handlerContext.ts';
import { perform } from '../outgoing/perform.ts';
import { namedFiles } from './files.ts';
import { type SlackBody, speakerOf } from './identify.ts';
import { performFile } from './messages.ts';

/** Shortcuts as the manifest names them. */
const FROM_FILE = 'create_people_from_file';
const ADD_PERSON = 'add_person';

const NO_FILE: NoticeView = {
  kind: 'notice',
  tone: 'warning',
  title: 'That message has no file.',
  text: [],
  next: 'Use the shortcut on a message with a CSV or Excel file, or drop the file here.',
  buttons: [],
};

/** "Add a person" from anywhere, and "Create people from file" on a message. */
export async function handleShortcut(
  context: HandlerContext,
  { shortcut, ack, respond }: SlackShortcutMiddlewareArgs & { respond?: RespondFn },
): Promise<void> {
  await ack();
  const speaker = speakerOf(context, shortcut as SlackBody);
  if (await context.dedupe.click(speaker, 'shortcut', shortcut.action_ts, shortcut.callback_id)) return;
  const direct = () => context.chat.openDirect(speaker.userId);
  if (shortcut.callback_id === ADD_PERSON) {
    context.background.run(speaker.userId, () =>
      perform(context, {
        action: 'adduser.open',
        input: {},
        place: direct,
        scene: { speaker, trigger: shortcut.trigger_id },
      }),
    );
    return;
  }
  if (shortcut.callback_id !== FROM_FILE || shortcut.type !== 'message_action') return;
  const { message } = shortcut;
  const files = namedFiles(message.files);
  const say = async (text: string) =>
    respond?.({ response_type: 'ephemeral', text, replace_original: false }).catch((error: unknown) =>
      context.options.log.info({ error }, 'slack.pointerNotShown'),
    );
  context.background.run(speaker.userId, async () => {
    const place = await direct();
    if (files.length > 0) {
      return performFile(context, speaker, place, files, () => say('The answer is in our chat.'));
    }
    await context.chat.post(place, NO_FILE, speaker.userId);
    return say('The answer is in our chat.');
  });
}

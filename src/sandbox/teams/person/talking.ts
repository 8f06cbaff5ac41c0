import { toHtml } from '../activities.ts';
import { type Activity, type Attachment, type ConversationKind, FILE_DOWNLOAD, type Json } from '../wire.ts';
import { conversationOf, type Desk } from './desk.ts';

/** What somebody sends. */
export interface SayOptions {
  /** In a channel or group chat Teams shares these without handing them to the bot. */
  files?: readonly { name: string; content: string | Buffer }[];
  conversation?: ConversationKind;
  /** With an @mention of the bot. Default: everywhere but in the personal chat. */
  mention?: boolean;
  /** Id of the message that this one quotes: new Teams puts an element for it in front of the text. */
  quotes?: string;
}

/** `status` is the bot's HTTP answer: 0 when there was none, undefined when Teams did not tell the bot. */
export interface Said {
  id: string;
  status?: number;
}

function shareFiles(desk: Desk, files: NonNullable<SayOptions['files']>): Attachment[] {
  return files.map(({ name, content }) => {
    const bytes = Buffer.isBuffer(content) ? content : Buffer.from(content);
    desk.world.hear(bytes.toString('utf8'));
    const { downloadUrl, uniqueId } = desk.files.share(name, bytes);
    return {
      contentType: FILE_DOWNLOAD,
      content: { downloadUrl, uniqueId, fileType: name.split('.').at(-1) ?? '' },
      contentUrl: `https://contoso-my.sharepoint.com/personal/files/Documents/${encodeURIComponent(name)}`,
      name,
    };
  });
}

/**
 * What is quoted stands in the HTML alone, which comes as an attachment (NousResearch/hermes-agent#105344,
 * openclaw/openclaw#101856).
 */
function quoteHtml(messageId: string | undefined): string {
  return messageId === undefined
    ? ''
    : `<blockquote itemscope="" itemtype="http://schema.skype.com/Reply" itemid="${messageId}"><strong itemprop="mri" itemid="28:bot">Rollcall</strong><p itemprop="preview">licenses</p></blockquote>`;
}

/**
 * Sends a message. The bot gets every message of the personal chat, and elsewhere those that mention it;
 * files reach it in the personal chat only. Microsoft: "Send and receive files using a bot".
 *
 * @throws Error when the bot is not installed there
 */
export async function say(desk: Desk, typed: string, options: SayOptions): Promise<Said> {
  const text = options.quotes === undefined ? typed : `<quoted messageId="${options.quotes}"/> ${typed}`;
  const { world, activities, bot, person } = desk;
  const kind = options.conversation ?? 'personal';
  const conversation = conversationOf(desk, kind);
  if (!world.isHere(conversation)) throw new Error(`Rollcall is not installed for ${conversation.name}`);
  const mention = options.mention ?? kind !== 'personal';
  world.hear(text);
  const files = kind === 'personal' ? shareFiles(desk, options.files ?? []) : [];
  const at = `<at>${world.bot.name}</at>`;
  const html: Attachment = { contentType: 'text/html', content: quoteHtml(options.quotes) + toHtml(typed) };
  const extra: Json = {
    text: mention ? `${at} ${text}\n` : text,
    textFormat: 'plain',
    attachments: [html, ...files],
  };
  const id = world.nextId();
  const activity: Activity = activities.make(
    person,
    conversation,
    { ...extra, id },
    kind === 'channel' ? id : undefined,
  );
  if (mention) {
    const entity = { type: 'mention', mentioned: { ...world.bot }, text: at };
    activity.entities = [...(activity.entities as Json[]), entity];
  }
  world.add({
    id,
    conversationId: conversation.id,
    from: person.aadObjectId,
    text: mention ? `@${world.bot.name} ${text}` : text,
    attachments: (options.files ?? []).map(({ name }) => ({ contentType: 'reference', name })),
  });
  if (kind !== 'personal' && !mention) return { id };
  return { id, status: (await bot.send(activity)).status };
}

/**
 * Adds the bot to this person's personal scope or to a conversation of several, or takes it away; the bot is told, as Teams
 * tells it: Microsoft, "Conversation events", install update event.
 */
export async function changeInstallation(
  desk: Desk,
  installed: boolean,
  kind: ConversationKind = 'personal',
): Promise<void> {
  const { world, activities, bot, person } = desk;
  const conversation = conversationOf(desk, kind);
  if (kind === 'personal') person.installed = installed;
  const members = [{ id: world.bot.id }];
  const update = installed ? { membersAdded: members } : { membersRemoved: members };
  await bot.send(activities.make(person, conversation, { type: 'conversationUpdate', ...update }));
  await bot.send(
    activities.make(person, conversation, {
      type: 'installationUpdate',
      action: installed ? 'add' : 'remove',
    }),
  );
}

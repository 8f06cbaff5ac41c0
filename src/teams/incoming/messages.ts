import type { Activity, Attachment } from 'botbuilder';
import type { Place } from '../../domain/terms.ts';
import { MAX_TYPED } from '../../flows/commands.ts';
import { sayOneOf } from '../../flows/files.ts';
import { isPrivate } from '../../flows/privatePlaces.ts';
import type { NoticeView } from '../../flows/views/parts.ts';
import type { TeamsOptions } from '../options.ts';
import { readAttachment } from './files.ts';
import { getFiles, isGetFile } from './getFile.ts';
import { placeOf, speakerOf } from './identify.ts';
import type { InvokeContext } from './invokes.ts';

const FILE = 'application/vnd.microsoft.teams.file.download.info';

interface FileInfo {
  name: string;
  downloadUrl: string;
}

function filesOf(attachments: readonly Attachment[]): FileInfo[] {
  return attachments.flatMap(({ contentType, name, content }) => {
    const url = (content as { downloadUrl?: unknown } | undefined)?.downloadUrl;
    return contentType === FILE && typeof url === 'string'
      ? [{ name: name ?? 'file.csv', downloadUrl: url }]
      : [];
  });
}

/**
 * In channels and group chats Teams hands bots no file, at most a hint of it in the message's HTML. A mention with
 * nothing else most likely came with one.
 */
function hintsAtFile(text: string, attachments: readonly Attachment[]): boolean {
  if (text === '') return true;
  return attachments.some(
    ({ contentType, content }) =>
      contentType === 'reference' ||
      contentType === FILE ||
      (contentType === 'text/html' && typeof content === 'string' && content.includes('<attachment')),
  );
}

const FILES_ONLY_DIRECT: NoticeView = {
  kind: 'notice',
  tone: 'info',
  title: "Teams doesn't give bots files in channels and group chats.",
  text: ["A list of people shouldn't be posted here anyway."],
  next: 'Open your 1:1 chat with Rollcall and attach the file there.',
  buttons: [],
};

function pickFile(files: readonly FileInfo[]): FileInfo | undefined {
  return files.find(({ name }) => /\.(?:csv|tsv|txt|xlsx|xlsm)$/i.test(name)) ?? files[0];
}

/** Where everybody of a team or a group chat reads it, once Rollcall was added there. */
export const WELCOME_ALL: NoticeView = {
  kind: 'notice',
  tone: 'info',
  title: 'Rollcall is here.',
  text: [
    'It creates and manages Microsoft 365 accounts for the people allowed to use it. Names and passwords stay out of this conversation.',
  ],
  next: 'Open your 1:1 chat with Rollcall and type help there.',
  buttons: [],
};

/** What a person typed or attached: commands, files, and help for everything else. */
export async function handleMessage(context: InvokeContext, activity: Activity): Promise<void> {
  const { options, replies } = context;
  const { flows } = options;
  const speaker = speakerOf(activity);
  const place = placeOf(activity);
  if (speaker.userId === '') return;
  await rememberDirect(options, place, speaker.userId);
  const run = async (action: string, input: Parameters<typeof flows.run>[3], fileName?: string) =>
    replies.answer(place, speaker.userId, flows.run(action, speaker, place, input), fileName);

  const attachments = activity.attachments ?? [];
  const files = filesOf(attachments);
  const file = pickFile(files);
  const text = plainText(activity);
  if (!isPrivate(place) && hintsAtFile(text, attachments)) {
    await replies.post(place, FILES_ONLY_DIRECT);
    return;
  }
  if (file !== undefined) {
    if (files.length > 1) {
      await replies.post(place, sayOneOf(files, file));
    }
    await run('addusers.file', { file: readAttachment(file.name, file.downloadUrl, options) }, file.name);
    return;
  }
  if (isPrivate(place) && isGetFile(text)) {
    await getFiles(context, place, speaker);
    return;
  }
  const command = flows.commandOf(text);
  if (command !== undefined) await run(command.action, { text: command.text });
  else await run(text === '' ? 'help.show' : 'help.unknown', { text });
}

/** How an element begins, and how it ends. */
const MENTION = [/<at(?:\s[^<>]*)?>/i, /<\/at>/i] as const;
const QUOTED = [/<(?:quoted|blockquote)(?:\s[^<>]*)?>/i, /<\/(?:quoted|blockquote)>/i] as const;

/** The text without such elements, and without what is in them. One that does not end is the rest's beginning. */
function withoutElements(text: string, [begin, end]: readonly [RegExp, RegExp]): string {
  const [before = '', ...elements] = text.split(begin);
  const after = elements.map((element) => {
    const [inside = '', ...rest] = element.split(end);
    return rest.length === 0 ? inside : rest.join(' ');
  });
  return [before, ...after].join(' ');
}

/** The text without mentions, quoted messages (`<quoted messageId="…"/>`) and the markup Teams adds. */
function plainText(activity: Activity): string {
  const sent: unknown = activity.text;
  const typed = (typeof sent === 'string' ? sent : '')
    .slice(0, MAX_TYPED)
    .replace(/<quoted(?:\s[^<>]*)?\/>/gi, ' ');
  return withoutElements(withoutElements(typed, QUOTED), MENTION)
    .replace(/&nbsp;|\u00a0/g, ' ')
    .trim();
}

/** Keeps where this person can be reached, with the service address and the time zone of their latest message. */
export async function rememberDirect(options: TeamsOptions, place: Place, userId: string): Promise<void> {
  if (!isPrivate(place) || userId === '') return;
  const { message: _message, ...direct } = place;
  const known = await options.store.loadDirect('teams', userId);
  if (
    known?.conversationId === direct.conversationId &&
    known.route?.serviceUrl === direct.route?.serviceUrl &&
    known.route?.timeZone === direct.route?.timeZone
  ) {
    return;
  }
  await options.store.saveDirect('teams', userId, direct);
}

import {
  ADAPTIVE_CARD,
  type Attachment,
  type ConversationKind,
  FILE_CONSENT,
  FILE_INFO,
  isJson,
  type Json,
  listOf,
  stringOf,
} from '../wire.ts';

/** Bot messages are counted as UTF-16, about 100 KB. Microsoft: "Format your bot messages". */
const MAX_MESSAGE_BYTES = 100 * 1024;
/** Microsoft: "Cards reference": ten cards in a carousel or list. */
const MAX_ATTACHMENTS = 10;

const CARD_TYPES = [
  ADAPTIVE_CARD,
  FILE_CONSENT,
  FILE_INFO,
  'application/vnd.microsoft.card.hero',
  'application/vnd.microsoft.card.thumbnail',
  'application/vnd.microsoft.teams.card.list',
];

/** True when Teams answers 413 MessageSizeTooBig. */
export function isTooBig(activity: Json): boolean {
  return JSON.stringify(activity).length * 2 > MAX_MESSAGE_BYTES;
}

function checkConsent(attachment: Json, kind: ConversationKind, at: string): string[] {
  const problems: string[] = [];
  if (kind !== 'personal') problems.push(`${at}: files are offered in personal chats only`);
  if (stringOf(attachment.name) === '') problems.push(`${at}: a file consent card needs a name`);
  const content = isJson(attachment.content) ? attachment.content : {};
  if (typeof content.sizeInBytes !== 'number') problems.push(`${at}: sizeInBytes must be a number`);
  return problems;
}

function checkFileInfo(attachment: Json, at: string): string[] {
  const content = isJson(attachment.content) ? attachment.content : {};
  const missing = ['name', 'contentUrl'].filter((name) => stringOf(attachment[name]) === '');
  if (stringOf(content.uniqueId) === '') missing.push('content.uniqueId');
  return missing.map((name) => `${at}: a file info card needs ${name}`);
}

function checkAttachment(attachment: unknown, index: number, kind: ConversationKind): string[] {
  const at = `attachments[${index}]`;
  if (!isJson(attachment)) return [`${at} is not an object`];
  const contentType = stringOf(attachment.contentType);
  if (contentType === FILE_CONSENT) return checkConsent(attachment, kind, at);
  if (contentType === FILE_INFO) return checkFileInfo(attachment, at);
  return CARD_TYPES.includes(contentType) || contentType.startsWith('image/')
    ? []
    : [`${at} has contentType '${contentType}', which Teams does not show`];
}

function checkMentions(activity: Json): string[] {
  return listOf(activity.entities)
    .filter(({ type }) => type === 'mention')
    .filter(({ text }) => stringOf(text) === '' || !stringOf(activity.text).includes(stringOf(text)))
    .map(({ text }) => `the mention '${stringOf(text)}' is not in the text`);
}

function checkText(activity: Json): string[] {
  const problems: string[] = [];
  for (const name of ['text', 'summary', 'replyToId']) {
    if (activity[name] !== undefined && typeof activity[name] !== 'string') {
      problems.push(`${name} must be a string`);
    }
  }
  if (
    activity.textFormat !== undefined &&
    !['plain', 'markdown', 'xml'].includes(stringOf(activity.textFormat))
  ) {
    problems.push(`textFormat '${String(activity.textFormat)}' is unknown`);
  }
  return problems;
}

/** What is wrong with a message the bot sends, cards aside; empty when Teams would take it. */
export function checkMessage(activity: Json, kind: ConversationKind): string[] {
  const problems = [...checkText(activity), ...checkMentions(activity)];
  const { attachments = [] } = activity;
  if (!Array.isArray(attachments)) return [...problems, 'attachments must be a list'];
  if (stringOf(activity.text) === '' && attachments.length === 0) problems.push('the message is empty');
  if (attachments.length > MAX_ATTACHMENTS) problems.push(`more than ${MAX_ATTACHMENTS} attachments`);
  problems.push(...attachments.flatMap((attachment, index) => checkAttachment(attachment, index, kind)));
  if (activity.suggestedActions !== undefined && kind !== 'personal') {
    problems.push('suggestedActions are for personal chats only');
  }
  return problems;
}

/** The attachments of an activity that passed {@link checkMessage}. */
export function attachmentsOf(activity: Json): Attachment[] {
  return listOf(activity.attachments).map((attachment) => structuredClone(attachment) as Json & Attachment);
}

import { trimEndsOf } from '../domain/trimEnds.ts';
import type { Reply } from './reply.ts';
import type { NoticeView } from './views/parts.ts';
import { FRAME_WORDS } from './words/frameWords.ts';

/** The one content type of the files the bot makes. */
export const CSV = 'text/csv' as const;

/** A file name made from a name that a person chose: letters, digits, dots and dashes, at most 60 characters. */
export function fileStem(name: string): string {
  const plain = name.replace(/\.[A-Za-z0-9]{1,5}$/, '').replace(/[^\p{L}\p{N}.-]+/gu, '-');
  const stem = trimEndsOf(plain, '.-').slice(0, 60);
  return stem === '' ? 'people' : stem;
}

/**
 * A file of the bot's as a message of its own. It is made again where a chat asks before it takes it, so a button comes
 * with it.
 */
export function sendCsv(
  words: { title: string; text: string; next?: string },
  file: { name: string; csv: string; again: { action: string; id: string; version: number } },
): Reply {
  const { title, text, ...next } = words;
  const { name, csv, again } = file;
  return {
    type: 'message',
    view: { kind: 'notice', tone: 'info', title, text: [text], ...next, buttons: [] },
    files: [{ name, contentType: CSV, bytes: Buffer.from(csv), again }],
  };
}

/** Slack and Teams both let somebody send ten files in one message. */
const MAX_NAMED = 10;

/** Which of several files in one message is read, and that each of the others is not. */
export function sayOneOf<File extends { name?: string | null }>(
  files: readonly File[],
  chosen: File,
): NoticeView {
  const { files: words } = FRAME_WORDS;
  const others = files.filter((one) => one !== chosen);
  const more = others.length - MAX_NAMED;
  return {
    kind: 'notice',
    tone: 'info',
    title: words.title(files.length),
    text: [
      chosen.name ?? words.first,
      ...others.slice(0, MAX_NAMED).map(({ name }) => words.notRead(name ?? '–')),
      ...(more > 0 ? [words.more(more)] : []),
    ],
    next: words.next,
    buttons: [],
  };
}

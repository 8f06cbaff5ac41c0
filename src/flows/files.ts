import { trimEndsOf } from '../domain/trimEnds.ts';
import type { Reply } from './reply.ts';

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

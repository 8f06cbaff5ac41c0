import { trimEndsOf } from '../domain/trimEnds.ts';

/** The one content type of the files the bot makes. */
export const CSV = 'text/csv' as const;

/** A file name made from a name that a person chose: letters, digits, dots and dashes, at most 60 characters. */
export function fileStem(name: string): string {
  const plain = name.replace(/\.[A-Za-z0-9]{1,5}$/, '').replace(/[^\p{L}\p{N}.-]+/gu, '-');
  const stem = trimEndsOf(plain, '.-').slice(0, 60);
  return stem === '' ? 'people' : stem;
}

import { RollcallError } from '../../domain/errors.ts';
import { FILE_WORDS } from './words.ts';

const words = FILE_WORDS.texts;

interface OtherText {
  start: RegExp;
  what: string;
  next: string;
}

/** A line of values that only blanks part, in columns. */
const IN_COLUMNS = '[^,;|\\t\\n]{0,200}\\S {2,60}\\S[^,;|\\t\\n]{0,200}\\S {2,60}\\S';

/** Lists of people in text that is no table, each by how it begins. */
const OTHER_TEXTS: readonly OtherText[] = [
  {
    start: /^\s*(?:\[\s*[{[\]]|\{\s*["}])/,
    ...words.json,
  },
  {
    start: /^\s*(?:version: ?1\s+)?dn:/i,
    ...words.ldif,
  },
  {
    start: /^\s*BEGIN:V(?:CARD|CALENDAR)/i,
    ...words.contacts,
  },
  {
    start: /^\s*\{\\rtf/i,
    ...words.document,
  },
  {
    start: /^\s*[A-Za-z]{2,40} {1,40}: \S[^\n]{0,200}\n[A-Za-z]{2,40} {1,40}: /,
    ...words.listOutput,
  },
  {
    start: /^\s{0,9}[^\s,;|][^\n,;|\t]{0,500}\n-{2,80} {1,80}--/,
    ...words.tableOutput,
  },
  {
    start: new RegExp(`^(?=${IN_COLUMNS})[^\\n]{1,600}\\n(?=${IN_COLUMNS})`),
    ...words.spaced,
  },
  {
    start: /^([A-Za-z][\w -]{1,40}): ?[^\n]{1,200}\n(?:[A-Za-z][\w -]{1,40}:[^\n]{0,200}\n){1,40}\s*\n\1: /,
    ...words.list,
  },
  {
    start: /^(?:---\s{1,9})?(?:\w{1,40}:\r?\n)? {0,9}- \w{1,40}: /,
    ...words.yaml,
  },
  {
    start:
      /^\s*(?:[A-Za-z][\w-]{1,40}: [^\n]{0,1000}\n(?:[ \t][^\n]{0,1000}\n){0,5}){0,8}Content-Type: multipart\/related/i,
    ...words.webArchive,
  },
  {
    start:
      /^\s*(?:Return-Path|Received|Delivered-To|MIME-Version|From|To|Subject|Date|Message-ID|Content-Type|X-[\w-]{1,60}): [^\n]{0,1000}\n(?:[ \t][^\n]{0,1000}\n){0,20}(?:Return-Path|Received|Delivered-To|MIME-Version|From|To|Cc|Subject|Date|Message-ID|Content-Type|DKIM-Signature|ARC-[\w-]{1,60}|Authentication-Results|X-[\w-]{1,60}): /i,
    ...words.email,
  },
];

/** Throws RollcallError FILE_IS_OTHER for the start of a text that is no table, by its name. */
export function refuseOtherText(start: string): void {
  const other = OTHER_TEXTS.find((one) => one.start.test(start));
  if (other === undefined) return;
  throw new RollcallError('FILE_IS_OTHER', words.message(other.what), { next: other.next });
}

import { RollcallError } from '../../domain/errors.ts';

interface OtherText {
  start: RegExp;
  what: string;
  next: string;
}

/** A line of values that only blanks part, in columns. */
const IN_COLUMNS = '[^,;|\\t\\n]{0,200}\\S {2,60}\\S[^,;|\\t\\n]{0,200}\\S {2,60}\\S';

const FROM_SCRIPT = 'Let the script end in Export-Csv people.csv -Encoding utf8, and send that file.';

/** Lists of people in text that is no table, each by how it begins. */
const OTHER_TEXTS: readonly OtherText[] = [
  {
    start: /^\s*(?:\[\s*[{[\]]|\{\s*["}])/,
    what: 'JSON, and no list of people with one value for each name',
    next: 'Save it as CSV, such as with ConvertFrom-Json and Export-Csv in PowerShell or with Data, Get Data in Excel, and send that.',
  },
  {
    start: /^\s*(?:version: ?1\s+)?dn:/i,
    what: 'LDIF, the text of a directory',
    next: 'Export the people as CSV, such as with csvde or with Get-ADUser and Export-Csv, and send that.',
  },
  {
    start: /^\s*BEGIN:V(?:CARD|CALENDAR)/i,
    what: 'a file of contacts or appointments',
    next: 'Export the people as CSV, and send that.',
  },
  {
    start: /^\s*\{\\rtf/i,
    what: 'a text document',
    next: 'Copy its table into Excel, choose File, Save as, "CSV UTF-8 (Comma delimited)", and send that file.',
  },
  {
    start: /^\s*[A-Za-z]{2,40} {1,40}: \S[^\n]{0,200}\n[A-Za-z]{2,40} {1,40}: /,
    what: 'the screen output of a script, with one line for each value',
    next: FROM_SCRIPT,
  },
  {
    start: /^\s{0,9}[^\s,;|][^\n,;|\t]{0,500}\n-{2,80} {1,80}--/,
    what: 'the screen output of a script, a table for reading',
    next: FROM_SCRIPT,
  },
  {
    start: new RegExp(`^(?=${IN_COLUMNS})[^\\n]{1,600}\\n(?=${IN_COLUMNS})`),
    what: 'a table whose columns only blanks part',
    next: 'In Excel, choose Data, From Text/CSV, then File, Save as, "CSV UTF-8 (Comma delimited)", and send that file.',
  },
  {
    start: /^([A-Za-z][\w -]{1,40}): ?[^\n]{1,200}\n(?:[A-Za-z][\w -]{1,40}:[^\n]{0,200}\n){1,40}\s*\n\1: /,
    what: 'text with one line for each value',
    next: 'Save the people as CSV, one line for each person, and send that.',
  },
  {
    start: /^(?:---\s{1,9})?(?:\w{1,40}:\r?\n)? {0,9}- \w{1,40}: /,
    what: 'YAML',
    next: 'Save the people as CSV, one line for each, and send that.',
  },
  {
    start:
      /^\s*(?:[A-Za-z][\w-]{1,40}: [^\n]{0,1000}\n(?:[ \t][^\n]{0,1000}\n){0,5}){0,8}Content-Type: multipart\/related/i,
    what: 'a web archive (.mht)',
    next: 'Open it in Excel, choose File, Save as, "Excel Workbook (.xlsx)", and send that file.',
  },
  {
    start:
      /^\s*(?:Return-Path|Received|Delivered-To|MIME-Version|From|To|Subject|Date|Message-ID|Content-Type|X-[\w-]{1,60}): [^\n]{0,1000}\n(?:[ \t][^\n]{0,1000}\n){0,20}(?:Return-Path|Received|Delivered-To|MIME-Version|From|To|Cc|Subject|Date|Message-ID|Content-Type|DKIM-Signature|ARC-[\w-]{1,60}|Authentication-Results|X-[\w-]{1,60}): /i,
    what: 'a mail that was saved',
    next: 'Save the file that came with it, and send that. Where the people stand in the mail itself, copy them into Excel and save that as CSV.',
  },
];

/** Throws RollcallError FILE_IS_OTHER for the start of a text that is no table, by its name. */
export function refuseOtherText(start: string): void {
  const other = OTHER_TEXTS.find((one) => one.start.test(start));
  if (other === undefined) return;
  throw new RollcallError('FILE_IS_OTHER', `This is ${other.what}, not a CSV.`, { next: other.next });
}

import { tidyValue } from '../../domain/personRules.ts';
import type { Finding } from '../../domain/terms.ts';
import { type Head, note } from '../columns/readHead.ts';

/** Why neighboring rows are told in one note: they are empty, or people of a results file who were created. */
export type SkippedRun = 'blank' | 'done';

/** In a results file: the status of somebody who needs no account any more. */
const DONE = /^(?:created|changed)\b/i;

function isDone(record: readonly string[], { header, columns }: Head): boolean {
  if (header.template !== 'Results file') return false;
  return DONE.test(tidyValue(record[columns.indexOf('Status')] ?? ''));
}

/** What a row is skipped for together with its neighbors; undefined for any other row. */
export function findRun(record: readonly string[], head: Head | undefined): SkippedRun | undefined {
  if (record.every((cell) => tidyValue(cell) === '')) return 'blank';
  return head !== undefined && isDone(record, head) ? 'done' : undefined;
}

/** The note about rows that were skipped together. */
export function noteRun(run: SkippedRun, from: number, to: number): Finding {
  const rows = from === to ? `Row ${from}` : `Rows ${from} to ${to}`;
  const one = from === to;
  const what =
    run === 'blank'
      ? `${rows} ${one ? 'is' : 'are'} empty and ${one ? 'was' : 'were'} skipped.`
      : `${rows} ${one ? 'was' : 'were'} skipped: ${one ? 'this person was' : 'these people were'} created already.`;
  return note(from, 'ROW_SKIPPED', what);
}

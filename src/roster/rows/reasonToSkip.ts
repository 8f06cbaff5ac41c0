import { tidyValue } from '../../domain/personRules.ts';
import type { Head } from '../columns/readHead.ts';
import { isSentence, SENTENCE } from './findHeadless.ts';
import { findSkipReason, type SkipReason } from './skippedRows.ts';
import { ROW_WORDS } from './words.ts';

/** Why a row that is not blank is no person; undefined for a person. */
export function reasonToSkip(record: readonly string[], head: Head | undefined): SkipReason | undefined {
  if (head?.isHeadless === true && isSentence(record)) return SENTENCE;
  if (head !== undefined) return findSkipReason(record, head);
  return /^version:/i.test(tidyValue(record[0] ?? '')) ? ROW_WORDS.skipped.version : undefined;
}

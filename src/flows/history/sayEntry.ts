import type { ErrorCode } from '../../domain/errors.ts';
import type { HistoryEntry } from '../../service/audit/history.ts';
import { HISTORY_WORDS } from './words.ts';

const { did: DID, tried: TRIED, why: WHY, detail: SAYS } = HISTORY_WORDS;

/** `created the account`, `could not create the account`, `was not allowed to read the history`. */
export function sayWhat({
  what,
  outcome,
  detail = {},
}: Pick<HistoryEntry, 'what' | 'outcome' | 'detail'>): string {
  const words = DID[what];
  if (what === 'request.decided' && outcome === 'done') {
    return detail.decision === 'decline' ? HISTORY_WORDS.declined : HISTORY_WORDS.approved;
  }
  if (outcome === 'done') return words?.[0] ?? what;
  if (outcome === 'failed') return HISTORY_WORDS.couldNot(words?.[1] ?? what);
  return HISTORY_WORDS.notAllowed(words?.[1] ?? TRIED[what.split('.')[0] ?? ''] ?? what);
}

/** Ids of jobs, requests, forms, accounts and links: people read names, and the CSV has these. */
export function isId(text: string): boolean {
  return /^(job|req|draft|link|ref)_/.test(text) || /^[0-9a-f]{8}-[0-9a-f-]{27}$/i.test(text);
}

/** What else people want to know of an entry; `nameOf` says ids of people and licenses in words. */
export function sayDetail(
  { detail = {}, platform }: Pick<HistoryEntry, 'detail' | 'platform'>,
  nameOf: (id: string) => string,
): string {
  const { code, people, recipients, recipient, reason, approvers, licenses, was, leftOutNames } = detail;
  const named = (ids: unknown): string =>
    String(ids)
      .split(' ')
      .filter((id) => id !== '')
      .map(nameOf)
      .join(', ');
  const why = typeof code === 'string' ? WHY[code as ErrorCode] : undefined;
  return [
    ...(why === undefined ? [] : [SAYS.because(why)]),
    ...(typeof people === 'number' ? [SAYS.people(people)] : []),
    ...(leftOutNames === undefined ? [] : [SAYS.leftOut(named(leftOutNames))]),
    ...(licenses === undefined || licenses === '' ? [] : [named(licenses)]),
    ...(recipients === undefined || recipients === '' ? [] : [SAYS.to(named(recipients))]),
    ...(recipient === undefined ? [] : [SAYS.to(String(recipient))]),
    ...(approvers === undefined || approvers === '' ? [] : [SAYS.asked(named(approvers))]),
    ...(was === undefined ? [] : [SAYS.was(String(was))]),
    ...(reason === undefined ? [] : [SAYS.reason(String(reason))]),
    ...(platform === 'slack' || platform === 'teams' ? [SAYS.platform[platform]] : []),
  ].join(' · ');
}

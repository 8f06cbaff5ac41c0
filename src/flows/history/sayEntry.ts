import type { ErrorCode } from '../../domain/errors.ts';
import { isOrganization } from '../../domain/slackId.ts';
import { TASKS, type Task } from '../../domain/terms.ts';
import type { HistoryEntry } from '../../service/audit/history.ts';
import { HISTORY_WORDS } from './words.ts';

const { did: DID, tried: TRIED, why: WHY, detail: SAYS, toDo: TO_DO, ofTask: OF_TASK } = HISTORY_WORDS;
const { ofOrganization: OF_ORGANIZATION, unproven: UNPROVEN, unprovenWhy: UNPROVEN_WHY } = HISTORY_WORDS;

type Entry = Pick<HistoryEntry, 'what' | 'outcome' | 'detail'>;

/** What came in without a proof that Slack or Teams sent it; whoever sent it is unknown. */
function isUnproven({ what, detail = {} }: Entry): boolean {
  return what in UNPROVEN && detail.code === undefined && detail.reason !== 'tenant';
}

/** The workspace or organization of Slack that an entry is about; empty for any other. */
export function sayWhere({ what, detail = {} }: Entry): string {
  const { name, team, workspace } = detail;
  return what.startsWith('slack.') ? String(name ?? team ?? workspace ?? '') : '';
}

/** The words that an entry's own kind has. */
function wordsOf({ what, detail = {} }: Entry): readonly [string, string] | undefined {
  const toDo = sayTask(detail.task);
  const ofTask = toDo === undefined ? undefined : OF_TASK[what]?.(toDo);
  const isOfAll = isOrganization(String(detail.team ?? detail.workspace ?? ''));
  return ofTask ?? (isOfAll ? OF_ORGANIZATION[what] : undefined) ?? DID[what];
}

/** What was to be done, in words; undefined for an entry of before that was said. */
function sayTask(task: unknown): string | undefined {
  return TASKS.some((one) => one === task) ? TO_DO[task as Task] : undefined;
}

/**
 * `created the account`, `could not create the account`, `was not allowed to read the history`. With the task where the entry
 * has it: `asked for approval to offboard`.
 */
export function sayWhat(entry: Entry): string {
  const { what, outcome, detail = {} } = entry;
  const toDo = sayTask(detail.task);
  const words = wordsOf(entry);
  if (what === 'request.decided' && outcome === 'done') {
    const isDeclined = detail.decision === 'decline';
    if (toDo !== undefined)
      return isDeclined ? HISTORY_WORDS.declinedTo(toDo) : HISTORY_WORDS.approvedTo(toDo);
    return isDeclined ? HISTORY_WORDS.declined : HISTORY_WORDS.approved;
  }
  if (outcome === 'done') return words?.[0] ?? what;
  if (isUnproven(entry)) return HISTORY_WORDS.notAllowed(UNPROVEN[what] ?? what);
  // It isn't theirs that the app is missing.
  const isMissing = what === 'slack.request' && detail.code === 'CHAT_DOWN';
  // In the name of whoever asked for it, who did nothing.
  if (what === 'request.started' && outcome === 'failed') return HISTORY_WORDS.notStarted(toDo);
  if (outcome === 'failed' || isMissing) return HISTORY_WORDS.couldNot(words?.[1] ?? what);
  if (what === 'person.changed' && toDo !== undefined) return HISTORY_WORDS.notAllowed(toDo);
  return HISTORY_WORDS.notAllowed(words?.[1] ?? TRIED[what] ?? TRIED[what.split('.')[0] ?? ''] ?? what);
}

/** Ids of jobs, requests, forms, accounts and links: people read names, and the CSV has these. */
export function isId(text: string): boolean {
  return /^(job|req|draft|link|ref)_/.test(text) || /^[0-9a-f]{8}-[0-9a-f-]{27}$/i.test(text);
}

/** As many groups as a line has room for; the CSV has all of them. */
const MAX_GROUPS = 5;

/** Their names, as the audit has them in one text. */
function sayGroups(names: string): string {
  const all = names.split('; ');
  return SAYS.groups(all.slice(0, MAX_GROUPS), Math.max(0, all.length - MAX_GROUPS));
}

/** The audit calls no manager `nobody`. */
function sayManager(manager: string): string {
  return SAYS.newManager(manager === 'nobody' ? undefined : manager);
}

/** What else people want to know of an entry; `nameOf` says ids of people and licenses in words. */
export function sayDetail(
  entry: Pick<HistoryEntry, 'what' | 'outcome' | 'detail' | 'platform'>,
  nameOf: (id: string) => string,
): string {
  const { what, outcome, detail = {}, platform } = entry;
  const { code, people, recipients, recipient, reason, approvers, licenses, was, leftOutNames } = detail;
  const { groups, added, removed, to, manager } = detail;
  const named = (ids: unknown): string =>
    String(ids)
      .split(' ')
      .filter((id) => id !== '')
      .map(nameOf)
      .join(', ');
  // What Microsoft 365 forbids has failed; what is refused, Rollcall has refused before it asked there.
  const isOwn = code === 'FORBIDDEN' && outcome === 'refused';
  const isMissing = what === 'slack.request' && detail.isInstalled === false;
  const ofCode = isMissing
    ? HISTORY_WORDS.notInstalled
    : typeof code === 'string'
      ? WHY[code as ErrorCode]
      : undefined;
  const ofProof = isUnproven(entry) ? UNPROVEN_WHY[String(reason)] : undefined;
  const why = isOwn ? HISTORY_WORDS.ownRule : (ofProof ?? ofCode);
  return [
    ...(why === undefined ? [] : [SAYS.because(why)]),
    ...(typeof people === 'number' ? [SAYS.people(people)] : []),
    ...(leftOutNames === undefined ? [] : [SAYS.leftOut(named(leftOutNames))]),
    ...(licenses === undefined || licenses === '' ? [] : [named(licenses)]),
    ...(added === undefined || added === '' ? [] : [SAYS.added(named(added))]),
    ...(removed === undefined || removed === '' ? [] : [SAYS.removed(named(removed))]),
    ...(groups === undefined || groups === '' ? [] : [sayGroups(String(groups))]),
    ...(what === 'person.renamed' && to !== undefined ? [SAYS.newName(String(to))] : []),
    ...(manager === undefined || manager === '' ? [] : [sayManager(String(manager))]),
    ...(recipients === undefined || recipients === '' ? [] : [SAYS.to(named(recipients))]),
    ...(recipient === undefined ? [] : [SAYS.to(String(recipient))]),
    ...(approvers === undefined || approvers === '' ? [] : [SAYS.asked(named(approvers))]),
    ...(was === undefined ? [] : [SAYS.was(String(was))]),
    ...(reason === undefined || isUnproven(entry) ? [] : [SAYS.reason(String(reason))]),
    ...(platform === 'slack' || platform === 'teams' ? [SAYS.platform[platform]] : []),
  ].join(' · ');
}

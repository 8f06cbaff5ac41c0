import { listWords } from '../domain/listWords.ts';
import type { License } from '../domain/terms.ts';
import { wordsOf } from './jobs/taskWords.ts';
import { JOB_WORDS } from './jobs/words.ts';
import type { FixFormView } from './views/fixing.ts';
import type { ResultsView } from './views/job.ts';
import type { LicenseLine } from './views/licenses.ts';
import type { Button } from './views/parts.ts';
import type { BulkConfirmView, ChangeLine, KindLine, VerificationView } from './views/roster.ts';

/** Of a name in a list of names. */
const NAME_LENGTH = 60;

/** Wording that both chats share. None of it is markup: each room still escapes for its own. */

/**
 * Controls and line breaks become spaces. Marks that turn the writing direction around go: with them a name could
 * make the words after it read as something else.
 */
function oneLine(text: string): string {
  return text
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(/[\u202a-\u202e\u2066-\u2069]/g, '')
    .trim();
}

/** At most `length` UTF-16 units, never half a character. */
export function take(text: string, length: number): string {
  const half = text.charCodeAt(length - 1);
  return text.slice(0, half >= 0xd800 && half <= 0xdbff ? length - 1 : length);
}

/** Longer than most words of a sentence; what has no space for so long is cut where the room ends. */
const LONGEST_WORD = 30;

/** One line of at most `length`, cut between words where there are some; what was cut shows as an ellipsis. */
export function cut(text: string, length: number): string {
  const line = oneLine(text);
  if (line.length <= length) return line;
  const kept = take(line, length - 1);
  const end = line[kept.length] === ' ' ? kept.length : kept.lastIndexOf(' ');
  const isNear = end > 0 && kept.length - end <= Math.min(LONGEST_WORD, length / 2);
  return `${(isNear ? kept.slice(0, end) : kept).trimEnd()}…`;
}

/** Of names in one line: a line is cut after a little more, and how many are not named has to be left in it. */
const NAMES_LENGTH = 200;

/** `Ada, Sam, and 3 more`: at most so many, and no more than one line holds. */
export function nameSome(all: readonly string[], most: number): string {
  const names = all.map((name) => cut(name, NAME_LENGTH));
  let length = 0;
  const fitting = names.findIndex((name) => {
    length += name.length + ', '.length;
    return length > NAMES_LENGTH;
  });
  const shown = Math.min(most, fitting < 0 ? names.length : fitting);
  const more = names.length - shown;
  return listWords([...names.slice(0, shown), ...(more > 0 ? [`${more} more`] : [])], 'and');
}

/** `1 person`, `12 people`. */
export function count(n: number, one: string, many: string): string {
  return n === 1 ? `1 ${one}` : `${n} ${many}`;
}

/** `Ada Lovelace, Zoë Müller, 3 more`; names that were cut are counted. */
function listSome(names: readonly string[], total: number): string {
  const more = total - names.length;
  return [...names.map((name) => cut(name, NAME_LENGTH)), ...(more > 0 ? [`${more} more`] : [])].join(', ');
}

/** `2 people: Ada Lovelace, Zoë Müller`, `3`; names that were cut are counted. */
export function describeChange({ of, count: total, names }: ChangeLine): string {
  if (of === 'problems') return count(total, 'problem', 'problems');
  return `${count(total, 'person', 'people')}: ${listSome(names, total)}`;
}

/** `2 people exist already and are left out: Ada Lovelace, Zoë Müller.` */
export function describeExisting({ count: total, names }: NonNullable<VerificationView['existing']>): string {
  const who = total === 1 ? '1 person already exists and is' : `${total} people already exist and are`;
  return `${who} left out: ${listSome(names, total)}.`;
}

/** `For example: Job title has 300 characters; at most 128 are allowed. Affected: Ada Lovelace, Zoë Müller, 10 more.` */
export function describeKind({ count: total, column, message, isSame, names }: KindLine): {
  title: string;
  text: string;
} {
  const title = [count(total, 'row', 'rows'), cut(column, NAME_LENGTH)].filter((part) => part !== '');
  return {
    title: title.join(' · '),
    text: `${isSame ? '' : 'For example: '}${message} Affected: ${listSome(names, total)}.`,
  };
}

/** `11 to 20 of 34`; empty when all of them are shown. */
export function describePart({ before, total, cells }: FixFormView): string {
  return cells.length === total ? '' : `${before + 1} to ${before + cells.length} of ${total}`;
}

/** The button to the cells after these, however many a chat had room for; what was typed is kept. None where all are shown. */
export function listPageButtons({ target, before, total, cells }: FixFormView): Button[] {
  if (cells.length === total) return [];
  const after = before + cells.length;
  const isLast = after >= total;
  const [draftId = ''] = target.id.split(' ');
  return [
    {
      action: 'addusers.fixMore',
      label: isLast ? 'First page' : 'Next page',
      id: `${draftId} ${isLast ? 0 : after}`,
      version: target.version,
    },
  ];
}

/** `about 40 s left`, `about 3 min left`. */
export function describeTime(seconds: number): string {
  return seconds < 90
    ? `about ${Math.max(1, Math.round(seconds))} s left`
    : `about ${Math.round(seconds / 60)} min left`;
}

const BAR_CELLS = 20;

/** How far something is, in 20 block characters. */
export function drawBar(done: number, total: number): string {
  const filled = total === 0 ? 0 : Math.min(BAR_CELLS, Math.floor((done / total) * BAR_CELLS));
  return '█'.repeat(filled) + '░'.repeat(BAR_CELLS - filled);
}

/** `20 people created · 1 failed · 2 left out`. */
export function summarizeResults(
  view: Pick<ResultsView, 'counts' | 'task' | 'leftOut' | 'moreLeftOut' | 'left'>,
): string {
  const { counts, left = { total: 0, done: 0 } } = view;
  const open = left.total - left.done;
  const { done, undone } = wordsOf(view.task);
  const leftOut = countLeftOut(view);
  return [
    `${count(counts.created, 'person', 'people')} ${done}`,
    ...(counts.partly > 0 ? [`${counts.partly} ${done} with a failed step`] : []),
    ...(counts.undone > 0 ? [`${counts.undone} ${undone}`] : []),
    ...(counts.failed > 0 ? [`${counts.failed} failed`] : []),
    ...(counts.waiting > 0 ? [`${counts.waiting} not started`] : []),
    ...(leftOut > 0 ? [`${leftOut} left out`] : []),
    ...(left.total === 0
      ? []
      : [
          open === 0
            ? 'all manual steps are done'
            : `${open} of ${count(left.total, 'manual step', 'manual steps')} left`,
        ]),
  ].join(' · ');
}

function countLeftOut({ leftOut, moreLeftOut }: Pick<ResultsView, 'leftOut' | 'moreLeftOut'>): number {
  return leftOut.length + moreLeftOut;
}

/** `2 rows are left out:`, with a line for each of the first, and how many are not named. */
export function describeLeftOut({
  leftOut,
  leftOutLines,
}: Pick<BulkConfirmView, 'leftOut' | 'leftOutLines'>): {
  title: string;
  lines: string[];
} {
  const more = leftOut - leftOutLines.length;
  const lines = leftOutLines.map(({ row, name, reason }) => {
    const who = cut(name, NAME_LENGTH);
    return `${row === undefined ? '' : `row ${row}, `}${who}: ${reason}`;
  });
  return {
    title: `${count(leftOut, 'row is', 'rows are')} left out:`,
    lines: [...lines, ...(more > 0 ? [`and ${more} more: see the log file`] : [])],
  };
}

/** What a job says that was not taken up again, by why. */
export const HALTED = {
  role: 'Stopped: the requester no longer has the role for this',
  customer: 'Stopped: this customer was removed from Rollcall',
} as const;

/** How a bulk job ended, in a few words. */
export function headResults(
  view: Pick<
    ResultsView,
    'undoing' | 'stopped' | 'halted' | 'counts' | 'task' | 'undelivered' | 'leftOut' | 'moreLeftOut' | 'stays'
  >,
): {
  words: string;
  outcome: 'undoing' | 'undone' | 'stopped' | 'clean' | 'some' | 'left';
} {
  const { counts } = view;
  const words = wordsOf(view.task);
  if (view.undoing) return { words: words.undoing, outcome: 'undoing' };
  if (counts.undone > 0 && counts.created + counts.partly === 0) {
    return { words: words.allUndone, outcome: 'undone' };
  }
  if (view.stopped)
    return { words: view.halted === undefined ? 'Stopped' : HALTED[view.halted], outcome: 'stopped' };
  if (counts.failed + counts.partly + counts.waiting === 0) {
    const { undelivered } = view;
    const leftOut = countLeftOut(view);
    const all = leftOut === 0 ? words.allDone : `${counts.created} ${words.done}, ${leftOut} left out`;
    const done = view.stays === true ? JOB_WORDS.resultExcept(all) : all;
    if (undelivered === undefined) return { words: done, outcome: done === words.allDone ? 'clean' : 'some' };
    return { words: `${done}, passwords ${JOB_WORDS.delivery.undelivered(undelivered)}`, outcome: 'left' };
  }
  return { words: 'Finished, but something still needs attention', outcome: 'left' };
}

/** A license's seats in a sentence: `10 of 10 used, none left · 5 in grace · 2 of people who are away`. */
export function describeUse(line: LicenseLine): string {
  const { used, total, left, warning, suspended, idle = 0 } = line;
  const over = used > total ? `${used - total} over the limit` : undefined;
  return [
    `${used} of ${total} used, ${over ?? (left === 0 ? 'none left' : `${left} left`)}`,
    ...(warning > 0 ? [`${warning} from an expired subscription`] : []),
    ...(suspended > 0 ? [`${suspended} suspended`] : []),
    ...(idle > 0 ? [`${count(idle, 'seat', 'seats')} held by inactive people`] : []),
  ].join(' · ');
}

/** `12 of 25 left`, `none of 25 left`; `needs 20, 12 of 25 left` when that is too few. */
export function describeSeats(
  { left, total, warning, promised = 0 }: Pick<License, 'left' | 'total' | 'warning' | 'promised'>,
  needs: number,
): string {
  const short = left > 0 && needs > left ? `needs ${needs}, ` : '';
  const expired = warning > 0 ? ` (${warning} expired)` : '';
  const others = promised > 0 ? `, ${promised} promised to others` : '';
  return `${short}${left === 0 ? 'none' : left} of ${total} left${expired}${others}`;
}

/** Why a license needs attention, in a few words; empty when it does not. */
export const ATTENTION_WORDS: Readonly<Record<LicenseLine['attention'], string>> = {
  over: 'Too many assigned',
  out: 'None left',
  grace: 'Expired, in grace period',
  low: 'Almost out',
  off: "Can't be assigned",
  fine: '',
};

/** Whether somebody can sign in, in words. */
export const SIGN_IN_WORDS = {
  allowed: '🟢 Sign-in allowed',
  blocked: '⛔ Sign-in blocked',
  unknown: 'Sign-in state unknown',
} as const;

/** `2 services off · from a group`; empty for a license that is plainly held. */
export function describeHeld({ off, inherited }: { off: number; inherited: boolean }): string {
  return [
    ...(off > 0 ? [`${count(off, 'service', 'services')} off`] : []),
    ...(inherited ? ['from a group'] : []),
  ].join(' · ');
}

/** `on: Exchange Online, Sway · off: Microsoft Teams`. */
export function describePlans(plans: readonly { name: string; on: boolean }[]): string {
  const named = (on: boolean) =>
    plans
      .filter((plan) => plan.on === on)
      .map(({ name }) => name)
      .join(', ');
  return [
    ...(named(false) === '' ? [] : [`off: ${named(false)}`]),
    ...(named(true) === '' ? [] : [`on: ${named(true)}`]),
  ].join(' · ');
}

/** What a history is of; its customer follows, after `in`. */
export function headHistory({ about, isOwn }: { about: string; isOwn?: true }): string {
  if (about === '') return isOwn ? 'What you did' : 'Everything';
  return isOwn ? `What you did about ${about}` : about;
}

/** What a history without entries says. */
export function sayNoHistory({ isOwn }: { isOwn?: true }): string {
  return isOwn
    ? 'No entries found. You can search by user name, or by time: "history last week".'
    : 'No entries found. You can search by user name, by the name of someone who uses Rollcall, or by time: "history last week".';
}

/** With a capital letter, at the start of a line. */
export function upperFirst(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** What stands in the place of the field for groups where the app may not read them; a file says the same of its rows. */
export const GROUPS_FORBIDDEN =
  "You can't choose groups: Rollcall's app isn't allowed to read them. Ask an admin to grant it GroupMember.ReadWrite.All.";

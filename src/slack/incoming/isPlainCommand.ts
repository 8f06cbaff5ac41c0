import type { Flows } from '../../flows/action.ts';
import { readSpan } from '../../flows/history/readSpan.ts';

/** The commands that words follow: the name of somebody, or an address. */
const OF_SOMEBODY: readonly string[] = [
  'user.find',
  'leave.find',
  'adduser.open',
  'history.show',
  'forget.find',
];

/** Words of a name, without addresses. Fewer make a command of a long name a note, more a command of a short sentence. */
const MOST_WORDS = 3;
/** As many where each begins as names do. */
const MOST_NAMES = 4;
const BEGINS_NAME = /^[\p{Lu}\p{Lt}\p{Lo}]/u;

/** Words of sentences, in lower case: "Will" and "May" are names. Our own list, of what is said about a request. */
const OF_SENTENCES: ReadonlySet<string> = new Set(
  [
    'a the this that these those it its i me my we us our you your he him his she her hers they them their',
    'is are was were be been am has have had does did will would can could should might must not no yes and or but if',
    'because as of in on at for from with without by to into about since until who what when why how where which there',
    'here already also only just too very again still yet needs need wants want gets get got looks look seems seem',
    'left leaves leave quit quits stays stay works work moved moves move joined joins join started starts start asked',
    'asks ask said says knows know thinks think uses use used please thanks ok okay fine good sure done enough more less',
  ].flatMap((line) => line.split(' ')),
);

/**
 * A command, and not a note to somebody that begins with one of its words ("user needs E5 because …"): with the slash,
 * alone, or with what it takes: a name, however it is written, addresses, and for a history a time.
 */
export function isPlainCommand(parsed: ReturnType<Flows['commandOf']>, typed: string): boolean {
  if (parsed === undefined || /[.?!]$/.test(parsed.text)) return false;
  if (parsed.text === '' || typed.trim().startsWith('/')) return true;
  if (!OF_SOMEBODY.includes(parsed.action)) return false;
  const { about } =
    parsed.action === 'history.show' ? readSpan(parsed.text, 0, 'UTC') : { about: parsed.text };
  const words = about.split(/\s+/).filter((word) => word !== '' && !word.includes('@'));
  if (words.some((word) => OF_SENTENCES.has(word))) return false;
  return (
    words.length <= MOST_WORDS ||
    (words.length <= MOST_NAMES && words.every((word) => BEGINS_NAME.test(word)))
  );
}

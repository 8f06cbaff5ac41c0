import anyAscii from 'any-ascii';
import type { Person } from '../terms.ts';
import { trimEndOf } from '../trimEnds.ts';
import { isSpellable, splitDisplayName, tidyNames } from './splitName.ts';

/** No name in the directory is longer, so the rest of a longer text is not read for one. */
const LONGEST_NAME = 256;

/** How a customer makes user names from names. */
export const USER_NAME_PATTERNS = [
  'first.last',
  'firstlast',
  'flast',
  'f.last',
  'first',
  'last.first',
  'lastf',
  'firstl',
] as const;

export type UserNamePattern = (typeof USER_NAME_PATTERNS)[number];

/** How a customer spells ä, ö and ü in user names: `u` drops the dots, `ue` adds an e, as in German. */
export const UMLAUT_SPELLINGS = ['u', 'ue'] as const;

export type UmlautSpelling = (typeof UMLAUT_SPELLINGS)[number];

/** Microsoft: "Create user" in Graph v1.0, userPrincipalName: characters before and after the @, and in all. */
export const USER_NAME_LIMITS = { localPart: 64, domain: 48, whole: 113 } as const;

/** Candidates offered for one taken name; one look-up in the directory asks about all of them. */
const MAX_VARIANTS = 20;
/** A trailing number up to this is taken for a counter (ada2); above it, for part of the name (a1234567). */
const MAX_COUNTER = 20;

const ASCII = /^[ -~]*$/;

type Names = Partial<Pick<Person, 'givenName' | 'surname' | 'displayName'>>;

/** Letters without accents, in any script, as ASCII: Zoë → Zoe, 李明 → LiMing. Other symbols stay as they are. */
export function foldToAscii(text: string): string {
  if (ASCII.test(text)) return text;
  // Emoji are left out first, because the library spells them as words.
  return anyAscii(text.normalize('NFC').replace(/\p{Extended_Pictographic}(?<![\d#*])/gu, ''));
}

/**
 * Greek letters that stand for one sound together, where the single ones are spelled in another way (ISO 843, as ELOT
 * 743): Παπαδοπούλου, Ευάγγελος.
 */
const GREEK_PAIRS: readonly [RegExp, string][] = [
  [/ο[υύ]/giu, 'ou'],
  [/γ(?=[γξχ])/giu, 'n'],
  [/(?<=[αεη])[υύ](?=[αεηιουωάέήίόύώβγδζλμνρ])/giu, 'v'],
  [/(?<=[αεη])[υύ]/giu, 'f'],
];

function spellGreekPairs(text: string): string {
  if (!/\p{Script=Greek}/u.test(text)) return text;
  return GREEK_PAIRS.reduce((spelled, [pair, letters]) => spelled.replace(pair, letters), text);
}

/** The same letters in ASCII as a customer spells them; undefined for what is spelled in several ways. */
export function spellInAscii(text: string, umlauts: UmlautSpelling): string | undefined {
  if (!isSpellable(text)) return undefined;
  const composed = spellGreekPairs(text.normalize('NFC'));
  return foldToAscii(umlauts === 'ue' ? composed.replace(/[äöü]/giu, (letter) => `${letter}e`) : composed);
}

/** A name as it stands in a user name: lower-case letters, digits and inner hyphens. */
function foldName(name: string, umlauts: UmlautSpelling): string {
  const letters = name.normalize('NFC').replace(/[^\p{L}\p{M}\p{N}-]/gu, '');
  return (spellInAscii(letters, umlauts) ?? '')
    .toLowerCase()
    .replace(/[^a-z0-9-]/g, '')
    .replace(/-+/g, '-')
    .replace(/^-|-$/g, '');
}

function foldNames(names: Names, umlauts: UmlautSpelling): { first: string; last: string } {
  const givenName = names.givenName?.slice(0, LONGEST_NAME) ?? '';
  const surname = names.surname?.slice(0, LONGEST_NAME) ?? '';
  const displayName = names.displayName?.slice(0, LONGEST_NAME) ?? '';
  // A mail address stands in the place of a name: what the name is, nobody knows.
  if (givenName.includes('@') || surname.includes('@')) return { first: '', last: '' };
  const { first, last } =
    givenName === '' && surname === '' ? splitDisplayName(displayName) : tidyNames(givenName, surname);
  return { first: foldName(first, umlauts), last: foldName(last, umlauts) };
}

function cutTo(text: string, length: number): string {
  return trimEndOf(text.slice(0, length), '.-');
}

function join(first: string, last: string, pattern: UserNamePattern): string {
  if (first === '' || last === '') return first || last;
  switch (pattern) {
    case 'first.last':
      return `${first}.${last}`;
    case 'firstlast':
      return `${first}${last}`;
    case 'flast':
      return `${first.charAt(0)}${last}`;
    case 'f.last':
      return `${first.charAt(0)}.${last}`;
    case 'first':
      return first;
    case 'last.first':
      return `${last}.${first}`;
    case 'lastf':
      return `${last}${first.charAt(0)}`;
    case 'firstl':
      return `${first}${last.charAt(0)}`;
  }
}

/**
 * The part before the @ that the pattern makes of a name: at most 64 characters, legal ones only. A person with
 * one name gets that name. Empty when nothing is left of the name, and for one in letters that are spelled in several
 * ways, such as Chinese or Arabic.
 *
 * @example suggestLocalPart({ givenName: 'Zoë', surname: 'van Dyk' }, 'first.last') // zoe.vandyk
 */
export function suggestLocalPart(
  names: Names,
  pattern: UserNamePattern,
  umlauts: UmlautSpelling = 'u',
): string {
  const { first, last } = foldNames(names, umlauts);
  return cutTo(join(first, last, pattern), USER_NAME_LIMITS.localPart);
}

/** `ada2`, `ada3` … from `ada`; from `ada2` on it is `ada3`. */
function numberedVariants(localPart: string): string[] {
  const counter = /^(.*[^0-9])([1-9][0-9]?)$/.exec(localPart);
  const counted = counter !== null && Number(counter[2]) <= MAX_COUNTER;
  const base = counted ? (counter[1] ?? localPart) : localPart;
  const start = counted ? Number(counter[2]) + 1 : 2;
  return Array.from({ length: MAX_VARIANTS }, (_, step) => {
    const number = String(start + step);
    return `${base.slice(0, USER_NAME_LIMITS.localPart - number.length)}${number}`;
  });
}

function humanVariants({ first, last }: ReturnType<typeof foldNames>): string[] {
  if (first === '' || last === '') return [];
  return [`${first}.${last.charAt(0)}`, `${first}.${last}`, `${first.charAt(0)}.${last}`, `${first}${last}`];
}

/**
 * Up to 20 other names to try when `localPart` is taken, in the order people expect. A name that already holds
 * first and last name is numbered first (`ada.lovelace2`); a shorter one is first made longer (`ada` → `ada.l`).
 * Empty for an empty name.
 */
export function variantsOf(localPart: string, names: Names = {}, umlauts: UmlautSpelling = 'u'): string[] {
  if (localPart === '') return [];
  const folded = foldNames(names, umlauts);
  const human = humanVariants(folded).map((name) => cutTo(name, USER_NAME_LIMITS.localPart));
  const numbered = numberedVariants(localPart);
  const { first, last } = folded;
  const lower = localPart.toLowerCase();
  const holdsBoth = first !== '' && last !== '' && lower.includes(first) && lower.includes(last);
  const ordered = holdsBoth
    ? [...numbered.slice(0, 2), ...human, ...numbered.slice(2)]
    : [...human, ...numbered];
  return [...new Set(ordered)].filter((name) => name.toLowerCase() !== lower).slice(0, MAX_VARIANTS);
}

/** `ada@contoso.com` → both parts; without an @, or with nothing after it, there is no domain. Splits at the last @. */
export function splitUserName(text: string): { localPart: string; domain?: string } {
  const whole = text.trim();
  const at = whole.lastIndexOf('@');
  if (at < 0) return { localPart: whole };
  const domain = whole.slice(at + 1);
  return domain === '' ? { localPart: whole.slice(0, at) } : { localPart: whole.slice(0, at), domain };
}

/** Where in a text each run of these words may end, when it begins at one of these places. */
function endsOf(text: string, words: readonly string[], starts: readonly number[]): Set<number> {
  const ends = new Set(starts);
  for (let at = 0; at < text.length; at++) {
    if (!ends.has(at)) continue;
    for (const word of words) if (text.startsWith(word, at)) ends.add(at + word.length);
  }
  return ends;
}

/**
 * True when every part of the name before an @ is made of names of this person, perhaps with an initial before them or
 * the beginning of one behind: `alima`, `ada.lima2`, `adal` of Ada Lima, `mueller` and `muller` of Müller.
 */
export function isMadeOfNames(localPart: string, names: Names): boolean {
  const words = [names.givenName, names.surname, names.displayName]
    .flatMap((name) => (name ?? '').slice(0, LONGEST_NAME).split(/[\s,-]+/))
    .flatMap((word) => [foldName(word, 'u'), foldName(word, 'ue')])
    .filter((word) => word !== '');
  const isBeginning = (text: string): boolean => words.some((word) => word.startsWith(text));
  const isMade = (text: string): boolean => {
    const starts = isBeginning(text.slice(0, 1)) ? [0, 1] : [0];
    return [...endsOf(text, words, starts)].some((end) => isBeginning(text.slice(end)));
  };
  return localPart
    .toLowerCase()
    .split(/[^a-z]+/)
    .every(isMade);
}

import { leaveOutBrackets } from '../trimEnds.ts';
import {
  ALSO_FIRST_NAMES,
  ALSO_LAST_NAMES,
  countTitles,
  DESCENT,
  foldWord,
  isInitial,
  isSuffix,
  isTitle,
  listOf,
  NUMERALS,
  PARTICLES,
  partTitles,
} from './nameWords.ts';

/** The two names that a user name is made of, as written; empty where there is none, or nobody could tell. */
export interface TwoNames {
  first: string;
  last: string;
}

const NOBODY: TwoNames = { first: '', last: '' };

const PATRONYMIC = /(?:ович|евич|ьич|йович|овна|евна|ична|івна|ївна)$/iu;
/** Words of a Vietnamese name are written so, and the family's stands first. */
const VIETNAMESE = /[ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]/iu;
const VIETNAMESE_FAMILIES = listOf(
  'nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý đinh đoàn trương lâm mai đào trịnh hà cao châu tạ phùng tô lương',
);
/** Letters that are spelled the same way by everybody who spells them in Latin ones. */
const SPELLABLE =
  /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Georgian}\p{Script=Armenian}\p{M}\P{L}]*$/u;
/** True for a name that a user name can be made of: of a Chinese or an Arabic one nobody knows how it is spelled. */
export function isSpellable(name: string): boolean {
  return SPELLABLE.test(name);
}

/** Behind a last name, the one from before a marriage: `Strauß, geb. Klein`. */
const BORN = /,? (?:geb\.|geborene[nr]?|née|nata|nacida|ur\.|roz\.|z domu) ?\p{L}/u;

/**
 * Without what stands in brackets or quotation marks, without where somebody works, and without a name from before a
 * marriage: "Ada (Addy) Lima - HR".
 */
function leaveOutAsides(name: string): string {
  const [bare = ''] = leaveOutBrackets(partTitles(name), '([', ')]').split(BORN, 1);
  const [plain = ''] = bare.split(/ [-–—/|] /);
  const parts = plain.split(/["“”„«»]/);
  if (parts.length % 2 === 0) return plain;
  return parts.filter((_, index) => index % 2 === 0).join(' ');
}

/** {@link listNameWords} of a whole name, or of one of both in a field of its own. */
function listWordsOf(name: string, isField: boolean): string[] {
  const words = leaveOutAsides(name)
    .split(/[\s,]+/)
    .filter((word) => /[\p{L}\p{N}]/u.test(word));
  const isCapitals = words.every((word) => word === word.toUpperCase());
  const least = (suffix: string): number =>
    isCapitals || (!isField && ALSO_LAST_NAMES.has(foldWord(suffix)) && !name.includes(',')) ? 2 : 1;
  const isName = ALSO_FIRST_NAMES.has(words[0]?.toLowerCase() ?? '') && words.length <= (isField ? 1 : 2);
  if (!isName) words.splice(0, countTitles(words));
  for (let end = words.at(-1) ?? ''; words.length > least(end) && isSuffix(end); end = words.at(-1) ?? '')
    words.pop();
  const end = words.at(-1)?.toLowerCase() ?? '';
  if (words.length > 2 && (NUMERALS.has(end) || DESCENT.has(end))) words.pop();
  return words;
}

/** The words of a name without titles before it and degrees after it; none where nothing else is there. */
export function listNameWords(name: string): string[] {
  return listWordsOf(name, false);
}

/** A first name as people sign in with it: "Martin L." is Martin. */
function tidyFirst(name: string): string {
  const words = listWordsOf(name, true);
  const whole = words.filter((word, index) => index === 0 || !isInitial(word));
  return whole.join(' ');
}

function tidyLast(name: string): string {
  const words = listWordsOf(name, true);
  if (words.length > 1 && DESCENT.has(words.at(-1)?.toLowerCase() ?? '')) words.pop();
  return words.join(' ');
}

/** `Dr. Schmidt` and `Eva Dr.` without the title; what is nothing else stays. */
function leaveOutTitles(name: string): string {
  const words = name.split(/\s+/);
  const titles = countTitles(words);
  if (titles < words.length) words.splice(0, titles);
  while (
    words.length > 1 &&
    words.at(-1)?.endsWith('.') === true &&
    isTitle(words.at(-1) ?? '', words.length)
  )
    words.pop();
  return words.join(' ');
}

/** A first name from a field of its own as it is kept: `Dr. Ann` is Ann. `M. Night` and `Don` are names. */
export function leaveOutTitle(given: string): string {
  // One word is the name, whatever it is, unless a title is written together with it.
  if (!/[ .]/.test(given)) return given;
  const words = partTitles(given).split(' ');
  const titles = countTitles(words, (word) => isTitle(word, 1) && !isInitial(word));
  return titles < words.length ? words.slice(titles).join(' ') : given;
}

/** Which one of a family somebody is. It stays with the last name, and a degree does not. */
const OF_FAMILY = /^(?:jr|sr|junior|júnior|senior|i{2,3}|iv)$/i;

/** A last name from a field of its own as it is kept: `Lee MD` and `Lee, Ph.D.` are Lee. `Davis Jr.` and `LEE MA` stay. */
export function leaveOutDegrees(surname: string): string {
  if (!surname.includes(' ')) return surname;
  const words = surname.split(' ');
  const { length } = words;
  const isDegree = (word: string): boolean =>
    isSuffix(word.replace(/,$/, '')) && !OF_FAMILY.test(foldWord(word));
  while (words.length > 1 && isDegree(words.at(-1) ?? '') && /\p{Ll}/u.test(words.slice(0, -1).join('')))
    words.pop();
  return words.length === length ? surname : words.join(' ').replace(/,$/, '');
}

/** True for Nguyễn Văn An, whose family's name stands first. */
function isVietnamese(family: string, whole: string): boolean {
  return VIETNAMESE_FAMILIES.has(family.toLowerCase()) && VIETNAMESE.test(whole);
}

/** First and last name that stand in fields of their own. */
export function tidyNames(first: string, last: string): TwoNames {
  if (!isSpellable(first) || !isSpellable(last)) return NOBODY;
  const given = tidyFirst(first);
  const called = isVietnamese(last, `${first}${last}`) ? (given.split(' ').at(-1) ?? '') : given;
  return { first: called, last: tidyLast(last) };
}

const WITHOUT_BLANKS = /^[\p{Script=Han}\p{Script=Hangul}]+$/u;
const JAPANESE = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー・]+$/u;

/**
 * A display name of both names, in the order and with the blank that their language has.
 *
 * @param familyFirst true for Hungarian names, which no letter tells
 */
export function joinNames(first: string, last: string, familyFirst = false): string {
  const both = `${last}${first}`;
  if (WITHOUT_BLANKS.test(both)) return both;
  const isFamilyFirst = familyFirst || JAPANESE.test(both) || isVietnamese(last, both);
  return (isFamilyFirst ? `${last} ${first}` : `${first} ${last}`).trim();
}

/** Where a last name of several words begins: "van der Berg". */
function startOfLast(words: readonly string[]): number {
  const particle = words.findIndex((word, index) => index > 0 && PARTICLES.has(word.toLowerCase()));
  return particle > 0 && particle < words.length - 1 ? particle : words.length - 1;
}

function isCapital(word: string): boolean {
  return /^[\p{Lu}\p{M}'’.-]{2,}$/u.test(word) && /\p{Lu}.*\p{Lu}/u.test(word);
}

/** `PD` of PD James, which are no last name; NG is one. */
const INITIALS = /^(?!NG$)[B-DF-HJ-NP-TV-XZ]{2,3}$/;

function splitWords(words: readonly string[]): TwoNames {
  const [only = '', ...rest] = words;
  if (rest.length === 0) return { first: only, last: '' };
  const end = words.at(-1) ?? '';
  const join = (from: number, to?: number): string => words.slice(from, to).join(' ');
  if (PATRONYMIC.test(end) && words.length === 3) return { first: words[1] ?? '', last: only };
  if (isVietnamese(only, words.join('')) || only.toLowerCase() === 'nguyen')
    return { first: end, last: only };
  // LIMA Ada: as France and many lists write it.
  const capitals = INITIALS.test(only) ? [] : words.filter(isCapital);
  if (capitals.length > 0 && capitals.length < words.length) {
    const names = words.filter((word) => !isCapital(word) && !isInitial(word));
    const isOneRun = words.findLastIndex(isCapital) - words.findIndex(isCapital) === capitals.length - 1;
    if (names[0] !== undefined && isOneRun) return { first: names[0], last: capitals.join(' ') };
  }
  // van der Berg Piet
  if (PARTICLES.has(only) && words.length > 2) return { first: end, last: join(0, -1) };
  return { first: only, last: join(startOfLast(words)) };
}

/** `Braun Dr. Eva`, as Austrian lists have it: a title is written before the first name, wherever the last one stands. */
function splitAtTitle(words: readonly string[]): TwoNames | undefined {
  const isMiddle = (word: string, index: number): boolean =>
    index > 0 && word.endsWith('.') && isTitle(word, 1) && !isInitial(word) && !isSuffix(word);
  const at = words.findIndex(isMiddle);
  const given = at < 0 ? [] : words.slice(at + countTitles(words.slice(at)));
  const [first = ''] = tidyFirst(given.join(' ')).split(' ');
  return first === '' ? undefined : { first, last: tidyLast(words.slice(0, at).join(' ')) };
}

/** First names of one person; of more words some belong to the last name. */
const MOST_GIVEN = 2;
/** A longer text is a sentence, or the name of a room. */
const MOST_WORDS = 7;

/**
 * First and last name out of a display name: `Ada King Lovelace`, `Lovelace, Ada`, `Prof. Dr. Ada Lovelace (HR)`.
 * Both empty for what is no name of one person, and for names in letters that are spelled in several ways.
 */
export function splitDisplayName(displayName: string): TwoNames {
  const plain = leaveOutAsides(displayName);
  if (!isSpellable(plain) || /[@&+:;=]|(?:^|\s)\d+(?:\s|$)/.test(plain)) return NOBODY;
  const [whole = '', given, more] = leaveOutCredentials(plain)
    .split(',')
    .map((part) => part.split(/\s+/).filter((word) => word !== ''))
    .filter((words, index) => index === 0 || !words.every(isSuffix))
    .map((words) => words.join(' '));
  if (more !== undefined) return NOBODY;
  if (given !== undefined) {
    const [first = ''] = tidyFirst(given).split(' ');
    return { first, last: tidyLast(leaveOutTitles(whole)) };
  }
  const words = listNameWords(whole);
  if (words.length === 0 || words.length > MOST_WORDS) return NOBODY;
  return splitAtTitle(words) ?? splitWords(words);
}

function isTitlesOrSuffixes(words: readonly string[]): boolean {
  return countTitles(words) === words.length || words.every((word) => isSuffix(word) || isTitle(word, 1));
}

/**
 * A name without the titles, the degrees and the place in a family that stand behind commas: `Ek, Bo, PhD` and
 * `Jan Novák, Ing.` Those that are first names, too, stay where a last name may stand before the comma: `RAHMAN, MD`.
 */
export function leaveOutCredentials(name: string): string {
  const [whole = '', ...parts] = name.split(',');
  const isLastName = !/\S\s+\S/.test(whole.trim()) || whole === whole.toUpperCase();
  const mayBeFirst = (word: string): boolean =>
    ALSO_FIRST_NAMES.has(word.toLowerCase()) || ALSO_LAST_NAMES.has(foldWord(word));
  const kept = parts.filter((part, index) => {
    const words = part.split(/\s+/).filter((word) => word !== '');
    const isName = index === 0 && isLastName && words.some(mayBeFirst);
    return isName || !isTitlesOrSuffixes(words);
  });
  return [whole, ...kept].join(',');
}

/**
 * Both names out of a text that has the last name first: `Lima, Ada`, `De Luca Maria`, `Dr. Nagy István`. Both are
 * empty where nobody could tell where the first name begins.
 *
 * @param lastWords of how many words a last name without its particles mostly is, where no comma ends it
 */
export function splitSurnameFirst(text: string, lastWords = 1): TwoNames {
  const plain = leaveOutAsides(text);
  const bare = leaveOutCredentials(plain);
  // "Jane Goodall, PhD" has no comma after the last name.
  if (bare !== plain && !bare.includes(',')) return splitDisplayName(bare);
  const [whole = '', given, more] = bare.split(',').map((part) => part.trim());
  if (more !== undefined || whole === '') return NOBODY;
  const isParticle = (word: string): boolean => PARTICLES.has(word.toLowerCase());
  if (given !== undefined) {
    const words = leaveOutTitles(given).split(/\s+/);
    // "Stone, Ben" is called Ben, and "Berg, van der" by no first name.
    const isOnlyName = words.length === 1 && /^\p{Lu}/u.test(words[0] ?? '');
    const end = isOnlyName ? 1 : words.findLastIndex((word) => !isParticle(word)) + 1;
    const last = [...words.slice(end), leaveOutTitles(whole)].join(' ');
    return { first: words.slice(0, end).join(' '), last };
  }
  const words = listNameWords(whole);
  // Nobody signs in with it.
  if (words.length > 2 && PATRONYMIC.test(words.at(-1) ?? '')) words.pop();
  const start = words.findIndex((word) => !isParticle(word));
  // Szabóné Kiss Erzsébet: the husband's name and her own.
  const isWife = words.length === 3 && /\p{Ll}né$/u.test(words[start] ?? '');
  const end = Math.min(start + (isWife ? 2 : lastWords), words.length - 1);
  if (end <= start || words.length - end > MOST_GIVEN) return NOBODY;
  return { first: words.slice(end).join(' '), last: words.slice(0, end).join(' ') };
}

import { ALSO_LAST_NAMES, foldWord, isSuffix } from './nameWords.ts';

/** A word of at least two letters, without one in lower case. */
const CAPITALS = /\p{Lu}[\p{M}'’]*\p{Lu}/u;
/** How names that are in capitals otherwise begin: McDONALD, MacLEOD, DeVITO, d'ARC, von BRAUN. */
const SMALL_START =
  /(?<![\p{L}\p{M}])(?:(?:Mc|Mac|De|Di|La|Le|Du|Van|Von)(?=\p{Lu}{2})|d(?=['’]\p{Lu})|(?:van|von|de|der|den|del|da|di|du|dos|la|le|ten|ter|zu|zum|zur|y|af|av|bin)(?=[\s-]))/gu;
/** Scripts in which the letters of both cases match. Greek capitals have no accents, so that nobody could put them back. */
const SCRIPTS = /^[\p{Script=Latin}\p{Script=Cyrillic}\p{M}\P{L}]*$/u;

/** Words of a last name that stay small within it, as most of the people write it whose name has one. */
const SMALL = new Set(
  "van von vom zu zum zur der den de da do das dos du des del y e ter ten te 't op af av bin ibn".split(' '),
);
/** They are small after one of those: de la Cruz, de los Santos. La Fontaine begins with a capital. */
const SMALL_AFTER = new Set('la las los le'.split(' '));
/** Family names of Vietnam, where Văn is a name: Nguyen Van An. */
const VIETNAMESE = /^(?:nguyen|nguyễn|tran|trần|pham|phạm|hoang|hoàng|huynh|huỳnh|phan|dang|đặng|bui|bùi)$/u;
/** Which one of a family somebody is. */
const NUMERAL = /^(?:II|III|IV|VI{0,3}|IX)$/;
/** What an apostrophe parts from a name: O'Brien, D'Angelo, Dell'Oro, Sant'Anna. */
const BEFORE_APOSTROPHE = /^(?:[odlnm]|dell|dall|nell|all|sant)$/;

/**
 * True for a name that is written in capitals: `ADA LOVELACE`, `MÜLLER-LÜDENSCHEIDT`, `McDONALD`. Initials and one
 * letter are none, and neither is what only has a word in capitals: `Ada LOVELACE`.
 */
export function isInCapitals(name: string): boolean {
  if (!SCRIPTS.test(name)) return false;
  const plain = name.replace(/\([^()]{0,100}\)/g, '').replace(SMALL_START, '');
  return CAPITALS.test(plain) && !/\p{Ll}/u.test(plain);
}

function beginLarge(text: string, locale: string): string {
  const [first = '', ...rest] = text;
  return first.toLocaleUpperCase(locale) + rest.join('');
}

/** A word without blanks and hyphens. */
function writeWord(word: string, locale: string): string {
  const parts = word.toLocaleLowerCase(locale).split(/(?<=['’.])/u);
  const written = parts
    .map((part, index) => {
      const before = (parts[index - 1] ?? '').replace(/['’]$/u, '');
      const begins = index === 0 || before.endsWith('.') || BEFORE_APOSTROPHE.test(before);
      return begins ? beginLarge(part, locale) : part;
    })
    .join('');
  // McCarthy. Of MACDONALD nobody knows, since Mack and Machado have no second capital: MacDONALD says it.
  const second = /^Mac(?=\p{Lu}{2})/u.test(word) ? 3 : /^mc\p{L}{3}/iu.test(word) ? 2 : 0;
  if (second > 0) return written.slice(0, second) + beginLarge(written.slice(second), locale);
  return locale !== 'tr' && /^Ij\p{L}{2}/u.test(written) ? `IJ${written.slice(2)}` : written;
}

/**
 * A name in capitals as it is usually written: `Ada Lovelace`, `Müller-Lüdenscheidt`, `de la Cruz`. It is a suggestion:
 * families differ in it. What stands in brackets stays.
 *
 * @param locale `tr` for Turkish names, in which I is ı; `en` for others
 */
export function writeInMixedCase(name: string, locale: 'en' | 'tr'): string {
  const words = name.split(/\s+/);
  const isVietnamese = VIETNAMESE.test(words[0]?.toLowerCase() ?? '');
  let wasSmall = false;
  let inBrackets = false;
  return words
    .map((word, index) => {
      const isKept = inBrackets || word.startsWith('(');
      inBrackets = isKept && !word.endsWith(')');
      if (isKept) return word;
      const isLast = index === words.length - 1;
      const small = word.toLocaleLowerCase(locale);
      if (!isLast && !isVietnamese && (SMALL.has(small) || (wasSmall && SMALL_AFTER.has(small)))) {
        wasSmall = true;
        return small;
      }
      wasSmall = false;
      if (index > 0 && NUMERAL.test(word)) return word;
      const isDegree = index > 0 && isSuffix(word) && !ALSO_LAST_NAMES.has(foldWord(word));
      if (isDegree && !/^[JS]R\.?$/.test(word)) return word;
      return word
        .split('-')
        .map((part) => writeWord(part, locale))
        .join('-');
    })
    .join(' ');
}

/** Letters that no other language has of those written in Latin ones. */
const TURKISH = /[İĞ]/u;

/** The locale of a list's names, told by all of them. */
export function localeOfCapitals(names: readonly string[]): 'en' | 'tr' {
  return names.some((name) => TURKISH.test(name)) ? 'tr' : 'en';
}

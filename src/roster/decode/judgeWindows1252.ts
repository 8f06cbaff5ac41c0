/** Vowels as far as they are told from consonants here; y is neither. */
const V = '[aeiouàáâãäåæèéêëìíîïòóôõöøùúûü]';
const C = '[bcdfghjklmnpqrstvwxzçñßšž]';

/**
 * Letters where they stand in Western European names, in lower case, and where no other code page's letter would:
 * Windows-1250 has ř for ø, č for è, ń for ñ and ě for ì; 1254 has ı for ý; 1257 ē for ç; code pages 850 and 852
 * have ß for á, õ or ń for ä; Mac Roman has ö for š. A letter that is not here (ý, ð, þ, û, à) is often another one.
 */
const SURE_LETTERS = new RegExp(
  [
    '[öüéíóúô]',
    `(?<!${V})ä(?![aeo])|ä(?=ä)|(?<=ä)ä`,
    '(?<=[aeiouyäöü])ß',
    `(?<!${V})á(?!${V})|(?<=${C}i)á(?=n)|(?<=${C}u)á(?=r)|(?<=^se)á(?=n)`,
    '(?<=[aeiou])ë|ë(?=[aeiou])',
    '(?<=[aeouéè])ï(?=[cdhlmnsz])',
    `(?<=${C})è(?=(?:[cdglmnprstv]|[vbt]r|ch|gn|qu)e)|(?<=i)è(?=[rv]e)|(?<=${C})ès$`,
    '(?<=n)ês$',
    '(?<=ch)â|^â(?=ng)|(?<=[gt])â(?=nci)',
    '(?<=[ao])î(?=t)',
    '(?<=n)ç(?=[aou])|ç(?=[ãõ])|^ç(?=[aeiou])',
    'ñ(?=[aeiouáéíóú])',
    'ã(?=o)|ã(?=es?$)|õ(?=es$)',
    `(?<=${C})ò$`,
    `(?<!${V})ø(?=${C})|^ø(?=y)`,
    `(?<!${V})å(?=${C})`,
    `(?<=${C})æ(?=${C})`,
    `(?<=${V})š|š(?=${V})|^š(?=[klmnptv])`,
    `(?<=${V})ž|ž(?=${V})`,
    'œ(?=u)',
  ].join('|'),
  'gu',
);

/** Beside an acute accent these are Icelandic or Faroese: neither Turkish, whose ş, ğ and ı share their bytes, nor ţ. */
const ICELANDIC = /[þðýáíú]/gu;
const ACUTE = /[áéíóú]/u;
const THORN = /[þð]/u;

/** A name's word, or a word in capitals, or one in small letters that begins with one of ASCII. ß has no capital. */
const WORD_SHAPE = /^(?:(?:Mc|Mac|De|Di|Du|La|Le|Van|Von|Fitz)?\p{Lu}\p{Ll}+|[\p{Lu}ß]{3,}|[a-z]\p{Ll}+)$/u;

/** Typographic marks where they can be nothing else: í of Mac Roman and Æ of code page 850 share a byte with ’. */
const APOSTROPHE = /(?<=\p{L})’(?=\p{Lu})/gu;
const QUOTED = /(?<=^|[\s(])“([^“”]{1,60})”(?=$|[\s),.;:])/gu;
const DASH = /(?<=\s|\d)[–—](?=\s|\d)/gu;
const NO_BREAK_SPACE = /(?<=\p{Ll})\u00a0\u2060?(?=\p{Lu}\p{Ll})|(?<=[\d.,])\u00a0/gu;
/** One of those is in the cell. */
const MARKS = /[’“–—\u00a0]/;
/** The same in running text: d’équipe, Director’s, N° 5. */
const IN_TEXT = /(?<=(?<!\p{L})(?:[cdjlmnst]|qu))’(?=[aeiouhéèêàâîôœ])|’(?=s(?!\p{L}))|(?<=[nN\d])[°ºª]/giu;
/** Words of text may begin with a small letter beyond ASCII; a name that does had a capital in another code page. */
const SMALL_START = /(?<!\p{L})(?:à(?!\p{L})|[éäöüå](?=\p{Ll}{2}))/gu;

/** Files have few names beside their many rows. */
const MAX_KNOWN_WORDS = 5_000;

function isSureWord(word: string): boolean {
  const ascii = word.replace(/[^A-Za-z]/g, '');
  // A word of so few letters is often one of Chinese or Japanese, whose second bytes may be ASCII.
  if (ascii.length < 2 || word.length < 3 || !WORD_SHAPE.test(word)) return false;
  const lower = word.toLowerCase();
  const plain = ACUTE.test(lower) && THORN.test(lower) ? lower.replace(ICELANDIC, '') : lower;
  return !/[^a-z]/.test(plain.replace(SURE_LETTERS, ''));
}

/**
 * A judge for the cells of one file, which remembers its words. It answers true for a cell that is certainly right when
 * its bytes were read as Windows-1252: all letters beyond ASCII stand in Western European words as they are written
 * there. When in doubt false, which costs somebody one look.
 * `isText`: running text, such as a job title; otherwise a name.
 */
export function createWindows1252Judge(): (cell: string, isText: boolean) => boolean {
  const known = new Map<string, boolean>();

  function isKnownSure(word: string): boolean {
    const before = known.get(word);
    if (before !== undefined) return before;
    const isSure = isSureWord(word);
    if (known.size < MAX_KNOWN_WORDS) known.set(word, isSure);
    return isSure;
  }

  return (cell, isText) => isSurelyWindows1252(cell, isText, isKnownSure);
}

function isSurelyWindows1252(cell: string, isText: boolean, isSure: (word: string) => boolean): boolean {
  const plain = !MARKS.test(cell)
    ? cell
    : cell.replace(QUOTED, '$1').replace(APOSTROPHE, "'").replace(DASH, '-').replace(NO_BREAK_SPACE, ' ');
  const rest = isText ? plain.replace(IN_TEXT, "'").replace(SMALL_START, 'a') : plain;
  if (/[^\p{L}\x20-\x7e\s]|[\u00a0\u2060]/u.test(rest)) return false;
  const words = rest.match(/\p{L}+/gu) ?? [];
  return words.every((word) => /^[A-Za-z]+$/.test(word) || isSure(word));
}

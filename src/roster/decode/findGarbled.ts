/** The code of what is said of letters that were changed before the file came here. */
export const NAME_GARBLED = 'NAME_GARBLED';

/** What Windows-1252 shows for the second and later bytes of a character in UTF-8. */
const NEXT = '[\\u0080-\\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]';

/** Signs of a text that was read in one encoding and saved in another, in any cell. */
const GARBLED = new RegExp(
  [
    // UTF-8 read as Windows-1252: Ã« for ë, â€™ for ’, Ð for Cyrillic. É and Ö are left out: É” is a quoted name.
    `[ÂÃÄÅÎÏÐÑ×ØÙ]${NEXT}`,
    `[à-ï]${NEXT}{2}`,
    // Windows-1252 read as Latin-1, and the escapes of ISO-2022-JP.
    '[\\u0080-\\u009f\\u001b]',
    // UTF-8 read as a DOS code page or Mac Roman: ├½, √´.
    '[\\u2500-\\u259f]|√\\S',
    // Letters spelled out for HTML, addresses, mails and scripts.
    '&(?:#\\d{2,6}|#x[\\dA-Fa-f]{2,5}|amp|quot|apos|nbsp|szlig|aelig|AElig|rsquo|[A-Za-z](?:uml|acute|grave|circ|tilde|cedil|ring|caron|slash));',
    '[%=][C-F][\\dA-F][%=][89AB][\\dA-F]',
    '\\\\u[\\dA-Fa-f]{4}',
  ].join('|'),
  'u',
);

const LATIN = 'A-Za-zÀ-ÖØ-öø-ÿ';
const OTHER_SCRIPT = '\\u0370-\\u03ff\\u0400-\\u052f\\u0590-\\u06ff\\u0e00-\\u0e7f';
/** Signs and punctuation that are in no name, and letters in another code page. Not ´, which is typed for ’. */
const SIGNS = '[\\u00a1-\\u00a9\\u00ac-\\u00b3\\u00b6\\u00b8\\u00b9\\u00bc-\\u00bf×÷ƒ†‡‰˜ˆ∂∑∏∫≈∆◊]';

/** The same, where only a name tells it. */
const GARBLED_NAME = new RegExp(
  [
    '\\?',
    `\\p{L}${SIGNS}|${SIGNS}\\p{L}`,
    '\\p{L}[„‚“”…•]\\p{L}',
    // CittÃ, ZoÎ: a capital beyond ASCII after a small letter, unless after a prefix.
    '(?<!(?<!\\p{L})(?:Mc|Mac|De|Di|Du|La|Le|Fitz|Ní|Nic|[hntd]))(?<=\\p{Ll})[À-ÖØ-ÞŠŽŸŒ]',
    // Cyrillic, Greek and Chinese read as Windows-1252: Àííà, Àî. Not Sæþór and Üçüncü.
    '[À-ÖØ-öø-ÿ]{4}|(?<!\\p{L})[À-ÖØ-öø-ÿ]{2,3}(?!\\p{L})',
    // Windows-1250 read as Windows-1252: Dvoøák, Kuèera, Petroviæ.
    '[øØ][áéíúý]|[áéíúý][øØ]|[AEIOUaeiou]è[aeiou]|iæ(?!\\p{L})',
    `[${LATIN}][${OTHER_SCRIPT}]|[${OTHER_SCRIPT}][${LATIN}]`,
    '[A-Za-z][\\u3400-\\u9fff\\uac00-\\ud7af][a-z]',
  ].join('|'),
  'u',
);

/** True for a cell, as the file has it, in which letters were changed by whatever saved it. */
export function isGarbled(cell: string): boolean {
  return GARBLED.test(cell);
}

/** Single letters with a mark, each between plain ones, where nothing of the above can stand: most names beyond ASCII. */
const PLAIN_NAME = /^(?:[A-Za-z0-9 .,'-]|(?<=[A-Za-z])[äëïöüéñçõâêôåßš](?![^\0-\x7f]))+$/;

/** True for a name that no name looks like, because letters of it were lost or changed. */
export function isGarbledName(name: string): boolean {
  return !PLAIN_NAME.test(name) && GARBLED_NAME.test(name);
}

/**
 * The letters of languages that are written in Latin ones, and where those stand in their names, as far as another code
 * page has another letter at the same byte: Turkish ş is þ of Iceland, and Hungarian ő is õ of Estonia and Portugal.
 * Each is for one word in small letters; CLDR, exemplarCharacters, has the letters.
 */
const LANGUAGES: readonly RegExp[] = [
  // English, French, Dutch, Walloon
  /^(?!.*(?:sz|cz|zs|cs))(?:[a-zàæçéêëîïôùûüÿ]|â(?!u)|è(?!$|[aiou])|œ(?=u))+$/u,
  // Spanish, Galician
  /^[a-záéíóúüñ]+$/u,
  // Portuguese
  /^(?:[a-zàáâçéêíóôú]|ã(?=o|es?$|$)|õ(?=es?$))+$/u,
  // Italian
  /^[a-z'’]+[àèéìíòóùú]$/u,
  // Catalan
  /^(?:[a-jl-vxyzàçéíïòóúü]|è(?!$))+$/u,
  // German, Luxembourgish, Swedish, Finnish
  /^[a-zäöüåéëß]+$/u,
  // Danish, Norwegian, Sami
  /^(?:[a-zåøéöôü]|æ(?!$))+$/u,
  // Faroese, Icelandic: ð begins no word, and þ ends none
  /^(?!.*[cqwz])(?:[a-záéíóúýæöø]|þ(?=[aeiouáéíóúýæöjrv])|(?<=.)ð)+$/u,
  // Estonian
  /^[abd-pr-vzäõöüšž]+$/u,
  // Welsh, Irish, Scottish Gaelic
  /^[a-pr-uwyàèìòùáéíóúâêîôûŵŷ]+$/u,
  // Polish
  /^[a-pr-uwyząćęłńóśźż]+$/u,
  // Czech
  /^[a-zéíóúýáčďěňřšťůž]+$/u,
  // Slovak
  /^[a-záäčďéíĺľňóôŕšťúýž]+$/u,
  // Slovene, Croatian, Bosnian, Serbian
  /^[a-pr-vzčćđšž]+$/u,
  // Hungarian
  /^[a-pr-záéíóöőúüű]+$/u,
  // Romanian
  /^(?:[a-pr-vxzăâîșțş]|(?<=.)ţ)+$/u,
  // Turkish, Azerbaijani
  /^(?:[a-pr-vyzâçğıîöşûüə]|i\u0307)+$/u,
  // Lithuanian
  /^[a-pr-vyząčęėįšųūž]+$/u,
  // Latvian
  /^[a-pr-vzāčēģīķļņšūž]+$/u,
  // Albanian
  /^[a-vx-zçë]+$/u,
  // Vietnamese
  /^[a-eg-ik-vxyàáâãèéêìíòóôõùúýăđĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]+$/u,
];
/** What nearly every Icelandic name has, besides þ, ð and ý, which share their bytes with ş, ğ and ı. */
const ICELANDIC = /[áéíóúæ]|son(?!\p{L})|dótti/iu;
const THORN = /[þð]/iu;

/** Words of a name that have letters beyond ASCII. */
function listTelling(name: string): string[] {
  const words = name.normalize('NFC').match(/[\p{L}\p{M}]+/gu) ?? [];
  return words.filter((word) => /[^a-z]/i.test(word)).map((word) => word.toLowerCase());
}

/**
 * How well names that were read in some encoding are names of one language: the share of them that are, and a little
 * more where it is the same one for all. 0 for names in other letters than Latin ones, of which nothing tells it.
 */
export function fitLanguage(names: readonly string[]): number {
  const telling = names.map(listTelling).filter((words) => words.length > 0);
  if (telling.length === 0 || names.some((name) => /[^\p{Script=Latin}\P{L}]/u.test(name))) return 0;
  const fitting = telling.map((words) => LANGUAGES.filter((one) => words.every((word) => one.test(word))));
  const share = fitting.filter((languages) => languages.length > 0).length / telling.length;
  const isOne = LANGUAGES.some((language) => fitting.every((languages) => languages.includes(language)));
  const all = names.join(' ');
  const isDoubtful = THORN.test(all) && !ICELANDIC.test(all);
  return share + (isOne ? 0.5 : 0) - (isDoubtful ? 0.25 : 0);
}

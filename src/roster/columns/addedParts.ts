import type { ColumnMeaning } from './columnMeaning.ts';
import { holdsTitles, listValues, type Samples } from './guesses/weighValues.ts';
import { foldHeader } from './headerWords.ts';

function listHeaders(text: string): ReadonlySet<string> {
  return new Set(text.split(' ').map(foldHeader));
}

/** Over `Dr.` and `Mrs`, and `title` also over jobs. */
const TITLES = listHeaders(
  'title titel titre titolo título tytuł titul titulek tittel academictitle akademischertitel akadtitel akad.titel nametitle titlebeforename titulpřed prefix nameprefix honorificprefix honorific salutation anrede civilité appellativo tratamiento titulpředjménem',
);
const SUFFIXES = listHeaders(
  'suffix namesuffix suffixname honorificsuffix generationalsuffix generation generationsuffix generationsuffixcode',
);
/** After the street, as it is written where these words are. */
const NUMBERS_AFTER = listHeaders(
  'hausnummer hausnr hnr huisnummer huisnr nrdomu numerdomu númerodecasa numeroesterno númeroexterior númeroexterno númerodaporta numerocivico civico číslopopisné číslodomu čísloulice husnummer husnr gatenummer talonumero talonnumero házszám номердома номербудинку',
);
/** Before it. */
const NUMBERS_BEFORE = listHeaders(
  'housenumber houseno housenum streetnumber streetno streetnum numéroderue numérodevoie numérodelavoie nºrue',
);

/** True for a header of numbers that stand before their street. */
export function isNumberBefore(header: string): boolean {
  return NUMBERS_BEFORE.has(foldHeader(header));
}

/** What is known of a header. */
interface Known {
  meanings: readonly (ColumnMeaning | undefined)[];
  guesses: ReadonlySet<number>;
  composesNames: boolean;
}

/**
 * The header with what belongs to something that it has already: a title and `Jr.` to display names that are put
 * together, to which somebody has to agree, and the number of a house to its street.
 */
export function addParts<Header extends Known>(
  columns: readonly string[],
  header: Header,
  samples: Samples,
): Header {
  const meanings = [...header.meanings];
  const guesses = new Set(header.guesses);
  const add = (meaning: ColumnMeaning, isGuess: boolean, test: (index: number, word: string) => boolean) => {
    const index = columns.findIndex(
      (column, at) => meanings[at] === undefined && test(at, foldHeader(column)),
    );
    if (index < 0 || meanings.includes(meaning)) return;
    meanings[index] = meaning;
    if (isGuess) guesses.add(index);
  };
  if (header.composesNames) {
    add('nameTitle', true, (index, word) => TITLES.has(word) && holdsTitles(samples, index));
    add('nameSuffix', true, (index, word) => SUFFIXES.has(word) && listValues(samples, index).length > 0);
  }
  const street = meanings.indexOf('streetAddress');
  if (street >= 0) {
    add('houseNumber', guesses.has(street), (_, word) => NUMBERS_AFTER.has(word) || NUMBERS_BEFORE.has(word));
  }
  return { ...header, meanings, guesses };
}

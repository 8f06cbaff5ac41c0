import { listWords } from '../headerParts.ts';
import { foldHeader } from '../headerWords.ts';

type NameMeaning = 'displayName' | 'givenName' | 'surname';

/** Words for a name, which is the whole one, or the part of it that no other column has. */
const WHOLE_OR_REST = new Set(
  'name names naam nafn namn navn nimi nev név nama nominativo שם الاسم'.split(' ').map(foldHeader),
);
const WHOLE_OR_LAST = new Set('nom noms nume'.split(' '));
const WHOLE_OR_FIRST = new Set(
  'nombre nombres nome nomes jmeno meno ime имя имe 이름 名 名字 ad adı imię імя ім όνομα tên isim'
    .split(' ')
    .map(foldHeader),
);
/** Whose name it is, so that it is the person's own; the "s" is that of `Name(s)`. */
const WHOSE = new Set(
  's user employee employees worker staff person student pupil teacher member colleague associate hire starter joiner candidate new of the mitarbeiter mitarbeiterin mitarbeiters des der schuler lehrer de l la le du employe salarie agent eleve del empleado trabajador alumno dipendente medewerker medewerkers pracownika zamestnance do da aluno aluna colaborador funcionario trabalhador alunno allievo elevens elevs anstalldes medarbetare medarbetarens ansattes tyontekijan oppilaan opiskelijan ucznia zaka resource karyawan pegawai siswa pekerja'.split(
    ' ',
  ),
);
/** These stand for the name of whom they name. */
const PEOPLE = new Set(
  'employee hire starter joiner newcomer mitarbeiter trabajador empleado dipendente medewerker salarie pracownik alumno alumna student pupil leerling eleve elev schuler uczen medarbejder medarbetare ansatt ansat сотрудник работник'.split(
    ' ',
  ),
);
/** The whole name, whatever stands beside it. */
const WHOLE = new Set(
  'legal lengkap penuh full complete completo complet whole voller vollstandiger'.split(' '),
);
/** `Last Name, First Name` in one header: words for each. */
const GIVEN =
  /first|given|forename|vor(?:name|-|$)|pr[eé]nom|nombre|^nome$|voornaam|^imi[eę]$|jm[eé]no|förnamn|fornavn/iu;
const FAMILY =
  /last|family|surname|nach(?:name|-|$)|familienname|^nom$|apellido|cognome|achternaam|nazwisko|p[rř][ií]jmen[ií]|efternamn|etternavn|efternavn|^name$/iu;

/** What a header of both of a person's names has first; undefined for any other header. */
export function findBothNames(header: string): 'givenFirst' | 'surnameFirst' | undefined {
  const words = listWords(header);
  const given = words.findIndex((word) => GIVEN.test(word));
  // "First name" and "Legal Name - First Name" are one name; "Last Name, First Name" and "Name, Vorname" are two.
  const isEnglish = /^(?:first|given)$/iu.test(words[given] ?? '');
  const family = words.findIndex(
    (word) => FAMILY.test(word) && !GIVEN.test(word) && !(isEnglish && /^name$/iu.test(word)),
  );
  if (given < 0 || family < 0) return undefined;
  return given < family ? 'givenFirst' : 'surnameFirst';
}

/** The one word of a header such as `Employee` and `Alumno/a`, which stands for a name; of the latter the rest says nothing. */
function findPersonWord(words: readonly string[]): string | undefined {
  const [person = '', ...more] = words.filter((word) => word.length > 1 && word !== 'new');
  return more.length === 0 && PEOPLE.has(person) ? person : undefined;
}

/** True for `Employee` and `Student`: as a header they stand for a name, and as a value for what somebody is. */
export function isPersonWord(header: string): boolean {
  return findPersonWord(listWords(header).map(foldHeader)) !== undefined;
}

/** The word for a name in a header about nothing else, and whether it is surely the whole name. */
function findNameWord(header: string): { word: string; whole: boolean } | undefined {
  const words = listWords(header).map(foldHeader);
  const person = findPersonWord(words);
  if (person !== undefined) return { word: person, whole: true };
  // "Mitarbeitername" and "Elevnavn" are what "Name des Mitarbeiters" is.
  const compound = /^(\p{L}{4,}?)s?(?:name|namn|navn|naam)$/u.exec(words.join(''))?.[1] ?? '';
  if (words.length === 1 && PEOPLE.has(compound)) return { word: 'name', whole: false };
  const isName = (word: string): boolean =>
    WHOLE_OR_REST.has(word) || WHOLE_OR_LAST.has(word) || WHOLE_OR_FIRST.has(word);
  const word = words.find(isName);
  if (word === undefined || words.length > 4) return undefined;
  const others = words.filter((other) => other !== word);
  if (!others.every((other) => WHOSE.has(other) || WHOLE.has(other))) return undefined;
  return { word, whole: others.some((other) => WHOLE.has(other)) };
}

/** True for `Nom`, which is the last name beside a first one, however many words it has. */
export function isSurnameWord(header: string): boolean {
  return WHOLE_OR_LAST.has(findNameWord(header)?.word ?? '');
}

/** True for a header that only says "name", in any language. */
export function isNameWord(header: string): boolean {
  return findNameWord(header) !== undefined;
}

/**
 * What a header that only says "name" holds beside the other columns: `Name` is the first name beside a surname, and
 * the surname beside a first name. Undefined for any other header.
 *
 * @param isWhole whether its values hold those of the other name, too
 */
export function guessName(
  header: string,
  known: readonly unknown[],
  isWhole: (beside: NameMeaning) => boolean,
): NameMeaning | undefined {
  const found = findNameWord(header);
  if (found === undefined) return undefined;
  if (found.whole) return 'displayName';
  const [given, family] = [known.includes('givenName'), known.includes('surname')];
  if (given && !family && !WHOLE_OR_FIRST.has(found.word)) {
    return isWhole('givenName') ? 'displayName' : 'surname';
  }
  if (family && !given) {
    return isWhole('surname') ? 'displayName' : 'givenName';
  }
  return 'displayName';
}

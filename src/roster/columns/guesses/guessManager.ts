import type { ColumnMeaning } from '../columnMeaning.ts';
import {
  holdsMails,
  holdsMailsOfOne,
  holdsNamesOfPeople,
  holdsSurnamesFirst,
  listValues,
  type Samples,
} from './weighValues.ts';

/** Headers about whom somebody works for, as personnel systems and forms word them. */
const MANAGER =
  /(?<![\p{L}])(?:manager|supervisor|line ?lead|team ?lead(?:er)?|boss|report(?:s|ing) ?to|vorgesetzte[rn]?|führungskraft|teamleiter(?:in)?|responsable|sup[eé]rieure?|jefe|jefatura|supervisora?|superiore|responsabile|leidinggevende|przełożon[ya]|kierownik|nadřízen[ýá]|nadređen[ia]|vedouc[ií]|esimies|lähiesi(?:mies|henkilö)|(?:närmaste|närmsta) chef|nærmeste leder|gestora?|chefia|руководитель|начальник|上司|主管)/iu;
/** Headers with such a word about something else, or about something else of theirs. */
const OTHER =
  /(?:account|property|case|project|office|product|licen[sc]e|portal|hiring|(?:re)?sales) ?manager|manager of|is ?manager|manager[ _-]?(?:id|no|nr|num|number|code|phone|tel|mobile|title|job|position|level|role|status|flag|type|date|department)|(?:number|phone|title|position|location|department|date|id|level)\b|\?$/iu;

/** In the list of a school a "responsable" is a parent. */
const OF_SCHOOL = /class|curso|grado|niveau|[ée]l[èe]ve|alumn|responsable l[ée]gal/iu;

/** True for `Line Manager Email` and `Supervisor_Primary`. */
function isAboutManager(header: string): boolean {
  const plain = header
    .normalize('NFC')
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .replace(/_/g, ' ');
  return MANAGER.test(plain) && !OTHER.test(plain);
}

/**
 * The column that says who each person's manager is, by words about managers and by the people below them: addresses,
 * which tell namesakes apart, or else names. -1 where there is none, or the known one is as good.
 */
export function guessManager(
  columns: readonly string[],
  meanings: readonly (ColumnMeaning | undefined)[],
  samples: Samples,
): number {
  const known = meanings.indexOf('manager');
  if (known >= 0 && (samples.length === 0 || !holdsNames(samples, known))) return -1;
  const isOpen = (meaning: ColumnMeaning | undefined): boolean =>
    meaning === undefined || meaning === 'manager';
  const indexes = [...columns.keys()].filter(
    (index) => index !== known && isOpen(meanings[index]) && isAboutManager(columns[index] ?? ''),
  );
  if (indexes.length === 0 || columns.some((column) => OF_SCHOOL.test(column))) return -1;
  const withMails = indexes.find((index) => areColleagues(samples, index, meanings));
  if (withMails !== undefined || known >= 0) return withMails ?? -1;
  return indexes.find((index) => holdsNames(samples, index)) ?? -1;
}

function listDomains(samples: Samples, index: number): string[] {
  return listValues(samples, index).flatMap((value) => /@([^\s@]+)$/.exec(value)?.[1]?.toLowerCase() ?? []);
}

/** True for addresses at the domains that the people of the list sign in with. */
function areColleagues(
  samples: Samples,
  index: number,
  meanings: readonly (ColumnMeaning | undefined)[],
): boolean {
  if (!holdsMails(samples, index)) return false;
  const own = new Set(listDomains(samples, meanings.indexOf('userPrincipalName')));
  if (own.size === 0) return holdsMailsOfOne(samples, index);
  return listDomains(samples, index).every((domain) => own.has(domain));
}

function holdsNames(samples: Samples, index: number): boolean {
  return holdsNamesOfPeople(samples, index) || holdsSurnamesFirst(samples, index);
}

import { leaveOutCredentials } from '../../../domain/names/splitName.ts';
import { tidyValue } from '../../../domain/personRules.ts';
import type { PersonProperty } from '../../../domain/terms.ts';
import { unmarkFormula } from '../../write/formulaMark.ts';
import { plainName, splitRecipient, withoutListMark } from '../wholeName.ts';

/** The first rows of a file, whose values say what a header cannot. */
export type Samples = readonly (readonly string[])[];

const MAIL = /^[^\s@]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,9}$/u;
/** How people are addressed who have no title. */
const SALUTATIONS = new Set(
  'mr mrs ms miss mx sir herr herrn frau hr fr frk hra m mme mlle madame monsieur mademoiselle sr sra srta señor señora senhor senhora sig sigra signor signora dhr mevr mw meneer mevrouw pan pani'.split(
    ' ',
  ),
);
/** Words of which a title is made; `Sr. Engineer` has another one in it. */
const TITLES = new Set(
  'dr prof professor dott dottssa rev med rer nat phil jur univ pd priv doz habil hc ing dipl mag mgr bc mudr judr phdr'.split(
    ' ',
  ),
);

function listAddressWords(value: string): string[] {
  return value.split(/[\s-]+|(?<=\.)/).filter((word) => /\p{L}/u.test(word));
}

function foldAddress(word: string): string {
  return word.toLowerCase().replace(/\./g, '');
}

/** `Mrs`, and `Prof. Dr. med.` */
function isFormOfAddress(value: string): boolean {
  const words = listAddressWords(value).map(foldAddress);
  return words.length > 0 && words.every((word) => SALUTATIONS.has(word) || TITLES.has(word));
}

/** The title in a form of address: `Dr.` in `Frau Dr.`; empty in `Mrs` and in everything else. */
export function titleIn(value: string): string {
  if (!isFormOfAddress(value)) return '';
  const first = listAddressWords(value).find((word) => !SALUTATIONS.has(foldAddress(word)));
  return first === undefined ? '' : value.slice(value.indexOf(first));
}

function valueIn(cells: readonly string[], index: number): string {
  return tidyValue(unmarkFormula(cells[index] ?? ''));
}

/** The values of one column that are not blank. */
export function listValues(samples: Samples, index: number): string[] {
  return samples.map((cells) => valueIn(cells, index)).filter((value) => value !== '');
}

function areMostly(values: readonly string[], test: (value: string) => boolean): boolean {
  return values.length > 0 && values.filter(test).length * 2 > values.length;
}

/** True when most values of the column are mail addresses. */
export function holdsMails(samples: Samples, index: number): boolean {
  return areMostly(listValues(samples, index), (value) => MAIL.test(value));
}

/** Where people have private addresses. */
const PRIVATE_MAIL =
  /@(?:gmail|googlemail|outlook|hotmail|live|msn|yahoo|ymail|gmx|web|icloud|me|aol|proton|protonmail|t-online|orange|free|laposte|wanadoo|libero|seznam|wp|onet|o2|interia|mail|yandex|qq|163|126|naver)\.[a-z.]{2,6}$/;

/** True for an address at one of these. */
export function isPrivateAddress(address: string): boolean {
  return PRIVATE_MAIL.test(address.toLowerCase());
}

/** True when the column's values are addresses of one and the same domain, and that is no place of private ones. */
export function holdsMailsOfOne(samples: Samples, index: number): boolean {
  const values = listValues(samples, index).map((value) => value.toLowerCase());
  const mails = values.filter((value) => MAIL.test(value));
  const domains = new Set(mails.map((value) => value.slice(value.lastIndexOf('@'))));
  return (
    domains.size === 1 &&
    mails.length * 2 >= values.length &&
    !mails.some((value) => PRIVATE_MAIL.test(value))
  );
}

/** The same where a guest or two have theirs at another domain. */
export function holdsMailsMostlyOfOne(samples: Samples, index: number): boolean {
  const mails = listValues(samples, index).filter((value) => MAIL.test(value));
  const domainOf = (value: string): string => value.slice(value.lastIndexOf('@')).toLowerCase();
  const domains = new Map<string, number>();
  for (const mail of mails) domains.set(domainOf(mail), (domains.get(domainOf(mail)) ?? 0) + 1);
  const [domain = '', count = 0] = [...domains].sort(([, one], [, other]) => other - one)[0] ?? [];
  return count * 2 > listValues(samples, index).length && !PRIVATE_MAIL.test(domain);
}

/** Domains inside a network, at which no mail arrives (RFC 6762, appendix G, lists those in use). */
const INSIDE =
  /@(?:[\p{L}\p{N}-]{1,63}\.){0,8}(?:local|localdomain|lan|intranet|internal|private|corp|home|intern|domain)$/iu;

/** True when people sign in inside a network only: `lmarx@contoso.local`. */
export function holdsNamesInside(samples: Samples, index: number): boolean {
  return areMostly(listValues(samples, index), (value) => INSIDE.test(value));
}

/** True when a value looks like a mail address: none does below "Email verified", and in an empty column. */
export function holdsSomeMail(samples: Samples, index: number): boolean {
  return listValues(samples, index).some((value) => value.includes('@'));
}

/** True when the column has values, and no address or user name of a directory is among them. */
export function holdsNoMail(samples: Samples, index: number): boolean {
  return listValues(samples, index).length > 0 && !holdsSomeMail(samples, index);
}

/** What no mail address can be. */
const NO_MAIL: ReadonlySet<unknown> = new Set<PersonProperty>([
  'givenName',
  'surname',
  'jobTitle',
  'department',
  'officeLocation',
  'businessPhones',
  'mobilePhone',
  'faxNumber',
  'streetAddress',
  'city',
  'state',
  'postalCode',
  'country',
]);
const NAMES: ReadonlySet<unknown> = new Set<PersonProperty>(['displayName', 'givenName', 'surname']);

/** In English schools "UPN" is the Unique Pupil Number (Department for Education, "Unique pupil numbers"). */
const PUPIL_NUMBER = /^[A-HJ-NP-RT-Z]\d{11,12}[\dA-Z]$/;

/** True for `+1 206 555 0100` and `(206) 555-0100`: with a country's code, or with ten digits in several groups. */
function isPhone(value: string): boolean {
  const digits = value.replace(/\D/g, '').length;
  if (!/^[+(]?\d[\d ()/.-]{5,24}$/.test(value)) return false;
  return digits >= (value.startsWith('+') ? 7 : 10) && /\D/.test(value);
}

/** What a request or a task is, below `State`. */
const OF_REQUEST =
  /^(?:open|new|closed|draft|pending|submitted|approved|rejected|resolved|cancell?ed|(?:closed )?(?:in)?complete|completed|done|requested|fulfilled|(?:work )?in progress|on hold|awaiting .{1,30})$/i;

/** True when the values cannot be what the header says: no street is a mail address, and no job is "Mrs". */
export function contradicts(samples: Samples, index: number, meaning: unknown): boolean {
  if (meaning === 'userPrincipalName') {
    return areMostly(listValues(samples, index), (value) => PUPIL_NUMBER.test(value));
  }
  if (meaning === 'employeeId') {
    return areMostly(listValues(samples, index), (value) => value.startsWith('+') && isPhone(value));
  }
  if (meaning === 'state' && areMostly(listValues(samples, index), (value) => OF_REQUEST.test(value)))
    return true;
  if (NO_MAIL.has(meaning) && holdsMails(samples, index)) return true;
  if (meaning !== 'jobTitle') return false;
  // SharePoint's lists number their rows below "Title".
  return areMostly(listValues(samples, index), (value) => isFormOfAddress(value) || /^\d{1,4}$/.test(value));
}

/** Longer ones are the keys of a database: 00000000-0000-4000-8000-000000000001. */
const LONGEST_EMPLOYEE_ID = 16;

/** The same for what is a guess only: numbers are no name, a key of a database no employee ID, a path no department. */
export function contradictsGuess(samples: Samples, index: number, meaning: unknown): boolean {
  if (contradicts(samples, index, meaning)) return true;
  if (meaning === 'displayName' && holdsMails(samples, index)) return true;
  if (meaning === 'employeeId')
    return areMostly(
      listValues(samples, index),
      (value) => value.length > LONGEST_EMPLOYEE_ID || isPhone(value),
    );
  if (meaning === 'department')
    return areMostly(listValues(samples, index), (value) => value.startsWith('/'));
  return (
    NAMES.has(meaning) &&
    areMostly(listValues(samples, index), (value) => !/\p{L}/u.test(value) || /\d{3}/.test(value))
  );
}

/**
 * True when most values of the column are several words: whole names rather than a part of them.
 *
 * @param isLeftOut true for a word that makes no name a whole one
 */
export function holdsSeveralWords(
  samples: Samples,
  index: number,
  isLeftOut: (word: string) => boolean = () => false,
): boolean {
  const isSeveral = (value: string): boolean =>
    value.split(/[\s,]+/).filter((word) => word !== '' && !isLeftOut(word)).length > 1;
  return areMostly(listValues(samples, index), isSeveral);
}

/** True when the values of a column hold those of another one and more: `Ada Lima` beside `Lima`. */
export function holdsValuesOf(samples: Samples, index: number, other: number): boolean {
  const pairs = samples
    .map((cells) => [valueIn(cells, index), valueIn(cells, other)] as const)
    .filter(([one, two]) => one !== '' && two !== '');
  const holds = ([one, two]: readonly [string, string]): boolean =>
    one.length > two.length &&
    one
      .toLowerCase()
      .split(/[\s,]+/)
      .includes(two.toLowerCase());
  return pairs.length > 0 && pairs.filter(holds).length * 2 > pairs.length;
}

/** True when most values of the column are whole names and none is an address: `Ada Lima` below Jira's "User name". */
export function holdsWholeNames(samples: Samples, index: number): boolean {
  const isName = (value: string): boolean =>
    /^\p{Lu}[\p{L}\p{M}.'’-]*(?: [\p{L}\p{M}.'’-]+){1,4}$/u.test(value);
  return holdsNoMail(samples, index) && areMostly(listValues(samples, index), isName);
}

/** True when most values of the column are a name and its address: `Ada Lima <ada@contoso.com>`. */
export function holdsRecipients(samples: Samples, index: number): boolean {
  return areMostly(listValues(samples, index), (value) => splitRecipient(value) !== undefined);
}

/** A name in letters without capitals, which are written without a blank; longer ones are a company's or a street's. */
const NAME_WITHOUT_BLANK =
  /^[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}ー]{2,6}$/u;

/**
 * The same below a header that says so: in small letters and in those without capitals, too, with a title, an initial,
 * or the last name before a comma, with the mark of a list before it, and with an address or brackets behind it.
 */
export function holdsNamesOfPeople(samples: Samples, index: number): boolean {
  const isName = (value: string): boolean => {
    const name = plainName(value);
    return (
      /^\p{L}[\p{L}\p{M}.'’-]*(?:,? [\p{L}\p{M}.'’-]+){1,4}$/u.test(name) || NAME_WITHOUT_BLANK.test(name)
    );
  };
  return areMostly(listValues(samples, index), isName);
}

/** True when most values of the column have a last name, a comma and a first name: `Lima, Ada M`. */
export function holdsSurnamesFirst(samples: Samples, index: number): boolean {
  const isTurned = (value: string): boolean =>
    /^\p{L}[^,\d@]{0,60}, ?\p{L}[^,\d@]{0,60}$/u.test(leaveOutCredentials(withoutListMark(value)));
  return areMostly(listValues(samples, index), isTurned);
}

/** True when most values of the column are forms of address, and one has a title in it. */
export function holdsTitles(samples: Samples, index: number): boolean {
  const values = listValues(samples, index);
  return areMostly(values, isFormOfAddress) && values.some((value) => titleIn(value) !== '');
}

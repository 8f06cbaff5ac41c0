import type { OwnColumn, PersonProperty } from '../domain/terms.ts';
import { guessMeanings } from './guessHeader.ts';
import { FOREIGN_NAMES, foldHeader, indexWords } from './headerWords.ts';
import { isPasswordHeader, mentionsPassword } from './passwordHeaders.ts';

/** What a column holds. Passwords are never kept; the log's own columns are taken off again. */
export type ColumnMeaning = PersonProperty | OwnColumn | 'signInBlocked' | 'signInAllowed' | 'password';

/** A recognized header row. */
export interface RecognizedHeader {
  /** The name people see: `Microsoft 365 template`, `Entra template`, `Own columns`. */
  template: 'Microsoft 365 template' | 'Entra template' | 'Own columns';
  /** One for each column; undefined for one that is ignored. */
  meanings: readonly (ColumnMeaning | undefined)[];
  /** True when only the number and order of columns told what they are. */
  byPosition: boolean;
  /** Indexes of columns whose meaning somebody has to agree to. */
  guesses: ReadonlySet<number>;
  /** True when display names are put together from first and last names. */
  composesNames: boolean;
}

/** What the log file adds after the file's own columns. */
export const LOG_COLUMNS = ['Row', 'Severity', 'Problem', 'Suggested fix'] as const;

/** Microsoft: "Add several users at the same time to Microsoft 365": 16 columns, whose order is fixed. */
const TEMPLATE_ORDER: readonly PersonProperty[] = [
  'userPrincipalName',
  'givenName',
  'surname',
  'displayName',
  'jobTitle',
  'department',
  'officeLocation',
  'businessPhones',
  'mobilePhone',
  'faxNumber',
  'otherMails',
  'streetAddress',
  'city',
  'state',
  'postalCode',
  'country',
];
/** Until 2024 it had no alternate email address. */
const OLD_TEMPLATE_ORDER = TEMPLATE_ORDER.filter((property) => property !== 'otherMails');

/** Header words without blanks and punctuation, as the templates and Graph spell them, and a few everyday ones. */
const NAMES: Readonly<Record<ColumnMeaning, readonly string[]>> = {
  userPrincipalName: ['username', 'userprincipalname', 'upn', 'loginname', 'signinname'],
  displayName: ['displayname', 'fullname'],
  mailNickname: ['mailnickname', 'alias'],
  givenName: ['firstname', 'givenname', 'forename'],
  surname: ['lastname', 'surname', 'familyname'],
  jobTitle: ['jobtitle', 'title'],
  department: ['department'],
  officeLocation: ['officenumber', 'office', 'officelocation', 'physicaldeliveryofficename'],
  businessPhones: [
    'officephone',
    'businessphone',
    'businessphones',
    'telephonenumber',
    'phone',
    'phonenumber',
  ],
  mobilePhone: ['mobilephone', 'mobile', 'cellphone'],
  faxNumber: ['fax', 'faxnumber'],
  otherMails: ['alternateemailaddress', 'alternateemail', 'othermails'],
  streetAddress: ['address', 'streetaddress', 'street'],
  city: ['city'],
  state: ['stateorprovince', 'state', 'province'],
  postalCode: ['ziporpostalcode', 'zip', 'zipcode', 'postalcode', 'postcode'],
  country: ['countryorregion', 'country'],
  employeeId: ['employeeid'],
  usageLocation: ['usagelocation'],
  signInBlocked: ['blocksignin', 'blockcredential', 'signinblocked'],
  signInAllowed: ['accountenabled', 'signinallowed', 'signin', 'signinstatus'],
  licenses: ['license', 'licenses', 'licence', 'licences', 'assignedlicenses', 'productlicenses'],
  groups: ['group', 'groups', 'groupname', 'groupnames', 'memberof', 'groupmembership', 'groupmemberships'],
  manager: [
    'manager',
    'managerusername',
    'manageruserprincipalname',
    'managerupn',
    'manageremail',
    'reportsto',
  ],
  recipients: ['passwordrecipient', 'passwordrecipients', 'sendpasswordto', 'sendpasswordsto'],
  password: ['password', 'initialpassword', 'temporarypassword', 'passwordprofile'],
};
const BY_NAME: ReadonlyMap<string, ColumnMeaning> = new Map(
  (Object.entries(NAMES) as [ColumnMeaning, readonly string[]][]).flatMap(([meaning, names]) =>
    names.map((name) => [name, meaning] as const),
  ),
);
const FOREIGN = indexWords(FOREIGN_NAMES);
function meaningOf(header: string): ColumnMeaning | undefined {
  const plain = header.normalize('NFC').toLowerCase();
  const word = plain.replace(/\((?:yes\/no|required)\)|required$/g, '').replace(/[^\p{L}\p{N}]/gu, '');
  const named = BY_NAME.get(word);
  return named ?? (isPasswordHeader(header) ? 'password' : undefined);
}

function foreignMeaningOf(header: string): ColumnMeaning | undefined {
  return FOREIGN.get(foldHeader(header));
}

/** The Entra template names its properties in brackets, in every language; it asks whether to *block* sign-in. */
function bracketedMeaningOf(header: string): ColumnMeaning | undefined {
  const property = /\[\s*([A-Za-z]+)\s*\]/.exec(header)?.[1];
  if (property === undefined) return undefined;
  return property.toLowerCase() === 'accountenabled' ? 'signInBlocked' : meaningOf(property);
}

function namesPeople(meanings: readonly (ColumnMeaning | undefined)[]): boolean {
  return meanings.includes('userPrincipalName') && meanings.includes('displayName');
}

function isOrder(meanings: readonly unknown[], order: readonly PersonProperty[]): boolean {
  return meanings.length === order.length && order.every((property, index) => meanings[index] === property);
}

const MAIL_WORDS: ReadonlySet<string> = new Set(['mail', 'email', 'emailaddress', 'mailaddress']);

/** The column of user names by its header; without one, a column of mail addresses, which often are the same; or -1. */
export function findUserNameColumn(columns: readonly string[]): number {
  const isUserName = (column: string): boolean =>
    (bracketedMeaningOf(column) ?? meaningOf(column) ?? foreignMeaningOf(column)) === 'userPrincipalName';
  const named = columns.findIndex(isUserName);
  if (named >= 0) return named;
  return columns.findIndex((column) => MAIL_WORDS.has(column.toLowerCase().replace(/[^a-z]/g, '')));
}

/** Columns that two headers claim; their values would overwrite each other. What is about passwords is not used. */
export function findRepeatedColumns(columns: readonly string[], header: RecognizedHeader): string[] {
  return columns.filter((column, index) => {
    const meaning = header.meanings[index];
    if (meaning === 'password' || (meaning === undefined && mentionsPassword(column))) return false;
    const before = columns.slice(0, index);
    if (meaning !== undefined && header.meanings.indexOf(meaning) < index) return true;
    if (header.byPosition || column === '') return false;
    return before.some((other) => other.toLowerCase() === column.toLowerCase());
  });
}

/** Of foreign labels only the first four columns count: later ones are often translated wrongly. */
const TELLING_COLUMNS = 4;

function fitsOrder(
  order: readonly PersonProperty[],
  english: readonly (ColumnMeaning | undefined)[],
  anyLanguage: readonly (ColumnMeaning | undefined)[],
): boolean {
  const contradicts = (meaning: ColumnMeaning | undefined, index: number): boolean =>
    meaning !== undefined && meaning !== order[index];
  return !english.some(contradicts) && !anyLanguage.slice(0, TELLING_COLUMNS).some(contradicts);
}

/** Columns that are about people, if only by a guess. */
function guessHeader(
  columns: readonly string[],
  certain: readonly (ColumnMeaning | undefined)[],
): RecognizedHeader | undefined {
  const find = (word: string): ColumnMeaning | undefined => meaningOf(word) ?? FOREIGN.get(word);
  const meanings = guessMeanings(columns, certain, find);
  const bothNames = meanings.includes('givenName') && meanings.includes('surname');
  if (!bothNames && !namesPeople(meanings)) return undefined;
  const guesses = new Set(meanings.flatMap((meaning, index) => (meaning === certain[index] ? [] : [index])));
  const composesNames = !meanings.includes('displayName');
  return { template: 'Own columns', meanings, byPosition: false, guesses, composesNames };
}

/**
 * What the columns hold: by the Entra template's bracketed names; by English names, in any order, when at least
 * user name and display name are among them; by the Microsoft 365 template's order, for which Microsoft allows
 * labels in any language; by names in other languages; or by a guess. Undefined when none of it fits.
 */
export function recognizeHeader(columns: readonly string[]): RecognizedHeader | undefined {
  const sure = { byPosition: false, guesses: new Set<number>(), composesNames: false } as const;
  const bracketed = columns.map(bracketedMeaningOf);
  const named = columns.map(meaningOf);
  if (namesPeople(bracketed)) {
    const meanings = bracketed.map((meaning, index) => meaning ?? named[index]);
    return { ...sure, template: 'Entra template', meanings };
  }
  const order = [TEMPLATE_ORDER, OLD_TEMPLATE_ORDER].find(({ length }) => length === columns.length);
  if (namesPeople(named)) {
    const template = order !== undefined && isOrder(named, order) ? 'Microsoft 365 template' : 'Own columns';
    return { ...sure, template, meanings: named };
  }
  if (columns.some((column) => column.includes('@'))) return undefined;
  const anyLanguage = columns.map((column, index) => named[index] ?? foreignMeaningOf(column));
  if (order !== undefined && fitsOrder(order, named, anyLanguage)) {
    return { ...sure, template: 'Microsoft 365 template', meanings: order, byPosition: true };
  }
  if (namesPeople(anyLanguage)) return { ...sure, template: 'Own columns', meanings: anyLanguage };
  return guessHeader(columns, anyLanguage);
}

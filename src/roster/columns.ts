import type { PersonProperty } from '../domain/terms.ts';

/** What a column holds. Passwords are never kept; the log's own columns are taken off again. */
type ColumnMeaning = PersonProperty | 'signInBlocked' | 'signInAllowed' | 'password';

/** A recognized header row. */
export interface RecognizedHeader {
  /** The name people see: `Microsoft 365 template`, `Entra template`, `Own columns`. */
  template: 'Microsoft 365 template' | 'Entra template' | 'Own columns';
  /** One for each column; undefined for one that is ignored. */
  meanings: readonly (ColumnMeaning | undefined)[];
  /** True when only the number and order of columns told what they are. */
  byPosition: boolean;
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
  signInAllowed: ['accountenabled', 'signinallowed'],
  password: ['password', 'initialpassword', 'temporarypassword', 'passwordprofile'],
};
const BY_NAME: ReadonlyMap<string, ColumnMeaning> = new Map(
  (Object.entries(NAMES) as [ColumnMeaning, readonly string[]][]).flatMap(([meaning, names]) =>
    names.map((name) => [name, meaning] as const),
  ),
);
/** A column for passwords by any name, so that none is kept by mistake. */
const PASSWORD_WORDS =
  /pass\s*(word|wort|phrase|code)|kennwort|mot de passe|contrase|senha|wachtwoord|l[öo]senord|парол/i;

function meaningOf(header: string): ColumnMeaning | undefined {
  const plain = header.normalize('NFC').toLowerCase();
  const word = plain.replace(/\((?:yes\/no|required)\)|required$/g, '').replace(/[^\p{L}\p{N}]/gu, '');
  const named = BY_NAME.get(word);
  return named ?? (PASSWORD_WORDS.test(plain) ? 'password' : undefined);
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

/** Columns that two headers claim; their values would overwrite each other. */
export function findRepeatedColumns(columns: readonly string[], header: RecognizedHeader): string[] {
  return columns.filter((column, index) => {
    const meaning = header.meanings[index];
    const before = columns.slice(0, index);
    if (meaning !== undefined && header.meanings.indexOf(meaning) < index) return true;
    if (header.byPosition || column === '') return false;
    return before.some((other) => other.toLowerCase() === column.toLowerCase());
  });
}

/**
 * What the columns hold: by the Entra template's bracketed names; by English names, in any order, when at least
 * user name and display name are among them; otherwise by the Microsoft 365 template's order, for which Microsoft
 * allows labels in any language. Undefined when none of it fits.
 */
export function recognizeHeader(columns: readonly string[]): RecognizedHeader | undefined {
  const bracketed = columns.map(bracketedMeaningOf);
  const named = columns.map(meaningOf);
  if (namesPeople(bracketed)) {
    const meanings = bracketed.map((meaning, index) => meaning ?? named[index]);
    return { template: 'Entra template', meanings, byPosition: false };
  }
  const order = [TEMPLATE_ORDER, OLD_TEMPLATE_ORDER].find(({ length }) => length === columns.length);
  if (namesPeople(named)) {
    const template = order !== undefined && isOrder(named, order) ? 'Microsoft 365 template' : 'Own columns';
    return { template, meanings: named, byPosition: false };
  }
  if (order === undefined || columns.some((column) => column.includes('@'))) return undefined;
  const contradicts = named.some((meaning, index) => meaning !== undefined && meaning !== order[index]);
  return contradicts ? undefined : { template: 'Microsoft 365 template', meanings: order, byPosition: true };
}

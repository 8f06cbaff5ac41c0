import type { ColumnMeaning } from './columnMeaning.ts';
import { guessMeanings, likelyMeaning, nameBeside } from './guessHeader.ts';
import { findBothNames } from './guessNames.ts';
import { FOREIGN_NAMES, foldHeader, indexWords, type NamePart } from './headerWords.ts';
import { isPasswordHeader, mentionsPassword } from './passwordHeaders.ts';
import { findSignIn } from './signInHeaders.ts';
import { isTemplate, readByPosition } from './templateOrder.ts';
import { contradicts, type Samples } from './weighValues.ts';

/** A recognized header row. */
export interface RecognizedHeader {
  /** The name people see. */
  template: 'Microsoft 365 template' | 'Entra template' | 'Results file' | 'Own columns';
  /** One for each column; undefined for one that is ignored. */
  meanings: readonly (ColumnMeaning | undefined)[];
  /** True when only the number and order of columns told what they are. */
  byPosition: boolean;
  /** Indexes of columns whose meaning somebody has to agree to. */
  guesses: ReadonlySet<number>;
  /** True when display names are put together from first and last names. */
  composesNames: boolean;
  /** Index of a column of both names, the surname first: `Lima, Ada`. */
  surnameFirst?: number;
}

/** Meaning → the header over it, as the file spells it. */
export type ColumnNames = Readonly<Partial<Record<ColumnMeaning, string>>>;

/** The header over each meaning. */
export function nameMeanings(columns: readonly string[], { meanings }: RecognizedHeader): ColumnNames {
  return Object.fromEntries(
    columns.flatMap((column, index) => {
      const meaning = meanings[index];
      return meaning === undefined ? [] : [[meaning, column]];
    }),
  );
}

/** What the log file adds after the file's own columns. */
export const LOG_COLUMNS = ['Row', 'Severity', 'Problem', 'Suggested fix'] as const;

/** The header of a results file, in which those who were created are no people to create. */
export const RESULT_COLUMNS = [
  'Row',
  'Display name',
  'Username',
  'Object ID',
  'Status',
  'Licenses',
  'Groups',
  'Manager',
  'Password mail',
  'Reason',
] as const;

/** Header words without blanks and punctuation, as the templates and Graph spell them, and a few everyday ones. */
const NAMES: Readonly<
  Record<Exclude<ColumnMeaning, NamePart | 'status' | 'accountControl'>, readonly string[]>
> = {
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
const FOREIGN: ReadonlyMap<string, ColumnMeaning> = indexWords(FOREIGN_NAMES);

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

function isResults(columns: readonly string[]): boolean {
  return RESULT_COLUMNS.length === columns.length && RESULT_COLUMNS.every((name, at) => columns[at] === name);
}

type Meanings = readonly (ColumnMeaning | undefined)[];

/** Twice as many as a personnel system exports; guessing takes some 0.03 ms for each, in every line at the start. */
const MOST_GUESSED = 300;

/** Columns that are about people, if only by a guess. */
function guessHeader(
  columns: readonly string[],
  certain: Meanings,
  samples: Samples,
): RecognizedHeader | undefined {
  if (columns.length > MOST_GUESSED) return undefined;
  const find = (word: string): ColumnMeaning | undefined => BY_NAME.get(word) ?? FOREIGN.get(word);
  const meanings = guessMeanings(columns, certain, find, samples);
  const bothNames = meanings.includes('givenName') && meanings.includes('surname');
  if (!bothNames && !namesPeople(meanings)) return undefined;
  const guesses = new Set(meanings.flatMap((meaning, index) => (meaning === certain[index] ? [] : [index])));
  const composesNames = !meanings.includes('displayName');
  const whole = meanings.indexOf('displayName');
  const surnameFirst = !bothNames && findBothNames(columns[whole] ?? '') === 'surnameFirst';
  const template = 'Own columns';
  return {
    template,
    meanings,
    byPosition: false,
    guesses,
    composesNames,
    ...(surnameFirst ? { surnameFirst: whole } : {}),
  };
}

/** With a display name, a column that only says "name" beside one of the other two can be but the third. */
function settleNames(columns: readonly string[], certain: Meanings, samples: Samples): Meanings {
  if (!certain.includes('displayName')) return certain;
  const meanings = [...certain];
  for (const index of columns.keys()) {
    const meaning = certain[index] ?? nameBeside(columns, certain, index, samples);
    if (!meanings.includes(meaning)) meanings[index] = meaning;
  }
  return meanings;
}

/** Columns that say whether somebody may sign in, under headers that may mean another thing. None is one twice. */
function addSignIn(columns: readonly string[], named: Meanings, samples: Samples): Meanings {
  const meanings = [...named];
  for (const [index, column] of columns.entries()) {
    const meaning = findSignIn(column, samples, index);
    if (meaning !== undefined && !meanings.includes(meaning)) meanings[index] = meaning;
  }
  return meanings;
}

/**
 * What the columns hold: by the Entra template's bracketed names; by English names, in any order, when at least
 * user name and display name are among them; by the Microsoft 365 template's order, when its labels are known in
 * some language; by names in other languages; by a guess; or by the number of columns, which is a guess, too.
 * Undefined when none of it fits.
 *
 * @param samples the first rows: what their values rule out is no meaning of a column
 */
export function recognizeHeader(
  columns: readonly string[],
  samples: Samples = [],
): RecognizedHeader | undefined {
  const sure = { byPosition: false, guesses: new Set<number>(), composesNames: false } as const;
  const bracketed = columns.map(bracketedMeaningOf);
  const plausible = (meaning: ColumnMeaning | undefined, index: number): ColumnMeaning | undefined =>
    contradicts(samples, index, meaning) ? undefined : meaning;
  const named = addSignIn(columns, columns.map(meaningOf).map(plausible), samples);
  if (namesPeople(bracketed)) {
    const meanings = bracketed.map((meaning, index) => meaning ?? named[index]);
    return { ...sure, template: 'Entra template', meanings };
  }
  if (isResults(columns)) return { ...sure, template: 'Results file', meanings: columns.map(meaningOf) };
  if (namesPeople(named)) {
    const template = isTemplate(columns.map(meaningOf)) ? 'Microsoft 365 template' : 'Own columns';
    return { ...sure, template, meanings: settleNames(columns, named, samples) };
  }
  if (columns.some((column) => column.includes('@'))) return undefined;
  const foreign = columns.map((column, index) => named[index] ?? plausible(foreignMeaningOf(column), index));
  const certain = settleNames(columns, foreign, samples);
  const place = readByPosition(columns, named, certain, columns.map(likelyMeaning));
  const byPlace = (): RecognizedHeader | undefined =>
    place && {
      ...sure,
      template: 'Microsoft 365 template',
      meanings: place.order,
      byPosition: true,
      guesses: place.guesses,
    };
  if (place?.fits === true) return byPlace();
  if (namesPeople(certain)) return { ...sure, template: 'Own columns', meanings: certain };
  return guessHeader(columns, certain, samples) ?? byPlace();
}

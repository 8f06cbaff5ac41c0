import { leaveOutBrackets } from '../../domain/trimEnds.ts';
import type { ColumnMeaning } from './columnMeaning.ts';
import { FOREIGN_NAMES, foldHeader, indexWords, type NamePart } from './headerWords.ts';
import { isPasswordHeader, mentionsPassword } from './passwordHeaders.ts';

/** Header words without blanks and punctuation, as the templates and Graph spell them, and a few everyday ones. */
const NAMES: Readonly<
  Record<
    Exclude<ColumnMeaning, NamePart | 'domain' | 'houseNumber' | 'status' | 'accountControl' | 'leavingDate'>,
    readonly string[]
  >
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
  faxNumber: ['fax', 'faxnumber', 'facsimiletelephonenumber'],
  otherMails: ['alternateemailaddress', 'alternateemail', 'othermails'],
  streetAddress: ['address', 'streetaddress', 'street'],
  city: ['city'],
  state: ['stateorprovince', 'state', 'province'],
  postalCode: ['ziporpostalcode', 'zip', 'zipcode', 'postalcode', 'postcode'],
  country: ['countryorregion', 'country', 'countryregion'],
  employeeId: ['employeeid'],
  usageLocation: ['usagelocation'],
  signInBlocked: ['blocksignin', 'blockcredential', 'signinblocked'],
  signInAllowed: ['accountenabled', 'signinallowed', 'signin', 'signinstatus'],
  licenses: [
    'license',
    'licenses',
    'licensetype',
    'licencetype',
    'licensename',
    'licensenames',
    'assignedlicense',
    'licensesassigned',
    'm365license',
    'o365license',
    'microsoft365license',
    'office365license',
    'licence',
    'licences',
    'assignedlicenses',
    'productlicenses',
    'assignedproducts',
  ],
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

/** What a header means in English, or as a word for passwords in any language. */
export function meaningOf(header: string): ColumnMeaning | undefined {
  const plain = header.normalize('NFC').toLowerCase();
  const word = plain.replace(/\((?:yes\/no|required)\)|required$/g, '').replace(/[^\p{L}\p{N}]/gu, '');
  const named = BY_NAME.get(word);
  return named ?? (isPasswordHeader(header) ? 'password' : undefined);
}

/** What a header certainly means in another language. */
export function foreignMeaningOf(header: string): ColumnMeaning | undefined {
  const named = FOREIGN.get(foldHeader(header));
  if (named !== undefined || !/[（(]/.test(header) || mentionsPassword(header)) return named;
  // 氏名（漢字）: what stands in brackets says how it is written.
  return FOREIGN.get(foldHeader(leaveOutBrackets(header, '（(', '）)')));
}

/** The Entra template names its properties in brackets, in every language; it asks whether to *block* sign-in. */
export function bracketedMeaningOf(header: string): ColumnMeaning | undefined {
  const property = /\[\s*([A-Za-z]+)\s*\]/.exec(header)?.[1];
  if (property === undefined) return undefined;
  return property.toLowerCase() === 'accountenabled' ? 'signInBlocked' : meaningOf(property);
}

/** What a whole word certainly means, in any language. */
export const findWord = (word: string): ColumnMeaning | undefined => BY_NAME.get(word) ?? FOREIGN.get(word);

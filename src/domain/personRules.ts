import { spellInAscii, USER_NAME_LIMITS } from './names/userName.ts';
import { type Complaint, checkUserName, findUserName } from './names/userNameRules.ts';
import { isMailAddress } from './recipients.ts';
import type { Person, PersonProperty, Problem } from './terms.ts';
import { findUsageLocation, isUsageLocation } from './usageLocations.ts';

/** What the directory accepts for one property. */
export interface PersonRule {
  /** The English wording of the Microsoft 365 template's column. */
  label: string;
  /** In UTF-16 units, as JavaScript and the directory count. */
  maxLength: number;
  required: boolean;
  /** Which characters are allowed; `text` allows any that print. */
  characters: 'text' | 'name' | 'userName' | 'nickname' | 'mail' | 'location';
}

function rule(label: string, maxLength: number, more: Partial<PersonRule> = {}): PersonRule {
  return { label, maxLength, required: false, characters: 'text', ...more };
}

/**
 * Limits of the API, which are wider in places than those of the admin center's template. Microsoft: "user resource
 * type" in Graph v1.0; officeLocation, businessPhones and faxNumber, for which it states none, as in Microsoft
 * 365's "Add several users at the same time".
 */
export const PERSON_RULES: Readonly<Record<PersonProperty, PersonRule>> = {
  userPrincipalName: rule('User name', USER_NAME_LIMITS.whole, { required: true, characters: 'userName' }),
  displayName: rule('Display name', 256, { required: true }),
  mailNickname: rule('Mail nickname', 64, { characters: 'nickname' }),
  givenName: rule('First name', 64, { characters: 'name' }),
  surname: rule('Last name', 64, { characters: 'name' }),
  jobTitle: rule('Job title', 128),
  department: rule('Department', 64),
  officeLocation: rule('Office number', 128),
  businessPhones: rule('Office phone', 64),
  mobilePhone: rule('Mobile phone', 64),
  faxNumber: rule('Fax', 64),
  otherMails: rule('Alternate email address', 250, { characters: 'mail' }),
  streetAddress: rule('Address', 1024),
  city: rule('City', 128),
  state: rule('State or province', 128),
  postalCode: rule('ZIP or postal code', 40),
  country: rule('Country or region', 128),
  employeeId: rule('Employee ID', 16),
  usageLocation: rule('Usage location', 2, { characters: 'location' }),
};

/** Twice the longest value of all: what is longer is told so before anything looks for more in it. */
const FAR_TOO_LONG = 2 * PERSON_RULES.streetAddress.maxLength;

const PROPERTIES = Object.keys(PERSON_RULES) as PersonProperty[];

/** Characters that show nothing or turn text around; joiners (U+200C, U+200D) stay, names need them. */
const INVISIBLE = /[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]|\p{Cs}/gu;
/** Blanks other than the ideographic one (U+3000), which Japanese names keep. */
const ODD_BLANKS = /(?!\u3000)\p{Zs}/gu;

/** Anything but ASCII that prints and the letters from U+00A1 to U+024F, which are composed already. */
const NEEDS_TIDYING = /[^ -~\u00a1-\u00ac\u00ae-\u024f]/;

/** True for text that is tidy without a closer look, as nearly every cell of a large file is. */
function isPlain(text: string): boolean {
  return !text.startsWith(' ') && !text.endsWith(' ') && !NEEDS_TIDYING.test(text);
}

/**
 * Text as it is kept: no control or invisible characters, line breaks as blanks, composed (NFC), no blanks around.
 * The single blank that Microsoft's template asks for in an empty cell becomes empty.
 */
export function tidyValue(text: string): string {
  if (isPlain(text)) return text;
  return text
    .replace(INVISIBLE, '')
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(ODD_BLANKS, ' ')
    .normalize('NFC')
    .trim();
}

/** Microsoft: group resource type, mailNickname; Exchange's alias takes no leading period. */
const NICKNAME = /^(?!\.)[\x21-\x7e]*$/;
const NICKNAME_FORBIDDEN = /[@()\\[\]";:<>,\s]/g;

function checkNickname(value: string): Complaint | undefined {
  if (NICKNAME.test(value) && value.search(NICKNAME_FORBIDDEN) < 0) return undefined;
  // Of an address, the alias is what stands before the @; anything else than blanks and accents is no slip.
  const [meant = ''] = value.includes('@')
    ? (findUserName(value) ?? '').split('@')
    : [value.replace(/^\.+/, '')];
  const suggestion = /^[\p{L}\p{M}\p{N}' ._-]+$/u.test(meant)
    ? (spellInAscii(meant, 'u') ?? '').replace(/ /g, '')
    : '';
  const message =
    'A mail nickname can\'t have accents, spaces, a period at the start, or any of @ ( ) \\ [ ] " ; : < > ,';
  return {
    code: 'VALUE_INVALID',
    message,
    ...(NICKNAME.test(suggestion) && suggestion !== '' ? { suggestion } : {}),
  };
}

function checkMail(value: string): Complaint | undefined {
  if (isMailAddress(value)) return undefined;
  // Without accents it would be another mailbox, perhaps somebody else's; the one address inside is meant.
  const inside = findUserName(value) ?? '';
  const suggestion = value.replace(/\s/g, '').includes(inside) ? inside : '';
  const message = 'This must be a single email address without accents, such as ada@example.com.';
  return { code: 'VALUE_INVALID', message, ...(isMailAddress(suggestion) ? { suggestion } : {}) };
}

function checkLocation(value: string): Complaint | undefined {
  if (isUsageLocation(value)) return undefined;
  const suggestion = findUsageLocation(value);
  const message = "This isn't a two-letter country code such as US or GB.";
  return { code: 'LOCATION_INVALID', message, ...(suggestion === undefined ? {} : { suggestion }) };
}

/** A row that lacks a cell has somebody's address in the place of their name. */
function checkName(value: string): Complaint | undefined {
  if (!value.includes('@') || !isMailAddress(value)) return undefined;
  const message =
    'This is an email address, not a name. Check that the values in this row are in the right columns.';
  return { code: 'VALUE_INVALID', message };
}

const CHARACTER_CHECKS: Readonly<Record<PersonRule['characters'], (value: string) => Complaint | undefined>> =
  {
    text: () => undefined,
    name: checkName,
    userName: checkUserName,
    nickname: checkNickname,
    mail: checkMail,
    location: checkLocation,
  };

function checkLength(value: string, { maxLength, label }: PersonRule): Complaint | undefined {
  if (value.length <= maxLength) return undefined;
  const message = `${label} has ${value.length} characters; at most ${maxLength} are allowed.`;
  return { code: 'TOO_LONG', message };
}

function checkText(value: string, { label }: PersonRule): Complaint | undefined {
  const tidy = tidyValue(value);
  if (value !== tidy) {
    const message = `${label} has spaces around it, or line breaks or invisible characters in it.`;
    return { code: 'VALUE_INVALID', message, suggestion: tidy };
  }
  if (value.includes('\ufffd')) {
    const message = `${label} has a character that was lost when the file was saved (�).`;
    return { code: 'VALUE_INVALID', message };
  }
  return undefined;
}

function missingDisplayName({ givenName = '', surname = '' }: Partial<Person>): Complaint {
  const suggestion = tidyValue(`${givenName} ${surname}`);
  const fits = suggestion !== '' && suggestion.length <= PERSON_RULES.displayName.maxLength;
  return { code: 'MISSING', message: 'Display name is missing.', ...(fits ? { suggestion } : {}) };
}

function checkProperty(person: Partial<Person>, property: PersonProperty): Complaint | undefined {
  const own = PERSON_RULES[property];
  const value = person[property] ?? '';
  if (value === '' && !own.required) return undefined;
  const isText = own.characters === 'text' || (own.characters === 'name' && !value.includes('@'));
  if (isText && value !== '' && value.length <= own.maxLength && isPlain(value)) return undefined;
  if (value === '' || tidyValue(value) === '') {
    if (!own.required) return undefined;
    if (property === 'displayName') return missingDisplayName(person);
    return { code: 'MISSING', message: `${own.label} is missing.` };
  }
  if (value.length > FAR_TOO_LONG) return checkLength(value, own);
  const byCharacters = CHARACTER_CHECKS[own.characters](value);
  if (own.characters === 'location' && byCharacters !== undefined) return byCharacters;
  const complaint = byCharacters ?? checkText(value, own) ?? checkLength(value, own);
  // A repaired value may break another rule still; then it is no suggestion.
  if (complaint?.suggestion === undefined) return complaint;
  const { suggestion, ...rest } = complaint;
  const again =
    CHARACTER_CHECKS[own.characters](suggestion) ??
    checkText(suggestion, own) ??
    checkLength(suggestion, own);
  return again === undefined ? complaint : rest;
}

/**
 * Every rule that can be checked without the tenant: required values, characters, lengths. One problem at most for
 * each property. A suggestion, where there is one, passes these rules. Values are expected as {@link tidyValue}
 * leaves them; others are a problem with the tidy value as the suggestion.
 *
 * @param passed the value that each property had when it passed last, to be handed in again for the next person: the rows
 * of a large file repeat most of theirs
 */
export function checkPerson(
  person: Partial<Person>,
  passed: Partial<Record<PersonProperty, string>> = {},
): Problem[] {
  const problems: Problem[] = [];
  for (const property of PROPERTIES) {
    const value = person[property];
    if (value === undefined && !PERSON_RULES[property].required) continue;
    if (value !== undefined && value === passed[property]) continue;
    const complaint = checkProperty(person, property);
    if (complaint !== undefined)
      problems.push({ property, value: value ?? '', severity: 'error', ...complaint });
    else if (value !== undefined) passed[property] = value;
  }
  return problems;
}

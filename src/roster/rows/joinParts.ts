import { isSuffix } from '../../domain/names/nameWords.ts';
import { splitSurnameFirst } from '../../domain/names/splitName.ts';
import { tidyValue } from '../../domain/personRules.ts';
import type { Person } from '../../domain/terms.ts';
import { titleIn } from '../columns/guesses/weighValues.ts';
import type { NamePart } from '../columns/headerWords.ts';
import { splitRecipient } from '../columns/wholeName.ts';

/** `ada` and `contoso.com`, or `@contoso.com`, from two columns. */
export function joinDomain(person: Partial<Person>, domain: string): void {
  const localPart = person.userPrincipalName ?? person.mailNickname ?? '';
  if (domain === '' || localPart === '' || localPart.includes('@')) return;
  person.userPrincipalName = `${localPart}@${domain.replace(/^@/, '')}`;
}

/** An address and nothing else. */
const ADDRESS = /^[^\s@<>(),;]{1,64}@[^\s@<>(),;]{1,255}$/;

/** True for an account that would be called by an address. */
export function isCalledByAddress({ displayName = '' }: Partial<Person>): boolean {
  return ADDRESS.test(displayName);
}

/** `Ada Lima <ada@contoso.com>` in the column of names → both, and an address alone is no name; where no other column has the user name. */
export function splitAddress(person: Partial<Person>): void {
  const { displayName = '', userPrincipalName } = person;
  if (userPrincipalName === undefined && ADDRESS.test(displayName)) {
    person.userPrincipalName = displayName;
    delete person.displayName;
    return;
  }
  const recipient = displayName.includes('@') ? splitRecipient(displayName) : undefined;
  if (recipient === undefined) return;
  person.displayName = recipient.name;
  // `"Lima, Ada" <ada@contoso.com>`, as Outlook writes it.
  if (recipient.name.includes(',')) turnNameAround(person, '');
  person.userPrincipalName = userPrincipalName ?? recipient.address;
}

/** The surname that is used, with the parts that stand in columns of their own: `van der Berg`, `Núñez Peña`. */
export function joinSurname(person: Partial<Person>, parts: Partial<Record<NamePart, string>>): void {
  const { surnamePrefix = '', secondSurname = '', usedSurname } = parts;
  if (usedSurname !== undefined) person.surname = usedSurname;
  if (person.surname === undefined || (surnamePrefix === '' && secondSurname === '')) return;
  person.surname = tidyValue(`${surnamePrefix} ${person.surname} ${secondSurname}`);
}

/** `Hauptstraße 12a`, and `12 Main St`, whose number stands before it. */
export function joinStreet(person: Partial<Person>, number: string, isBefore: boolean): void {
  const { streetAddress } = person;
  if (number === '' || streetAddress === undefined || streetAddress.split(/[\s,]+/).includes(number)) return;
  person.streetAddress = isBefore ? `${number} ${streetAddress}` : `${streetAddress} ${number}`;
}

/** A display name with the title and the suffix that stand in columns of their own: `Dr. Ada Lima Jr.` */
export function joinAffixes(
  displayName: string,
  { nameTitle = '', nameSuffix = '' }: Partial<Record<NamePart, string>>,
): string {
  const has = (word: string): boolean => displayName.split(' ').includes(word);
  const title = titleIn(nameTitle);
  const suffix = nameSuffix.split(/[\s,]+/).every(isSuffix) ? nameSuffix : '';
  return tidyValue(
    `${has(title.split(' ')[0] ?? '') ? '' : title} ${displayName} ${has(suffix) ? '' : suffix}`,
  );
}

/** Where everybody has two last names, the header speaks of several: `Apellidos y nombre`. */
const SEVERAL_LAST_NAMES = /apell?idos|surnames|last ?names/i;

/** `Lima, Ada (Addy)` and `Lima Ada` → Ada Lima, with both names. What may be several first or last names stays. */
export function turnNameAround(person: Partial<Person>, header: string): void {
  const names = splitSurnameFirst(person.displayName ?? '', SEVERAL_LAST_NAMES.test(header) ? 2 : 1);
  if (names.first === '' || names.last === '') return;
  person.givenName = names.first;
  person.surname = names.last;
  person.displayName = `${names.first} ${names.last}`;
}

/** `Kovács Éva`: both names out of one in the order of its language, in which it stays. */
export function splitFamilyFirst(person: Partial<Person>): void {
  if (person.givenName !== undefined || person.surname !== undefined) return;
  const names = splitSurnameFirst(person.displayName ?? '');
  if (names.first === '' || names.last === '') return;
  person.givenName = names.first;
  person.surname = names.last;
}

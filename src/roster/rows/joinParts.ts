import { splitSurnameFirst } from '../../domain/names/splitName.ts';
import { tidyValue } from '../../domain/personRules.ts';
import type { Person } from '../../domain/terms.ts';
import type { NamePart } from '../columns/headerWords.ts';
import { splitRecipient } from '../columns/wholeName.ts';

/** `ada` and `contoso.com`, or `@contoso.com`, from two columns. */
export function joinDomain(person: Partial<Person>, domain: string): void {
  const localPart = person.userPrincipalName ?? person.mailNickname ?? '';
  if (domain === '' || localPart === '' || localPart.includes('@')) return;
  person.userPrincipalName = `${localPart}@${domain.replace(/^@/, '')}`;
}

/** `Ada Lima <ada@contoso.com>` in the column of names → both, where no other column has the user name. */
export function splitAddress(person: Partial<Person>): void {
  const { displayName = '', userPrincipalName } = person;
  const recipient = displayName.includes('@') ? splitRecipient(displayName) : undefined;
  if (recipient === undefined) return;
  person.displayName = recipient.name;
  person.userPrincipalName = userPrincipalName ?? recipient.address;
}

/** The surname that is used, with the parts that stand in columns of their own: `van der Berg`, `Núñez Peña`. */
export function joinSurname(person: Partial<Person>, parts: Partial<Record<NamePart, string>>): void {
  const { surnamePrefix = '', secondSurname = '', usedSurname } = parts;
  if (usedSurname !== undefined) person.surname = usedSurname;
  if (person.surname === undefined || (surnamePrefix === '' && secondSurname === '')) return;
  person.surname = tidyValue(`${surnamePrefix} ${person.surname} ${secondSurname}`);
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

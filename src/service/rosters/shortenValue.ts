import { PERSON_RULES, tidyValue } from '../../domain/personRules.ts';
import type { Finding, PersonProperty } from '../../domain/terms.ts';

/** Words, which still say what they said when the end is missing. A number or an address would be another one. */
const OF_WORDS: readonly string[] = [
  'displayName',
  'givenName',
  'surname',
  'jobTitle',
  'department',
  'officeLocation',
  'streetAddress',
  'city',
  'state',
  'country',
] satisfies PersonProperty[];

/** True for a value that is only too long, and may be cut. */
export function isShortenable({ property, code }: Finding): boolean {
  return code === 'TOO_LONG' && OF_WORDS.includes(property);
}

/** The value as it is allowed, cut after a whole word where there is one in its second half. */
export function shortenValue(value: string, property: PersonProperty): string {
  const { maxLength } = PERSON_RULES[property];
  if (value.length <= maxLength) return value;
  const half = value.charCodeAt(maxLength - 1);
  const cut = value.slice(0, half >= 0xd800 && half <= 0xdbff ? maxLength - 1 : maxLength);
  const blank = cut.lastIndexOf(' ');
  return tidyValue(blank > maxLength / 2 ? cut.slice(0, blank) : cut);
}

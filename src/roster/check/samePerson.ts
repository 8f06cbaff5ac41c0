import type { Person } from '../../domain/terms.ts';
import { foldToAscii } from '../../domain/userName.ts';

/** What is known of whoever has a user name. */
export interface Holder {
  displayName: string;
  employeeId?: string;
  /** What they were created from, if Rollcall created them and still knows. */
  createdFrom?: Partial<Person>;
}

/** The words of a name in any order, without accents and punctuation: `Lima, Ada` is `Ada Lima`. */
function keyOf(name: string): string {
  const words = foldToAscii(name)
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  return words
    .filter((word) => word !== '')
    .sort()
    .join(' ');
}

/** What somebody is called, for a comparison: by display name, and by first and last name. */
export function listNames({ displayName = '', givenName = '', surname = '' }: Partial<Person>): string[] {
  const both = givenName === '' || surname === '' ? '' : `${givenName} ${surname}`;
  return [displayName, both].map(keyOf).filter((key) => key !== '');
}

/**
 * True when somebody in a file is, as far as one can tell, whoever has the user name: by name, by employee id, or
 * because they were created from the same values. To be asked only where the user name is the same.
 */
export function isHolder(person: Partial<Person>, holder: Holder): boolean {
  const { createdFrom = {} } = holder;
  const id = person.employeeId?.toLowerCase();
  if (
    id !== undefined &&
    [holder.employeeId, createdFrom.employeeId].some((own) => own?.toLowerCase() === id)
  ) {
    return true;
  }
  const names = new Set([...listNames(holder), ...listNames(createdFrom)]);
  return listNames(person).some((name) => names.has(name));
}

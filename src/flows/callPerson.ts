import type { Person } from '../domain/terms.ts';

/** What somebody is called where there is room for one name: their own, or the user name of whoever has none. */
export function callPerson({
  displayName = '',
  userPrincipalName,
}: Partial<Pick<Person, 'displayName'>> & Pick<Person, 'userPrincipalName'>): string {
  return displayName.trim() === '' ? userPrincipalName : displayName;
}

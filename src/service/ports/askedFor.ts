import type { RequestRecord } from './requests.ts';

/** Somebody whom requests are looked for: by a user name in small letters, of which the part before the @ is enough, and object ids. */
export interface Wanted {
  userName: string;
  objectIds: readonly string[];
}

/** Whether a user name, in any case, is the wanted one. */
export function isNamed(userName: string, wanted: string): boolean {
  const name = userName.toLowerCase();
  return name === wanted || name.startsWith(`${wanted}@`);
}

/** Whether somebody is among those whom a request asks for. */
export function isAskedFor(
  { asked }: Pick<RequestRecord, 'asked'>,
  { userName, objectIds }: Wanted,
): boolean {
  return asked.people.some(
    ({ person, objectId = '' }) =>
      isNamed(person.userPrincipalName, userName) || objectIds.includes(objectId),
  );
}

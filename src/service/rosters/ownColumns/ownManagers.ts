import { findNearest } from '../../../domain/nearest.ts';
import type { ManagerRef, Problem, RosterRow } from '../../../domain/terms.ts';
import { findUserName } from '../../../domain/userNameRules.ts';
import type { Directory } from '../../ports/directory.ts';
import { ownProblem } from './ownProblem.ts';

/** Unknown names for which the directory is asked again: a suggestion is a comfort, and each costs a call. */
const MOST_SUGGESTED = 20;
/** People whose names begin alike, of whom a choice is made only when there is one. */
const COMPARED = 20;

/** The common name out of a distinguished one: `CN=Okafor\\, Grace,OU=Staff,DC=contoso,DC=com`. */
const DISTINGUISHED = /^CN=((?:[^,\\]|\\.){1,256}),(?:OU|CN|DC)=/i;

/** What to look for: the one address inside, or the name that Active Directory has, in the order people say it. */
function readManager(text: string): string {
  const name = DISTINGUISHED.exec(text)?.[1]?.replace(/\\(.)/g, '$1') ?? text;
  if (name.includes('@')) return findUserName(name) ?? name;
  const [last = '', first = '', more] = name.split(',').map((part) => part.trim());
  return first === '' || more !== undefined ? name : `${first} ${last}`;
}

/** A person of the directory or of the file whose display name was written instead of the user name. */
async function suggestManagers(
  directory: Directory,
  unknown: readonly string[],
  rows: readonly RosterRow[],
): Promise<Map<string, string>> {
  const suggested = new Map<string, string>();
  for (const written of unknown.slice(0, MOST_SUGGESTED)) {
    const text = readManager(written);
    const inFile = rows.filter(({ person: { displayName, userPrincipalName } }) =>
      [displayName, userPrincipalName].some((name) => name?.toLowerCase() === text.toLowerCase()),
    );
    const begins = await directory.findPeople(
      text.includes('@') ? text.slice(0, text.indexOf('@')) : text,
      COMPARED,
    );
    const namesakes = begins.filter(({ displayName }) => displayName.toLowerCase() === text.toLowerCase());
    const people = [
      ...inFile.flatMap(({ person }) => person.userPrincipalName ?? []),
      ...namesakes.map(({ userPrincipalName }) => userPrincipalName),
    ];
    const near =
      people.length > 0
        ? people.length === 1
          ? people[0]
          : undefined
        : findNearest(
            text,
            begins.map(({ userPrincipalName }) => userPrincipalName),
          );
    if (near !== undefined) suggested.set(written, near);
  }
  return suggested;
}

/** What the managers of a file are. */
export interface ManagerReader {
  /** That of one row. */
  read(row: RosterRow & { own: { manager: string } }): ManagerRef | Problem;
  /** The mail address of somebody who is in the directory, if they have one. */
  mailOf(manager: ManagerRef): string | undefined;
}

/**
 * Looks all managers of a file up at once: live accounts by user name or object id, or people of the same file by
 * user name. Throws what the directory throws.
 */
export async function createManagerReader(
  directory: Directory,
  rows: readonly RosterRow[],
): Promise<ManagerReader> {
  const written = [...new Set(rows.flatMap(({ own }) => own?.manager ?? []))];
  const accounts = written.length === 0 ? [] : await directory.listAccounts(written);
  const byName = new Map(
    accounts.flatMap((account) => [
      [account.userPrincipalName.toLowerCase(), account] as const,
      [account.id.toLowerCase(), account] as const,
    ]),
  );
  const inFile = new Map(
    rows.flatMap(({ person: { userPrincipalName } }) =>
      userPrincipalName === undefined ? [] : [[userPrincipalName.toLowerCase(), userPrincipalName] as const],
    ),
  );
  const isKnown = (text: string): boolean => byName.has(text.toLowerCase()) || inFile.has(text.toLowerCase());
  const unknown = written.filter((text) => !isKnown(text));
  const suggested = await suggestManagers(directory, unknown, rows);

  return {
    read({ person, own: { manager } }) {
      const key = manager.toLowerCase();
      if (key === person.userPrincipalName?.toLowerCase()) {
        return ownProblem('manager', manager, 'MANAGER_SELF', 'Nobody can be their own manager.');
      }
      const account = byName.get(key);
      if (account !== undefined) return { userPrincipalName: account.userPrincipalName, id: account.id };
      const later = inFile.get(key);
      if (later !== undefined) return { userPrincipalName: later };
      const message = `The manager ${manager} is neither in the directory nor in this file. Write the user name.`;
      return ownProblem('manager', manager, 'MANAGER_UNKNOWN', message, suggested.get(manager));
    },
    mailOf: ({ id }) => (id === undefined ? undefined : byName.get(id.toLowerCase())?.mail),
  };
}

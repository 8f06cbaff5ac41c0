import { findUserName } from '../../../domain/names/userNameRules.ts';
import { findNearest } from '../../../domain/nearest.ts';
import type { ManagerRef, Problem, RosterRow } from '../../../domain/terms.ts';
import type { Directory } from '../../ports/directory.ts';
import { ROSTER_PROBLEMS } from '../words.ts';
import { findManagers, readCommonName, sayFirstNameFirst } from './findManagers.ts';
import { ownProblem } from './ownProblem.ts';

const words = ROSTER_PROBLEMS.managers;

/** Unknown names for which the directory is asked again: a suggestion is a comfort, and each costs a call. */
const MOST_SUGGESTED = 20;
/** People whose names begin alike, of whom a choice is made only when there is one. */
const COMPARED = 20;

/** Namesakes whose user names are shown to choose from. */
const MOST_NAMED = 5;

/** What to look for: the one address inside, or the name in the order people say it. */
function readManager(text: string): string {
  const name = readCommonName(text);
  return name.includes('@') ? (findUserName(name) ?? name) : sayFirstNameFirst(name);
}

/** A user name of the directory or of the file that was nearly written. */
async function suggestManagers(
  directory: Directory,
  unknown: readonly string[],
  rows: readonly RosterRow[],
): Promise<Map<string, string>> {
  const suggested = new Map<string, string>();
  for (const written of unknown.slice(0, MOST_SUGGESTED)) {
    const text = readManager(written);
    const inFile = rows.find(
      ({ person: { userPrincipalName } }) => userPrincipalName?.toLowerCase() === text.toLowerCase(),
    );
    const begins = await directory.findPeople(
      text.includes('@') ? text.slice(0, text.indexOf('@')) : text,
      COMPARED,
    );
    const names = begins.map(({ userPrincipalName }) => userPrincipalName);
    const near = inFile?.person.userPrincipalName ?? findNearest(text, names);
    if (near !== undefined) suggested.set(written, near);
  }
  return suggested;
}

/** Nobody is kept from an account by a manager's name; a user name with a slip in it has to be looked at. */
function sayUnknown(
  manager: string,
  namesakes: readonly ManagerRef[],
  suggestion: string | undefined,
): Problem {
  if (manager.includes('@') || suggestion !== undefined) {
    return ownProblem('manager', manager, 'MANAGER_UNKNOWN', words.wrong(manager), suggestion);
  }
  const named = namesakes.slice(0, MOST_NAMED).map(({ userPrincipalName }) => userPrincipalName);
  const message =
    namesakes.length === 0
      ? words.unknown(manager)
      : words.several(namesakes.length, manager, named, namesakes.length > named.length);
  return { ...ownProblem('manager', manager, 'MANAGER_UNKNOWN', message), severity: 'warning' };
}

/** What the managers of a file are. */
export interface ManagerReader {
  /** That of one row. */
  read(row: RosterRow & { own: { manager: string } }): ManagerRef | Problem;
  /** The mail address of somebody who is in the directory, if they have one. */
  mailOf(manager: ManagerRef): string | undefined;
  /** What was written of those who were found by a name or an employee ID → their user names. */
  byName: ReadonlyMap<string, string>;
}

/**
 * Looks all managers of a file up at once: live accounts by user name or object id, or people of the same file by
 * user name; of the others, whoever is the only one with this name or employee ID. Throws what the directory throws.
 */
export async function createManagerReader(
  directory: Directory,
  rows: readonly RosterRow[],
): Promise<ManagerReader> {
  const written = [...new Set(rows.flatMap(({ own }) => own?.manager ?? []))];
  const accounts = written.length === 0 ? [] : await directory.listAccounts(written);
  const byUserName = new Map(
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
  const isKnown = (text: string): boolean =>
    byUserName.has(text.toLowerCase()) || inFile.has(text.toLowerCase());
  const unknown = written.filter((text) => !isKnown(text));
  const named = await findManagers(
    directory,
    unknown.filter((text) => !text.includes('@')),
    rows,
  );
  const only = new Map(
    [...named].flatMap(([text, [one, another]]) =>
      one === undefined || another !== undefined ? [] : [[text, one] as const],
    ),
  );
  const nobody = unknown.filter((text) => (named.get(text) ?? []).length === 0);
  const suggested = await suggestManagers(directory, nobody, rows);
  const ids = [...only.values()].flatMap(({ id }) => id ?? []);
  for (const account of ids.length === 0 ? [] : await directory.listAccounts(ids)) {
    byUserName.set(account.id.toLowerCase(), account);
  }

  return {
    byName: new Map([...only].map(([text, { userPrincipalName }]) => [text, userPrincipalName])),

    read({ person, own: { manager } }) {
      const key = (only.get(manager)?.userPrincipalName ?? manager).toLowerCase();
      if (key === person.userPrincipalName?.toLowerCase()) {
        return ownProblem('manager', manager, 'MANAGER_SELF', words.self);
      }
      const account = byUserName.get(key);
      if (account !== undefined) return { userPrincipalName: account.userPrincipalName, id: account.id };
      const found = only.get(manager);
      if (found !== undefined) return found;
      const later = inFile.get(key);
      if (later !== undefined) return { userPrincipalName: later };
      return sayUnknown(manager, named.get(manager) ?? [], suggested.get(manager));
    },
    mailOf: ({ id }) => (id === undefined ? undefined : byUserName.get(id.toLowerCase())?.mail),
  };
}

import { foldName } from '../../../domain/names/foldName.ts';
import { isSpellable, listNameWords, splitDisplayName } from '../../../domain/names/splitName.ts';
import type { ManagerRef, RosterRow } from '../../../domain/terms.ts';
import { leaveOutBrackets } from '../../../domain/trimEnds.ts';
import { listNames } from '../../../roster/check/samePerson.ts';
import type { Directory } from '../../ports/directory.ts';

/** The common name out of a distinguished one: `CN=Okafor\\, Grace,OU=Staff,DC=contoso,DC=com`. */
const DISTINGUISHED = /^CN=((?:[^,\\]|\\.){1,256}),(?:OU|CN|DC)=/i;
/** `1042`, and `Okafor, Grace (1042)` of Workday. An employee ID has 16 characters at most. */
const EMPLOYEE_ID = /^(?:[^()]{0,256}\()?([^\s()@]{0,15}\d[^\s()@]{0,15})\)?$/;

/** The name that Active Directory has in a manager's cell, or the cell itself. */
export function readCommonName(text: string): string {
  return DISTINGUISHED.exec(text)?.[1]?.replace(/\\(.)/g, '$1') ?? text;
}

/** The name in the order people say it: `Okafor, Grace` is Grace Okafor. */
export function sayFirstNameFirst(name: string): string {
  const [last = '', first = '', more] = name.split(',').map((part) => part.trim());
  return first === '' || more !== undefined ? name : `${first} ${last}`;
}

/** What a cell may say of a manager: the ways to write the name, and an employee ID. */
interface Wanted {
  names: ReadonlySet<string>;
  /** The words of the name in any order, without accents; left out where letters are spelled in several ways. */
  key?: string;
  employeeId?: string;
}

function readWanted(text: string): Wanted {
  const name = leaveOutBrackets(readCommonName(text), '([', ')]').trim();
  const { first, last } = splitDisplayName(name);
  const both = first === '' || last === '' ? [] : [`${first} ${last}`, `${last}, ${first}`];
  const names = [name, sayFirstNameFirst(name), listNameWords(name).join(' '), ...both];
  const [key] = isSpellable(name) ? listNames({ displayName: name }) : [];
  const employeeId = EMPLOYEE_ID.exec(text)?.[1];
  return {
    names: new Set(names.map(foldName).filter((each) => each !== '')),
    ...(key === undefined ? {} : { key }),
    ...(employeeId === undefined ? {} : { employeeId }),
  };
}

type Known = ManagerRef & { displayName: string; employeeId?: string | undefined };

function isCalled({ names, key }: Wanted, { displayName }: Known): boolean {
  return names.has(foldName(displayName)) || (key !== undefined && listNames({ displayName })[0] === key);
}

/** Whoever has this very employee ID, or else whoever is called so. Nobody who stands for two. */
function chooseFrom(wanted: Wanted, people: readonly Known[]): Known[] {
  const { employeeId } = wanted;
  const byId = people.filter((one) => employeeId !== undefined && one.employeeId === employeeId);
  const found = byId.length > 0 ? byId : people.filter((one) => isCalled(wanted, one));
  // Whoever is in the directory already is listed before their row of the file.
  return [...new Map(found.reverse().map((one) => [one.userPrincipalName.toLowerCase(), one])).values()];
}

function listInFile(rows: readonly RosterRow[]): Known[] {
  return rows.flatMap(({ person: { userPrincipalName, displayName, employeeId } }) =>
    userPrincipalName === undefined || displayName === undefined
      ? []
      : [{ userPrincipalName, displayName, employeeId }],
  );
}

/**
 * Who is meant by what personnel systems write of a manager: a name in either order, or an employee ID. Text → each
 * live account and each person of the file who may be meant; several are namesakes. Throws what the directory throws.
 */
export async function findManagers(
  directory: Directory,
  texts: readonly string[],
  rows: readonly RosterRow[],
): Promise<ReadonlyMap<string, readonly ManagerRef[]>> {
  if (texts.length === 0) return new Map();
  const wanted = new Map(texts.map((text) => [text, readWanted(text)]));
  const accounts = await directory.findLookAlikesOf(
    [...wanted.values()].flatMap(({ names, employeeId }) => [
      ...[...names].map((displayName) => ({ displayName })),
      ...(employeeId === undefined ? [] : [{ employeeId }]),
    ]),
  );
  const people: Known[] = [...accounts, ...listInFile(rows)];
  return new Map(
    [...wanted].map(([text, one]) => [
      text,
      chooseFrom(one, people).map(({ userPrincipalName, id }) =>
        id === undefined ? { userPrincipalName } : { userPrincipalName, id },
      ),
    ]),
  );
}

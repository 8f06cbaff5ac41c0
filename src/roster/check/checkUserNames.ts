import { setImmediate } from 'node:timers/promises';
import { checkDomain } from '../../domain/domains.ts';
import { foldToAscii, isMadeOfNames, splitUserName } from '../../domain/names/userName.ts';
import { checkUserName, findUserName, NOT_REPAIRED } from '../../domain/names/userNameRules.ts';
import type { Person, Problem, RosterRow } from '../../domain/terms.ts';
import { describeDifferences } from './describeDifferences.ts';
import { findRepeated, hasSameId } from './findRepeated.ts';
import { listUserNames, type Naming } from './listUserNames.ts';
import { type Holder, listNames, weighHolder } from './samePerson.ts';
import { CHECK_WORDS } from './words.ts';

/** What the tenant says about a roster's user names. */
export interface DirectoryFacts extends Naming {
  /** User names in use, by live or by deleted accounts. */
  taken: readonly ({ userPrincipalName: string; deleted: boolean; synced?: boolean } & Holder)[];
}

/** Some 2 ms. */
const ROWS_IN_A_SLICE = 2_000;

type Taken = DirectoryFacts['taken'][number];

/** Somebody of the file is in the directory already. The row is left out, and nothing is suggested for it. */
export const EXISTS = 'EXISTS_ALREADY';

const PLAIN = /^[!-~]*$/;

/** The same for names that differ in case, accents or the way they are composed only. Empty for no name. */
function keyOf(userName: string): string {
  if (PLAIN.test(userName)) return userName.toLowerCase();
  return foldToAscii(userName).replace(/\s/g, '').toLowerCase();
}

function problem(value: string, code: string, message: string): Problem {
  return { property: 'userPrincipalName', value, code, severity: 'error', message };
}

/** The name's last holder was deleted: with `NAME_DELETED` they can be restored here. */
export function sayDeleted(
  value: string,
  { displayName, synced }: { displayName: string; synced?: boolean },
): Problem {
  if (synced) {
    const message = CHECK_WORDS.deletedThere(displayName);
    return { ...problem(value, 'NAME_DELETED_THERE', message), severity: 'warning' };
  }
  const message = CHECK_WORDS.deleted(displayName);
  return { ...problem(value, 'NAME_DELETED', message), severity: 'warning' };
}

function sayTaken(value: string, taken: Taken): Problem {
  if (taken.deleted) return sayDeleted(value, taken);
  return problem(value, 'NAME_TAKEN', CHECK_WORDS.taken(taken.displayName));
}

/** Whoever has the account is in the file. `value` is the user name there, which may be another one, or none. */
export function sayExists(
  value: string,
  { displayName, userPrincipalName }: Pick<Taken, 'displayName' | 'userPrincipalName'>,
): Problem {
  const message = CHECK_WORDS.exists(displayName, userPrincipalName);
  return { ...problem(value, EXISTS, message), account: userPrincipalName };
}

/** Nothing is suggested: a second user name would be a second account of whoever it turns out to be. */
function sayUnsure(value: string, { employeeId }: Partial<Person>, holder: Taken): Problem {
  const { displayName, userPrincipalName } = holder;
  const number = holder.employeeId ?? holder.createdFrom?.employeeId;
  const shown = employeeId === undefined ? undefined : number;
  return problem(value, 'MAY_EXIST', CHECK_WORDS.mayExist(displayName, userPrincipalName, shown));
}

function indexTaken(facts: DirectoryFacts): ReadonlyMap<string, Taken> {
  const taken = new Map<string, Taken>();
  for (const one of facts.taken) {
    const key = keyOf(one.userPrincipalName);
    if (taken.get(key)?.deleted !== false) taken.set(key, one);
  }
  return taken;
}

/** Who has a name in the file, and for each later row with the same name the first one. In slices, to let others in. */
async function indexOwners(
  rows: readonly RosterRow[],
): Promise<{ owners: ReadonlyMap<string, RosterRow>; firstOf: ReadonlyMap<RosterRow, RosterRow> }> {
  const owners = new Map<string, RosterRow>();
  const firstOf = new Map<RosterRow, RosterRow>();
  for (const [index, row] of rows.entries()) {
    if (index % ROWS_IN_A_SLICE === ROWS_IN_A_SLICE - 1) await setImmediate();
    const key = keyOf(row.person.userPrincipalName ?? '');
    const first = key === '' ? undefined : owners.get(key);
    if (first !== undefined) firstOf.set(row, first);
    else if (key !== '') owners.set(key, row);
  }
  return { owners, firstOf };
}

/** By display name, or by one employee ID and the words of a name, in any order and with titles. */
function isSamePerson(a: Partial<Person>, b: Partial<Person>): boolean {
  if (a.displayName !== undefined && keyOf(a.displayName) === keyOf(b.displayName ?? '')) return true;
  if (!hasSameId(a, b)) return false;
  const names = listNames(b);
  return listNames(a).some((name) => names.includes(name));
}

/** True for `info@` of somebody called otherwise. */
function isNotTheirs({ person }: RosterRow): boolean {
  const { userPrincipalName = '', displayName, surname } = person;
  if (displayName === undefined && surname === undefined) return false;
  return !isMadeOfNames(splitUserName(userPrincipalName).localPart, person);
}

/** Rows with a name that stands on rows of other people, too, and is made of no name of theirs → one of those. */
function findShared(firstOf: ReadonlyMap<RosterRow, RosterRow>): ReadonlyMap<RosterRow, RosterRow> {
  const shared = new Map<RosterRow, RosterRow>();
  for (const [row, first] of firstOf) {
    if (isSamePerson(row.person, first.person)) continue;
    if (isNotTheirs(row)) shared.set(row, first);
    if (!shared.has(first) && isNotTheirs(first)) shared.set(first, row);
  }
  return shared;
}

function sayDuplicate(row: RosterRow, owner: RosterRow, again: boolean): Problem {
  const message = again
    ? CHECK_WORDS.samePerson(owner.row, describeDifferences(row, owner))
    : CHECK_WORDS.sameUserName(owner.row);
  return problem(row.person.userPrincipalName ?? '', 'DUPLICATE', message);
}

function sayRepeated(row: RosterRow, same: RosterRow): Problem {
  const message = hasSameId(row.person, same.person)
    ? CHECK_WORDS.sameNameAndId(same.row, describeDifferences(row, same))
    : CHECK_WORDS.maybeSame(same.row);
  return problem('', 'DUPLICATE', message);
}

/**
 * Checks the rows' user names: their domain, each other, the directory. To be asked once for each row, in their
 * order, with what is wrong in how the name is written. The first row with a name keeps it, if it is made of their
 * names; later ones are duplicates. A suggestion passes every
 * rule, is in no other row, and is not among `taken`; the same one stands on each error of the row. A name that is
 * too long, a guest, a line that was commented out and a person who is in the file twice get none: nobody wishes for
 * a cut name or a second account. A person
 * who has the name already, or the one that would be suggested, is there, and one who may be whoever has it is asked
 * about: that is then all there is to say.
 */
export async function createUserNameCheck(
  rows: readonly RosterRow[],
  facts: DirectoryFacts,
): Promise<(row: RosterRow, written: readonly Problem[]) => Problem[]> {
  const taken = indexTaken(facts);
  const { owners, firstOf } = await indexOwners(rows);
  const shared = findShared(firstOf);
  const repeated = await findRepeated(rows);
  const suggested = new Set<string>();

  const isFree = (userName: string, row: RosterRow): boolean => {
    const key = keyOf(userName);
    const owner = owners.get(key);
    if (taken.has(key) || suggested.has(key) || (owner !== undefined && owner !== row)) return false;
    return checkUserName(userName) === undefined;
  };

  const findTaken = (userName: string): Taken | undefined =>
    taken.size === 0 ? undefined : taken.get(keyOf(userName));

  const weigh = (userName: string, { person }: RosterRow): { exists?: Taken; unsure?: Taken } => {
    const used = findTaken(userName);
    if (used === undefined || used.deleted) return {};
    const weight = weighHolder(person, used, userName);
    return weight === 'same' ? { exists: used } : weight === 'unsure' ? { unsure: used } : {};
  };

  /** The first name that is free, or the account that shows that the person needs none, or may need none. */
  const suggest = (row: RosterRow): { free?: string; exists?: Taken; unsure?: Taken } => {
    const names = listUserNames(row.person, facts, shared.has(row));
    // Whoever got one of the later names is there, though an earlier one has become free or is made otherwise now.
    for (const name of names) {
      const { exists, unsure } = weigh(name, row);
      if (exists !== undefined) return { exists };
      if (unsure !== undefined && name === names[0]) return { unsure };
    }
    const free = names.find((name) => isFree(name, row));
    if (free === undefined) return {};
    suggested.add(keyOf(free));
    return { free };
  };

  return (row, written) => {
    const { userPrincipalName: value = '' } = row.person;
    const same = repeated.get(row);
    if (same !== undefined) return [sayRepeated(row, same)];
    const owner = firstOf.get(row) ?? shared.get(row) ?? row;
    const used = findTaken(value);
    const again = owner !== row && isSamePerson(row.person, owner.person);
    const holder = weigh(value, row);
    if (holder.exists !== undefined) return [sayExists(value, holder.exists)];
    if (holder.unsure !== undefined) return [sayUnsure(value, row.person, holder.unsure)];

    const { domain = '' } = splitUserName(written.length === 0 ? value : (findUserName(value) ?? ''));
    // A domain without a period is already a problem of how it is written.
    const elsewhere = domain.includes('.') ? checkDomain(domain, facts.domains) : undefined;
    if (written.length === 0 && elsewhere === undefined && owner === row && used === undefined) return [];
    const problems = [
      ...written,
      ...(elsewhere === undefined ? [] : [{ ...elsewhere, value }]),
      ...(owner === row ? [] : [sayDuplicate(row, owner, again)]),
      ...(used === undefined ? [] : [sayTaken(value, used)]),
    ];

    const needsName = problems.some(({ severity }) => severity === 'error');
    const isFinal = written.some(({ code }) => NOT_REPAIRED.has(code));
    const found = needsName && !isFinal && !again ? suggest(row) : {};
    if (found.exists !== undefined) return [sayExists(value, found.exists)];
    if (found.unsure !== undefined) return [sayUnsure(value, row.person, found.unsure)];
    const suggestion = found.free;
    // Suggestions of single rules give way to the one that passes all of them.
    return problems.map(({ suggestion: _ofOneRule, ...rest }) =>
      suggestion === undefined || rest.severity !== 'error' ? rest : { ...rest, suggestion },
    );
  };
}

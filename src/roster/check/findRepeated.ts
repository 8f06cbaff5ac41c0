import { setImmediate } from 'node:timers/promises';
import { foldName } from '../../domain/names/foldName.ts';
import type { Person, RosterRow } from '../../domain/terms.ts';
import { foldId } from './samePerson.ts';

/** Rows between two turns of others: a few milliseconds. */
const ROWS_IN_A_SLICE = 1_000;
/** Namesakes with whom a row is compared; more are no list of people. */
const MOST_NAMESAKES = 20;

/** Empty for a row without a name, and for one that has a user name of its own. */
function nameOf({ displayName, givenName = '', surname = '' }: Partial<Person>): string {
  return foldName(displayName ?? `${givenName} ${surname}`);
}

/** True for the same employee ID, whatever job each row is about. */
export function hasSameId(one: Partial<Person>, other: Partial<Person>): boolean {
  if (one.employeeId === undefined || other.employeeId === undefined) return false;
  return foldId(one.employeeId) === foldId(other.employeeId);
}

/** True when nothing that both rows say differs, or they have one employee ID: otherwise they are namesakes. */
function mayBeSame(one: Partial<Person>, other: Partial<Person>): boolean {
  if (hasSameId(one, other)) return true;
  const { userPrincipalName: _named, ...values } = one;
  return (Object.entries(values) as [keyof Person, string][]).every(([property, value]) => {
    const otherValue = other[property];
    return otherValue === undefined || foldName(otherValue) === foldName(value);
  });
}

/**
 * Rows without a user name → another row of, as far as the file says, the same person: one that has a user name, or
 * stands before it. Somebody has to say whether they are two, lest one person gets two accounts.
 */
export async function findRepeated(rows: readonly RosterRow[]): Promise<ReadonlyMap<RosterRow, RosterRow>> {
  const repeated = new Map<RosterRow, RosterRow>();
  const unnamed = rows.filter(({ person }) => person.userPrincipalName === undefined);
  if (unnamed.length === 0) return repeated;
  const byName = new Map<string, RosterRow[]>();
  for (const [index, row] of rows.entries()) {
    if (index % ROWS_IN_A_SLICE === ROWS_IN_A_SLICE - 1) await setImmediate();
    const name = nameOf(row.person);
    const namesakes = byName.get(name) ?? [];
    if (name !== '' && namesakes.length < MOST_NAMESAKES) byName.set(name, [...namesakes, row]);
  }
  for (const [index, row] of unnamed.entries()) {
    if (index % ROWS_IN_A_SLICE === ROWS_IN_A_SLICE - 1) await setImmediate();
    const same = byName
      .get(nameOf(row.person))
      ?.find(
        (other) =>
          other !== row &&
          (other.person.userPrincipalName !== undefined || other.row < row.row) &&
          mayBeSame(row.person, other.person),
      );
    if (same !== undefined) repeated.set(row, same);
  }
  return repeated;
}

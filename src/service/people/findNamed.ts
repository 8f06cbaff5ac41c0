import type { Account, Holdings } from '../../domain/terms.ts';
import type { Directory } from '../ports/directory.ts';

/** Searches that run at once leave room for what others ask Graph meanwhile. */
const AT_ONCE = 8;
/** As many as begin alike tell whether one of them has the address. */
const MOST_ALIKE = 10;

type Reads = Pick<Directory, 'findHoldings' | 'findPeople' | 'findLookAlikesOf' | 'listAccounts'>;

/** What a list says of each person: their user name or mail address, or their employee ID. */
export interface Named {
  by?: 'employeeId';
  values: readonly string[];
}

/** By `keyOf`, without case; whom it does not tell is left out. */
function groupBy(
  accounts: readonly Account[],
  keyOf: (account: Account) => string | undefined,
): Map<string, Account[]> {
  const groups = new Map<string, Account[]>();
  for (const account of accounts) {
    const key = keyOf(account)?.trim().toLowerCase() ?? '';
    if (key !== '') groups.set(key, [...(groups.get(key) ?? []), account]);
  }
  return groups;
}

/** Whose address it is, whatever their user name. Each is a search of its own, about a fifth of a second. */
async function findByMail(directory: Reads, addresses: readonly string[]): Promise<Map<string, Account[]>> {
  const ids = new Set<string>();
  for (let from = 0; from < addresses.length; from += AT_ONCE) {
    const some = addresses.slice(from, from + AT_ONCE);
    const found = await Promise.all(some.map((address) => directory.findPeople(address, MOST_ALIKE)));
    for (const { id } of found.flat()) ids.add(id);
  }
  return ids.size === 0 ? new Map() : groupBy(await directory.listAccounts([...ids]), ({ mail }) => mail);
}

/**
 * Whom each value names, keyed by the value in small letters: nobody, one, or several people of whom nobody can tell which
 * is meant. A user name counts before a mail address. Throws what the directory throws.
 */
export async function findNamed(
  directory: Reads,
  { by, values }: Named,
): Promise<ReadonlyMap<string, readonly Holdings[]>> {
  const wanted = [...new Set(values.map((value) => value.toLowerCase()))];
  const byName = by === 'employeeId' ? [] : await directory.findHoldings(wanted);
  const named = new Map<string, readonly Holdings[]>(
    byName.map((one) => [one.userPrincipalName.toLowerCase(), [one]]),
  );
  const others = wanted.filter((value) => !named.has(value));
  const ids = by === 'employeeId' ? others.map((employeeId) => ({ employeeId })) : [];
  const found =
    by === 'employeeId'
      ? groupBy(ids.length === 0 ? [] : await directory.findLookAlikesOf(ids), ({ employeeId }) => employeeId)
      : await findByMail(
          directory,
          others.filter((value) => value.includes('@')),
        );
  const meant = others.flatMap((value) => (found.get(value) ?? []).map((account) => ({ value, account })));
  if (meant.length === 0) return named;
  const holdings = await directory.findHoldings(meant.map(({ account }) => account.userPrincipalName));
  const byId = new Map(holdings.map((one) => [one.id, one]));
  for (const { value, account } of meant) {
    const one = byId.get(account.id);
    if (one !== undefined) named.set(value, [...(named.get(value) ?? []), one]);
  }
  return named;
}

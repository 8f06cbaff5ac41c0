import { checkDomain, creatableDomains } from '../domain/domains.ts';
import { checkPerson, repairUserName, tidyValue } from '../domain/personRules.ts';
import type { Domain, Person, Problem, RosterRow } from '../domain/terms.ts';
import {
  foldToAscii,
  splitUserName,
  suggestLocalPart,
  type UserNamePattern,
  variantsOf,
} from '../domain/userName.ts';

/** What the tenant says about a roster's user names. */
export interface DirectoryFacts {
  domains: readonly Domain[];
  /** User names in use, by live or by deleted accounts. */
  taken: readonly { userPrincipalName: string; displayName: string; deleted: boolean }[];
  /** How this customer makes user names; without it no name is suggested where a row has none. */
  userNamePattern?: UserNamePattern;
}

type Taken = DirectoryFacts['taken'][number];

/** The same for names that differ in case, accents or the way they are composed only. Empty for no name. */
function keyOf(userName: string): string {
  return foldToAscii(tidyValue(userName)).replace(/\s/g, '').toLowerCase();
}

function isWellFormed(userPrincipalName: string): boolean {
  return checkPerson({ userPrincipalName }).every(({ property }) => property !== 'userPrincipalName');
}

function problem(value: string, code: string, message: string): Problem {
  return { property: 'userPrincipalName', value, code, severity: 'error', message };
}

function sayTaken(value: string, taken: Taken): Problem {
  if (!taken.deleted) return problem(value, 'NAME_TAKEN', `Already in the directory: ${taken.displayName}.`);
  const message = `${taken.displayName} had this user name and was deleted in the last 30 days. Created anew, it is another account; that one can then not be restored under this name.`;
  return { ...problem(value, 'NAME_DELETED', message), severity: 'warning' };
}

/** The parts a suggestion is made of; undefined when there is nothing to make one of. */
function startOf(
  person: Partial<Person>,
  { domains, userNamePattern }: DirectoryFacts,
): { localPart: string; domain: string } | undefined {
  const own = splitUserName(repairUserName(person.userPrincipalName ?? ''));
  const fromName = userNamePattern === undefined ? '' : suggestLocalPart(person, userNamePattern);
  const localPart = own.localPart === '' ? fromName : own.localPart;
  const wrong = own.domain === undefined ? undefined : checkDomain(own.domain, domains);
  const domain =
    own.domain === undefined ? creatableDomains(domains)[0]?.id : wrong ? wrong.suggestion : own.domain;
  return localPart === '' || domain === undefined ? undefined : { localPart, domain };
}

/**
 * Checks the rows' user names: how they are written, their domain, each other, the directory. One list for each
 * row, in their order. The first row with a name keeps it; later ones are duplicates. A suggestion passes every
 * rule, is in no other row, and is not among `taken`; the same one stands on each error of the row.
 */
export function checkUserNames(rows: readonly RosterRow[], facts: DirectoryFacts): Problem[][] {
  const taken = new Map<string, Taken>();
  for (const one of facts.taken) {
    const key = keyOf(one.userPrincipalName);
    if (taken.get(key)?.deleted !== false) taken.set(key, one);
  }
  const owners = new Map<string, RosterRow>();
  for (const row of rows) {
    const key = keyOf(row.person.userPrincipalName ?? '');
    if (key !== '' && !owners.has(key)) owners.set(key, row);
  }
  const suggested = new Set<string>();

  const isFree = (userName: string, row: number): boolean => {
    const key = keyOf(userName);
    return (
      !taken.has(key) && !suggested.has(key) && (owners.get(key) ?? row) === row && isWellFormed(userName)
    );
  };

  const suggest = ({ row, person }: RosterRow): string | undefined => {
    const start = startOf(person, facts);
    if (start === undefined) return undefined;
    const localParts = [start.localPart, ...variantsOf(start.localPart, person)];
    const found = localParts.map((part) => `${part}@${start.domain}`).find((name) => isFree(name, row));
    if (found !== undefined) suggested.add(keyOf(found));
    return found;
  };

  return rows.map((row) => {
    const value = row.person.userPrincipalName ?? '';
    const key = keyOf(value);
    const written = checkPerson(row.person).find(({ property }) => property === 'userPrincipalName');
    const { domain = '' } = splitUserName(repairUserName(value));
    const wrongDomain = domain.includes('.') ? checkDomain(domain, facts.domains) : undefined;
    const owner = key === '' ? row.row : owners.get(key);
    const used = taken.get(key);

    const problems: Problem[] = [];
    if (written !== undefined) problems.push(written);
    if (wrongDomain !== undefined) problems.push({ ...wrongDomain, value });
    if (owner !== undefined && owner !== row.row) {
      problems.push(problem(value, 'DUPLICATE', `The same user name as in row ${owner}.`));
    }
    if (used !== undefined) problems.push(sayTaken(value, used));

    const errors = problems.some(({ severity }) => severity === 'error');
    // A name cut to length is nobody's wish.
    const suggestion = errors && written?.code !== 'TOO_LONG' ? suggest(row) : undefined;
    return problems.map(({ suggestion: _ofOneRule, ...rest }) =>
      suggestion === undefined || rest.severity !== 'error' ? rest : { ...rest, suggestion },
    );
  });
}

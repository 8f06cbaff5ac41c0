import { checkDomain, isOwnDomain } from '../../domain/domains.ts';
import {
  isMadeOfNames,
  splitUserName,
  suggestLocalPart,
  type UmlautSpelling,
  USER_NAME_LIMITS,
  type UserNamePattern,
  variantsOf,
} from '../../domain/names/userName.ts';
import { findUserName } from '../../domain/names/userNameRules.ts';
import type { Domain } from '../../domain/tenant.ts';
import type { Person } from '../../domain/terms.ts';
import { isPrivateAddress } from '../columns/guesses/weighValues.ts';

/** What a customer's user names are made by. */
export interface Naming {
  domains: readonly Domain[];
  /** How this customer makes user names; without it no name is suggested where a row has none. */
  userNamePattern?: UserNamePattern;
  userNameUmlauts?: UmlautSpelling;
}

/** What stands where the user name is to follow; nobody is called so. */
const TO_FOLLOW =
  /^(?:t\.?b\.?[acd]\.?|to be [a-z]{2,20}|to follow|todo|pending|unknown|new|unbekannt|folgt|offen|inconnu|desconocido|por confirmar|à confirmer|n\.?n\.?|xxx*)(?:@.*)?$/iu;

/** What follows the last @, as far as it may be a domain. */
function domainIn(value: string): string {
  const at = value.lastIndexOf('@');
  const after = at < 0 ? '' : value.slice(at + 1);
  const [domain = ''] = /^[A-Za-z0-9.-]{1,64}/.exec(after) ?? [];
  return /[A-Za-z0-9]/.test(after.slice(domain.length)) ? '' : domain;
}

/** The only address of one of the tenant's domains inside a text; undefined for none and for several. */
function findOwnAddress(text: string, { domains }: Naming): string | undefined {
  if (!text.includes('@')) return undefined;
  const own = text.split(/[\s<>()[\]{}",;:|=]+/).filter((part) => isOwnDomain(domainIn(part), domains));
  const [address, ...more] = new Set(own.map((part) => part.toLowerCase()));
  return more.length === 0 && address !== undefined && findUserName(address) === address
    ? address
    : undefined;
}

/**
 * What stands in the file for somebody's user name. Where that is no address of the tenant's, another value of theirs
 * may be one: a name, one cell too far to the left, or the mail address beside a sign-in name, if it is theirs.
 */
function findWritten(person: Partial<Person>, naming: Naming): string {
  const { userPrincipalName = '', otherMails = '' } = person;
  const inside = findOwnAddress(userPrincipalName, naming);
  if (inside !== undefined) return userPrincipalName.split('@').length > 2 ? inside : userPrincipalName;
  if (isOwnDomain(domainIn(userPrincipalName), naming.domains)) return userPrincipalName;
  for (const value of [person.givenName, person.surname, person.displayName]) {
    const address = findOwnAddress(value ?? '', naming);
    if (address !== undefined) return address;
  }
  const beside = findOwnAddress(otherMails, naming);
  if (beside !== undefined && isMadeOfNames(splitUserName(beside).localPart, person)) return beside;
  return TO_FOLLOW.test(userPrincipalName.trim()) ? '' : userPrincipalName;
}

/**
 * User names that somebody may get, the likeliest first; empty when there is nothing to make one of. An address of
 * another company is often somebody's private one: its first part is taken only where it is made of their names. Where
 * an address of the tenant's is not, as one that was copied from another row, the others are made as this customer makes
 * them.
 *
 * @param isShared whether what is written stands on rows of other people too, so that it is none of theirs
 */
export function listUserNames(person: Partial<Person>, naming: Naming, isShared: boolean): string[] {
  const { domains, userNamePattern, userNameUmlauts } = naming;
  const userPrincipalName = findWritten(person, naming);
  const own = splitUserName(findUserName(userPrincipalName, userNameUmlauts) ?? '');
  const fromName =
    userNamePattern === undefined ? '' : suggestLocalPart(person, userNamePattern, userNameUmlauts);
  const written = own.domain ?? domainIn(userPrincipalName);
  const isOurs = written === '' || isOwnDomain(written, domains);
  const isMade = own.localPart !== '' && isMadeOfNames(own.localPart, person);
  // What people are called at a place of private addresses tells nothing where the customer's pattern does.
  const isKept = isMade && (fromName === '' || !isPrivateAddress(userPrincipalName.trim()));
  const isTheirs = own.localPart !== '' && !isShared && (isOurs || isKept);
  const localPart = isTheirs ? own.localPart : fromName || own.localPart;
  const wrong = checkDomain(written, domains);
  const domain = wrong === undefined ? written.toLowerCase() : wrong.suggestion;
  if (localPart === '' || localPart.length > USER_NAME_LIMITS.localPart || domain === undefined) return [];
  const parts = [localPart];
  const base = isMade || fromName === '' ? localPart : fromName;
  // Whoever shares the first of these with somebody else may still be the only one with these names.
  if (isMade && fromName !== '') parts.push(fromName);
  parts.push(base, ...variantsOf(base, person, userNameUmlauts));
  return [...new Set(parts)].map((part) => `${part}@${domain}`);
}

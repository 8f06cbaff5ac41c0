import { distanceBetween } from './nearest.ts';
import type { Domain } from './tenant.ts';
import type { Problem } from './terms.ts';

/** A typing slip is at most this many letters away; further off it is another domain. */
const TYPO_DISTANCE = 2;

/** Verified and managed domains, the default one first, the tenant's initial one last. */
export function creatableDomains(domains: readonly Domain[]): Domain[] {
  const rank = (domain: Domain): number => (domain.isDefault ? 0 : domain.isInitial ? 2 : 1);
  return domains
    .filter((domain) => domain.isVerified && domain.authenticationType === 'Managed')
    .sort((a, b) => rank(a) - rank(b) || a.id.localeCompare(b.id, 'en'));
}

function findNear(typed: string, usable: readonly Domain[]): Domain | undefined {
  return usable.find(({ id }) => distanceBetween(typed.slice(0, 64), id.toLowerCase()) <= TYPO_DISTANCE);
}

/** True for one of the tenant's domains, also with a slip or without its end: `contoso.con`, `contoso`. */
export function isOwnDomain(domain: string, domains: readonly Domain[]): boolean {
  const typed = domain.trim().toLowerCase();
  const isNamed = ({ id }: Domain): boolean =>
    id.toLowerCase() === typed || id.toLowerCase().split('.')[0] === typed.split('.')[0];
  return domains.some(isNamed) || findNear(typed, creatableDomains(domains)) !== undefined;
}

function suggestDomain(typed: string, usable: readonly Domain[]): string | undefined {
  return (findNear(typed, usable) ?? usable[0])?.id;
}

/**
 * Why people cannot be created in this domain; undefined when they can. The suggestion is a domain. Microsoft:
 * "Create user" in Graph v1.0: the domain must be a verified one of the tenant; accounts in a federated domain
 * come from its own identity provider.
 */
export function checkDomain(domain: string, domains: readonly Domain[]): Problem | undefined {
  const typed = domain.trim().toLowerCase();
  const known = domains.find(({ id }) => id.toLowerCase() === typed);
  if (known?.isVerified && known.authenticationType === 'Managed') return undefined;
  const suggestion = suggestDomain(typed, creatableDomains(domains));
  const refuse = (code: string, message: string): Problem => ({
    property: 'userPrincipalName',
    value: domain,
    code,
    severity: 'error',
    message,
    ...(suggestion === undefined ? {} : { suggestion }),
  });
  if (known === undefined) return refuse('DOMAIN_NOT_VERIFIED', `${domain} isn't a domain of this tenant.`);
  if (!known.isVerified) {
    return refuse(
      'DOMAIN_NOT_VERIFIED',
      `${domain} isn't verified yet, so no one can have a user name in it.`,
    );
  }
  return refuse(
    'DOMAIN_FEDERATED',
    `${domain} is federated: its user names are managed in another sign-in system, so they can't be given here.`,
  );
}

import { describe, expect, it } from 'vitest';
import { checkDomain, creatableDomains } from '../../src/domain/domains.ts';
import type { Domain } from '../../src/domain/tenant.ts';
import { DOMAINS } from '../../src/sandbox/contoso.ts';

const UNVERIFIED: Domain = {
  id: 'new.contoso.com',
  isVerified: false,
  isDefault: false,
  isInitial: false,
  authenticationType: 'Managed',
};
const TENANT: readonly Domain[] = [UNVERIFIED, ...DOMAINS.toReversed()];

describe('domains people can be created in', () => {
  it('are verified and managed, the default first', () => {
    expect(creatableDomains(TENANT).map(({ id }) => id)).toEqual(['contoso.com', 'contoso.onmicrosoft.com']);
  });

  it.each(['contoso.com', 'CONTOSO.com', 'contoso.onmicrosoft.com'])('include %s', (domain) => {
    expect(checkDomain(domain, TENANT)).toBeUndefined();
  });

  it.each([
    ['fabrikam.com', 'DOMAIN_NOT_VERIFIED', "isn't a domain of this tenant", 'contoso.com'],
    [
      'contoso.onmicrosft.com',
      'DOMAIN_NOT_VERIFIED',
      "isn't a domain of this tenant",
      'contoso.onmicrosoft.com',
    ],
    ['new.contoso.com', 'DOMAIN_NOT_VERIFIED', "isn't verified yet", 'contoso.com'],
    ['corp.contoso.com', 'DOMAIN_FEDERATED', 'federated', 'contoso.com'],
    ['', 'DOMAIN_NOT_VERIFIED', "isn't a domain", 'contoso.com'],
  ])('do not include %j: %s', (domain, code, words, suggestion) => {
    const problem = checkDomain(domain, TENANT);
    expect(problem).toMatchObject({ property: 'userPrincipalName', severity: 'error', code, suggestion });
    expect(problem?.message).toContain(words);
  });

  it('have no suggestion in a tenant with none', () => {
    expect(checkDomain('contoso.com', [UNVERIFIED])?.suggestion).toBeUndefined();
  });
});

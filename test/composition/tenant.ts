import type { Person } from '../../src/domain/terms.ts';

/** A license that the loopback tenant has. */
export const LICENSE = '6fd2c87f-b296-42f0-b197-1e91e994b900';

/** The token that the loopback Graph takes from a composed service. */
export const GRAPH_TOKEN = 'composed';

/** People with what a filled-in template row gives; `from` numbers them apart. */
export function makePeople(count: number, from = 1): Person[] {
  return Array.from({ length: count }, (_, index) => ({
    userPrincipalName: `bench${from + index}@contoso.com`,
    displayName: `Bench Person ${from + index}`,
    givenName: 'Bench',
    surname: `Person ${from + index}`,
    jobTitle: 'Nurse',
    department: 'Ward 3',
    officeLocation: 'Berlin',
    mobilePhone: '+49 30 5550100',
    city: 'Berlin',
    postalCode: '10115',
    country: 'Germany',
    usageLocation: 'DE',
  }));
}

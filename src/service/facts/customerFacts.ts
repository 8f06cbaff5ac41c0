import type { Prices } from '../../domain/prices.ts';
import type { Domain, Organization } from '../../domain/tenant.ts';
import type { CustomerId, Group, License, PasswordDelivery } from '../../domain/terms.ts';

/** What the forms need to know about a customer; cached for a minute, seats read fresh. */
export interface CustomerFacts {
  customer: CustomerId;
  name: string;
  organization: Organization;
  /** Verified and managed, default first: the ones people may be created in. */
  domains: readonly Domain[];
  /** Verified but federated, or not verified: named when somebody asks for one. */
  refusedDomains: readonly Domain[];
  /** Assignable ones first, then by name. */
  licenses: readonly License[];
  /** When the directory was asked for them: older than some seconds only where it does not answer now. */
  licensesAt: number;
  /** Whether there are groups to choose from: `forbidden` where the app may not read them. */
  groupOffer: 'some' | 'none' | 'forbidden';
  /** Those of the groups asked about that people can be put into, by name. */
  groups: readonly Group[];
  defaultUsageLocation: string | undefined;
  /** Where passwords may be mailed to: the policy's list, or the verified domains of the tenant. */
  recipientDomains: readonly string[];
  maxRows: number;
  /** What seats cost; left out: nobody said. */
  prices?: Prices;
  /** The ways that first passwords can go out. */
  deliveries: readonly PasswordDelivery[];
  /** The one that holds unless a form says otherwise. */
  passwordDelivery: PasswordDelivery;
}

/** Seats a request needs, beside what is left. */
export interface SeatNeed {
  license: License;
  needs: number;
  short: boolean;
}

import type { User as GraphUser } from '@microsoft/microsoft-graph-types';
import { z } from 'zod';
import type { Account } from '../../domain/terms.ts';
import { type NamedAs, needed, text } from '../client/shapes.ts';

/**
 * A user as Graph answers it. Microsoft: "user resource type". Every user has an id and a user name, deleted ones too.
 */
export const userShape = z.object({
  id: needed,
  userPrincipalName: needed,
  displayName: text,
  employeeId: text,
  accountEnabled: z.boolean().nullish(),
  usageLocation: text,
  preferredLanguage: text,
  createdDateTime: text,
  onPremisesSyncEnabled: z.boolean().nullish(),
  mail: text,
  assignedLicenses: z
    .array(z.object({ skuId: needed, disabledPlans: z.array(z.string()).nullish() }))
    .nullish(),
} satisfies NamedAs<GraphUser>);

/** What every read of users holds of each. */
export type User = z.output<typeof userShape>;

/** What is asked of a user wherever an account is read; Graph's default leaves most of it out. */
export const ACCOUNT_PROPERTIES = [
  'id',
  'userPrincipalName',
  'displayName',
  'employeeId',
  'accountEnabled',
  'usageLocation',
  'createdDateTime',
  'onPremisesSyncEnabled',
] as const satisfies readonly (keyof User)[];

/** A user as an account. */
export function toAccount(user: User): Account {
  const { id, userPrincipalName, displayName, employeeId, accountEnabled } = user;
  const licenses = user.assignedLicenses?.map(({ skuId }) => skuId);
  return {
    id,
    userPrincipalName,
    displayName: displayName ?? userPrincipalName,
    ...(employeeId ? { employeeId } : {}),
    ...(accountEnabled == null ? {} : { accountEnabled }),
    ...(user.mail ? { mail: user.mail } : {}),
    ...(user.usageLocation ? { usageLocation: user.usageLocation } : {}),
    ...(user.preferredLanguage ? { preferredLanguage: user.preferredLanguage } : {}),
    ...(licenses == null ? {} : { licenses }),
    ...(user.createdDateTime ? { createdDateTime: user.createdDateTime } : {}),
    ...(user.onPremisesSyncEnabled === true ? { synced: true } : {}),
  };
}

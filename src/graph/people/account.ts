import type { User } from '@microsoft/microsoft-graph-types';
import type { Account } from '../../domain/terms.ts';

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

/** A user as an account. Undefined without an id and a user name, which every real user has. */
export function toAccount(user: User): Account | undefined {
  const { id, userPrincipalName, displayName, employeeId, accountEnabled } = user;
  if (!id || !userPrincipalName) return undefined;
  const licenses = user.assignedLicenses?.flatMap(({ skuId }) => (skuId ? [skuId] : []));
  return {
    id,
    userPrincipalName,
    displayName: displayName ?? userPrincipalName,
    ...(employeeId ? { employeeId } : {}),
    ...(accountEnabled == null ? {} : { accountEnabled }),
    ...(user.mail ? { mail: user.mail } : {}),
    ...(user.usageLocation ? { usageLocation: user.usageLocation } : {}),
    ...(licenses === undefined ? {} : { licenses }),
    ...(user.createdDateTime ? { createdDateTime: user.createdDateTime } : {}),
    ...(user.onPremisesSyncEnabled === true ? { synced: true } : {}),
  };
}

import type { OnPremisesExtensionAttributes, User } from '@microsoft/microsoft-graph-types';
import { RollcallError } from '../../domain/errors.ts';
import type { MarkedAccount } from '../../service/ports/directory.ts';
import type { GraphClient } from '../client/client.ts';
import { quote, withQuery } from '../client/odata.ts';
import { ACCOUNT_PROPERTIES, toAccount } from './account.ts';

/** Where the operation id of a create is kept on the account: extensionAttribute1 to extensionAttribute15. */
export type MarkerAttribute = `extensionAttribute${number}`;

/** GET /users by user name, in key syntax, which also takes names with a quote or a leading `$`. */
export async function lookUpAccount(
  client: GraphClient,
  markerAttribute: MarkerAttribute,
  userPrincipalName: string,
): Promise<MarkedAccount | undefined> {
  const path = withQuery(`/users(${encodeURIComponent(quote(userPrincipalName))})`, {
    $select: [...ACCOUNT_PROPERTIES, 'assignedLicenses', 'onPremisesExtensionAttributes'].join(','),
  });
  try {
    const user = (await client.read('lookUpAccount', path)) as User;
    const account = toAccount(user);
    if (account === undefined) return undefined;
    const marker =
      user.onPremisesExtensionAttributes?.[markerAttribute as keyof OnPremisesExtensionAttributes];
    return { ...account, ...(marker ? { marker } : {}) };
  } catch (error) {
    if (error instanceof RollcallError && error.code === 'NOT_FOUND') return undefined;
    throw error;
  }
}

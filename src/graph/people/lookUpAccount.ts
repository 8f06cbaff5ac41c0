import type { User as GraphUser } from '@microsoft/microsoft-graph-types';
import { z } from 'zod';
import type { MarkedAccount } from '../../service/ports/directory.ts';
import type { GraphClient } from '../client/client.ts';
import { quote, withQuery } from '../client/odata.ts';
import { readIfThere } from '../client/readIfThere.ts';
import { type NamedAs, text } from '../client/shapes.ts';
import { ACCOUNT_PROPERTIES, toAccount, userShape } from './account.ts';

/** Where the operation id of a create is kept on the account: extensionAttribute1 to extensionAttribute15. */
export type MarkerAttribute = `extensionAttribute${number}`;

const shape = userShape.extend({
  onPremisesExtensionAttributes: z.record(z.string(), text).nullish(),
} satisfies NamedAs<GraphUser>);

/** GET /users by user name, in key syntax, which also takes names with a quote or a leading `$`. */
export async function lookUpAccount(
  client: GraphClient,
  markerAttribute: MarkerAttribute,
  userPrincipalName: string,
): Promise<MarkedAccount | undefined> {
  const path = withQuery(`/users(${encodeURIComponent(quote(userPrincipalName))})`, {
    $select: [...ACCOUNT_PROPERTIES, 'assignedLicenses', 'onPremisesExtensionAttributes'].join(','),
  });
  const user = await readIfThere(client, 'lookUpAccount', path, shape);
  if (user === undefined) return undefined;
  const marker = user.onPremisesExtensionAttributes?.[markerAttribute];
  return { ...toAccount(user), ...(marker ? { marker } : {}) };
}

import { RollcallError } from '../../domain/errors.ts';
import type { Account } from '../../domain/terms.ts';
import type { GraphClient } from '../client/client.ts';
import { withQuery } from '../client/odata.ts';
import { ACCOUNT_PROPERTIES, toAccount, userShape } from '../people/account.ts';

/**
 * GET /groups/{id}/transitiveMembers/microsoft.graph.user: people in a group, also by way of other groups, at most `most`
 * of them. Undefined for a group that is not there.
 */
export async function listMembers(
  client: GraphClient,
  groupId: string,
  most: number,
): Promise<Account[] | undefined> {
  const path = withQuery(`/groups/${encodeURIComponent(groupId)}/transitiveMembers/microsoft.graph.user`, {
    $select: ACCOUNT_PROPERTIES.join(','),
    $top: String(most),
  });
  try {
    return (await client.readPage('listMembers', path, userShape)).map(toAccount);
  } catch (error) {
    if (error instanceof RollcallError && error.code === 'NOT_FOUND') return undefined;
    throw error;
  }
}

import type { User as GraphUser } from '@microsoft/microsoft-graph-types';
import type { Account } from '../../domain/terms.ts';
import type { TakenName } from '../../service/ports/directory.ts';
import type { GraphClient } from '../client/client.ts';
import { listFilters, withQuery } from '../client/odata.ts';
import { type NamedAs, type Shape, text } from '../client/shapes.ts';
import { ACCOUNT_PROPERTIES, toAccount, type User, userShape } from './account.ts';
import { readDeleted } from './readDeleted.ts';

const deletedShape = userShape.extend({ deletedDateTime: text } satisfies NamedAs<GraphUser>);

const SELECT = ACCOUNT_PROPERTIES.join(',');

/**
 * Reads users by name. 15 long names make an address of some 2,000 characters, which a server may refuse; inside a
 * batch an address has no limit of its own (Microsoft: "JSON batching", bypassing URL length limitations).
 */
export function readLive<T>(
  client: GraphClient,
  names: readonly string[],
  $select: string,
  shape: Shape<T>,
): Promise<T[]> {
  const paths = listFilters('userPrincipalName', names).map(($filter) =>
    withQuery('/users', { $filter, $select }),
  );
  return client.readMany('findTaken', paths, shape);
}

function byName(users: readonly User[]): Map<string, Account> {
  return new Map(users.map(toAccount).map((account) => [account.userPrincipalName.toLowerCase(), account]));
}

/**
 * Which names are in use, whatever their case: one entry for each name as it was asked about, live before deleted, and of
 * several deleted ones the last.
 */
export async function findTaken(
  client: GraphClient,
  userPrincipalNames: readonly string[],
): Promise<TakenName[]> {
  const asked = [...new Set(userPrincipalNames)].filter((name) => name !== '');
  if (asked.length === 0) return [];
  const distinct = [...new Set(asked.map((name) => name.toLowerCase()))];
  const [live, deleted] = await Promise.all([
    readLive(client, distinct, SELECT, userShape),
    // Its licenses come back with a restored account.
    readDeleted(client, 'findTaken.deleted', `${SELECT},assignedLicenses,deletedDateTime`, deletedShape),
  ]);
  const at = ({ deletedDateTime }: (typeof deleted)[number]): string => deletedDateTime ?? '';
  // Several can have had one name: the last who was deleted is the one that is missed.
  const inOrder = deleted.sort((one, other) => at(one).localeCompare(at(other), 'en'));
  const [liveByName, deletedByName] = [byName(live), byName(inOrder)];
  return asked.flatMap((userPrincipalName): TakenName[] => {
    const name = userPrincipalName.toLowerCase();
    const by = liveByName.get(name) ?? deletedByName.get(name);
    return by === undefined ? [] : [{ userPrincipalName, by, deleted: !liveByName.has(name) }];
  });
}

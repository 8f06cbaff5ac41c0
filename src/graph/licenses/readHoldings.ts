import type { User } from '@microsoft/microsoft-graph-types';
import { RollcallError } from '../../domain/errors.ts';
import type { HeldLicense, Holdings } from '../../domain/terms.ts';
import type { GraphClient } from '../client/client.ts';
import { withQuery } from '../client/odata.ts';
import { ACCOUNT_PROPERTIES, toAccount } from '../people/account.ts';
import { readLive } from '../people/findTaken.ts';

/** What is asked of a user whose licenses matter. */
export const HOLDINGS_PROPERTIES = [
  ...ACCOUNT_PROPERTIES,
  'assignedLicenses',
  'licenseAssignmentStates',
] as const satisfies readonly (keyof User)[];

function heldBy({ assignedLicenses, licenseAssignmentStates }: User): HeldLicense[] {
  return (assignedLicenses ?? []).flatMap(({ skuId, disabledPlans }) => {
    if (!skuId) return [];
    const states = (licenseAssignmentStates ?? []).filter((state) => state.skuId === skuId);
    const inherited = states.length > 0 && states.every(({ assignedByGroup }) => Boolean(assignedByGroup));
    return [{ skuId, disabledPlans: (disabledPlans ?? []).map(String), inherited }];
  });
}

/** A user with its licenses. Undefined without an id and a user name. */
export function toHoldings(user: User): Holdings | undefined {
  const account = toAccount(user);
  return account === undefined ? undefined : { ...account, held: heldBy(user) };
}

/** Undefined for what Graph answers 404 to. */
export async function readIfThere(client: GraphClient, op: string, path: string): Promise<unknown> {
  try {
    return await client.read(op, path);
  } catch (error) {
    if (error instanceof RollcallError && error.code === 'NOT_FOUND') return undefined;
    throw error;
  }
}

/** GET /users/{id} with its licenses. */
export async function readHoldings(client: GraphClient, objectId: string): Promise<Holdings | undefined> {
  const path = withQuery(`/users/${encodeURIComponent(objectId)}`, {
    $select: HOLDINGS_PROPERTIES.join(','),
  });
  const user = (await readIfThere(client, 'readHoldings', path)) as User | undefined;
  return user === undefined ? undefined : toHoldings(user);
}

/** The same by user names, in batches. */
export async function findHoldings(client: GraphClient, names: readonly string[]): Promise<Holdings[]> {
  const distinct = [...new Set(names.map((name) => name.toLowerCase()))].filter((name) => name !== '');
  if (distinct.length === 0) return [];
  const users = (await readLive(client, distinct, HOLDINGS_PROPERTIES.join(','))) as User[];
  return users.flatMap((user) => toHoldings(user) ?? []);
}

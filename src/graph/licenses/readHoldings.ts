import type { User as GraphUser } from '@microsoft/microsoft-graph-types';
import { z } from 'zod';
import type { HeldLicense, Holdings } from '../../domain/terms.ts';
import type { GraphClient } from '../client/client.ts';
import { withQuery } from '../client/odata.ts';
import { readIfThere } from '../client/readIfThere.ts';
import { type NamedAs, text } from '../client/shapes.ts';
import { ACCOUNT_PROPERTIES, toAccount, userShape } from '../people/account.ts';
import { readLive } from '../people/findTaken.ts';

/** A user whose licenses matter. */
export const holdingsShape = userShape.extend({
  licenseAssignmentStates: z.array(z.object({ skuId: text, assignedByGroup: text })).nullish(),
} satisfies NamedAs<GraphUser>);

/** A user as read with its licenses. */
type Holder = z.output<typeof holdingsShape>;

/** What is asked of one. */
export const HOLDINGS_PROPERTIES = [
  ...ACCOUNT_PROPERTIES,
  'preferredLanguage',
  'assignedLicenses',
  'licenseAssignmentStates',
] as const satisfies readonly (keyof Holder)[];

function heldBy({ assignedLicenses, licenseAssignmentStates }: Holder): HeldLicense[] {
  return (assignedLicenses ?? []).map(({ skuId, disabledPlans }) => {
    const states = (licenseAssignmentStates ?? []).filter((state) => state.skuId === skuId);
    const inherited = states.length > 0 && states.every(({ assignedByGroup }) => Boolean(assignedByGroup));
    return { skuId, disabledPlans: disabledPlans ?? [], inherited };
  });
}

/** A user with its licenses. */
export function toHoldings(user: Holder): Holdings {
  return { ...toAccount(user), held: heldBy(user) };
}

/** GET /users/{id} with its licenses. */
export async function readHoldings(client: GraphClient, objectId: string): Promise<Holdings | undefined> {
  const path = withQuery(`/users/${encodeURIComponent(objectId)}`, {
    $select: HOLDINGS_PROPERTIES.join(','),
  });
  const user = await readIfThere(client, 'readHoldings', path, holdingsShape);
  return user === undefined ? undefined : toHoldings(user);
}

/** The same by user names, in batches. */
export async function findHoldings(client: GraphClient, names: readonly string[]): Promise<Holdings[]> {
  const distinct = [...new Set(names.map((name) => name.toLowerCase()))].filter((name) => name !== '');
  if (distinct.length === 0) return [];
  const users = await readLive(client, distinct, HOLDINGS_PROPERTIES.join(','), holdingsShape);
  return users.map(toHoldings);
}

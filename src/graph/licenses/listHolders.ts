import type { User as GraphUser } from '@microsoft/microsoft-graph-types';
import { z } from 'zod';
import type { Holder } from '../../domain/terms.ts';
import type { GraphClient } from '../client/client.ts';
import { withQuery } from '../client/odata.ts';
import { type NamedAs, text } from '../client/shapes.ts';
import { ACCOUNT_PROPERTIES, toAccount, userShape } from '../people/account.ts';

/**
 * Microsoft: "List users": with signInActivity a page holds at most 500; 120 is the smallest limit it ever had. Pages
 * that are too large are refused, small ones only take longer.
 */
const PAGE = '120';

const activityShape = z.object({
  lastSignInDateTime: text,
  lastNonInteractiveSignInDateTime: text,
  lastSuccessfulSignInDateTime: text,
});
const shape = userShape.extend({ signInActivity: activityShape.nullish() } satisfies NamedAs<GraphUser>);

/** The latest of the kinds of sign-in: a phone that fetches mail uses the license as well. */
function lastOf(activity: z.output<typeof activityShape> | null | undefined): string | undefined {
  const { lastSignInDateTime, lastNonInteractiveSignInDateTime, lastSuccessfulSignInDateTime } =
    activity ?? {};
  return [lastSignInDateTime, lastNonInteractiveSignInDateTime, lastSuccessfulSignInDateTime]
    .filter((at) => at != null)
    .sort()
    .at(-1);
}

/**
 * GET /users with signInActivity, which only tenants with Microsoft Entra ID P1 and apps with AuditLog.Read.All get.
 * Licenses cannot be filtered by together with it, so that everybody is read.
 */
export async function listHolders(client: GraphClient): Promise<Holder[]> {
  const path = withQuery('/users', {
    $select: [...ACCOUNT_PROPERTIES, 'assignedLicenses', 'signInActivity'].join(','),
    $top: PAGE,
  });
  const users = await client.readAll('listHolders', path, shape);
  return users.flatMap((user): Holder[] => {
    const account = toAccount(user);
    const { licenses = [] } = account;
    if (licenses.length === 0) return [];
    const last = lastOf(user.signInActivity);
    return [{ ...account, licenses, ...(last === undefined ? {} : { lastSignInDateTime: last }) }];
  });
}

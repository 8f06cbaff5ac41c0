import type { User as GraphUser } from '@microsoft/microsoft-graph-types';
import { z } from 'zod';
import { RollcallError } from '../../domain/errors.ts';
import type { Holder } from '../../domain/tenant.ts';
import type { GraphClient, ReadPace } from '../client/client.ts';
import { withQuery } from '../client/odata.ts';
import { type NamedAs, text } from '../client/shapes.ts';
import { ACCOUNT_PROPERTIES, toAccount, userShape } from '../people/account.ts';

/** Microsoft: "List users": with signInActivity a page holds at most 500; 120 is the smallest limit it ever had. */
const PAGES = [500, 120] as const;
/**
 * docs-contrib#8653: reading signInActivity falls under the limit of reports, 5 requests in 10 seconds. Nobody waits for
 * this read, so that it keeps to what it is told (a Retry-After of up to 3 minutes) instead of starting over.
 */
const PACE: ReadPace = { betweenPagesMs: 2_000, longestWaitMs: 180_000 };

const activityShape = z.object({
  lastSignInDateTime: text,
  lastNonInteractiveSignInDateTime: text,
  lastSuccessfulSignInDateTime: text,
});
const shape = userShape.extend({ signInActivity: activityShape.nullish() } satisfies NamedAs<GraphUser>);

/** Pages that are larger than the tenant allows are refused whole, so that the small ones are tried then. */
async function readUsers(client: GraphClient): Promise<z.output<typeof shape>[]> {
  const [large, small] = PAGES.map((size) =>
    withQuery('/users', {
      $select: [...ACCOUNT_PROPERTIES, 'assignedLicenses', 'signInActivity'].join(','),
      $top: String(size),
    }),
  ) as [string, string];
  try {
    return await client.readAll('listHolders', large, shape, PACE);
  } catch (error) {
    if (!(error instanceof RollcallError) || error.code !== 'DIRECTORY_REFUSED') throw error;
    return client.readAll('listHolders', small, shape, PACE);
  }
}

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
  const users = await readUsers(client);
  return users.flatMap((user): Holder[] => {
    const account = toAccount(user);
    const { licenses = [] } = account;
    if (licenses.length === 0) return [];
    const last = lastOf(user.signInActivity);
    return [{ ...account, licenses, ...(last === undefined ? {} : { lastSignInDateTime: last }) }];
  });
}

import type { User as GraphUser } from '@microsoft/microsoft-graph-types';
import { z } from 'zod';
import { RollcallError } from '../../domain/errors.ts';
import type { Profile } from '../../domain/terms.ts';
import type { GraphClient } from '../client/client.ts';
import { withQuery } from '../client/odata.ts';
import { readIfThere } from '../client/readIfThere.ts';
import { type NamedAs, needed, text } from '../client/shapes.ts';
import { HOLDINGS_PROPERTIES, holdingsShape, toHoldings } from '../licenses/readHoldings.ts';

const profileShape = holdingsShape.extend({
  jobTitle: text,
  department: text,
  officeLocation: text,
  businessPhones: z.array(z.string()).nullish(),
  mobilePhone: text,
  city: text,
  country: text,
} satisfies NamedAs<GraphUser>);
/** Microsoft: "List manager": a user or an organizational contact, which has no user name. */
const managerShape = z.object({ id: needed, displayName: text, userPrincipalName: text });
/** Something a user is a member of: without its type nobody knows whether it makes them an admin. */
export const membershipShape = z.object({ '@odata.type': needed, id: needed, displayName: text });
type Membership = z.output<typeof membershipShape>;

const PROFILE_PROPERTIES = [
  'mail',
  'jobTitle',
  'department',
  'officeLocation',
  'businessPhones',
  'mobilePhone',
  'city',
  'country',
] as const satisfies readonly (keyof z.output<typeof profileShape>)[];

/**
 * Undefined when the app may not read them. Microsoft: "List a user's direct memberships" asks for Directory.Read.All,
 * the transitive ones for the permission to read users, which Rollcall has.
 */
async function readMemberships(client: GraphClient, userPath: string): Promise<Membership[] | undefined> {
  const path = withQuery(`${userPath}/transitiveMemberOf`, { $select: 'id,displayName' });
  try {
    return await client.readAll('readProfile.groups', path, membershipShape);
  } catch (error) {
    if (!(error instanceof RollcallError)) throw error;
    if (error.code === 'FORBIDDEN') return undefined;
    // Deleted between the two reads.
    if (error.code === 'NOT_FOUND') return [];
    throw error;
  }
}

/** Names of the memberships of one kind. An app that may not read groups gets them without a name. */
function namesOf(memberships: readonly Membership[], type: string): string[] {
  return memberships
    .filter((one) => one['@odata.type'] === `#microsoft.graph.${type}`)
    .map((one) => one.displayName || one.id)
    .sort((a, b) => a.localeCompare(b, 'en'));
}

/** GET /users/{id} with its manager, groups and directory roles. */
export async function readProfile(client: GraphClient, objectId: string): Promise<Profile | undefined> {
  const userPath = `/users/${encodeURIComponent(objectId)}`;
  const $select = [...HOLDINGS_PROPERTIES, ...PROFILE_PROPERTIES].join(',');
  const [user, manager, memberships] = await Promise.all([
    readIfThere(client, 'readProfile', withQuery(userPath, { $select }), profileShape),
    readIfThere(
      client,
      'readProfile.manager',
      withQuery(`${userPath}/manager`, { $select: 'id,displayName,userPrincipalName' }),
      managerShape,
    ),
    readMemberships(client, userPath),
  ]);
  if (user === undefined) return undefined;
  const [phone] = user.businessPhones ?? [];
  const texts = PROFILE_PROPERTIES.flatMap((name) => {
    const value = name === 'businessPhones' ? phone : user[name];
    return value ? [[name, value]] : [];
  });
  return {
    ...toHoldings(user),
    ...Object.fromEntries(texts),
    ...(manager === undefined
      ? {}
      : {
          manager: {
            displayName: manager.displayName ?? '',
            userPrincipalName: manager.userPrincipalName ?? '',
          },
        }),
    groups: namesOf(memberships ?? [], 'group'),
    adminRoles: namesOf(memberships ?? [], 'directoryRole'),
    ...(memberships === undefined ? { membershipsHidden: true as const } : {}),
  };
}

import type { User } from '@microsoft/microsoft-graph-types';
import { RollcallError } from '../../domain/errors.ts';
import type { Profile } from '../../domain/terms.ts';

import type { GraphClient } from '../client/client.ts';
import { textProperty } from '../client/json.ts';
import { withQuery } from '../client/odata.ts';
import { HOLDINGS_PROPERTIES, readIfThere, toHoldings } from '../licenses/readHoldings.ts';

const PROFILE_PROPERTIES = [
  'mail',
  'jobTitle',
  'department',
  'officeLocation',
  'businessPhones',
  'mobilePhone',
  'city',
  'country',
] as const satisfies readonly (keyof User)[];

/**
 * Undefined when the app may not read them. Microsoft: "List a user's direct memberships" asks for Directory.Read.All,
 * the transitive ones for the permission to read users, which Rollcall has.
 */
async function readMemberships(client: GraphClient, userPath: string): Promise<unknown[] | undefined> {
  const path = withQuery(`${userPath}/transitiveMemberOf`, { $select: 'id,displayName' });
  try {
    return await client.readAll('readProfile.groups', path);
  } catch (error) {
    if (!(error instanceof RollcallError)) throw error;
    if (error.code === 'FORBIDDEN') return undefined;
    // Deleted between the two reads.
    if (error.code === 'NOT_FOUND') return [];
    throw error;
  }
}

/** Names of the memberships of one kind. An app that may not read groups gets them without a name. */
export function namesOf(memberships: readonly unknown[], type: string): string[] {
  return memberships
    .filter((one) => textProperty(one, '@odata.type') === `#microsoft.graph.${type}`)
    .map((one) => textProperty(one, 'displayName') || textProperty(one, 'id'))
    .sort((a, b) => a.localeCompare(b, 'en'));
}

/** GET /users/{id} with its manager, groups and directory roles. */
export async function readProfile(client: GraphClient, objectId: string): Promise<Profile | undefined> {
  const userPath = `/users/${encodeURIComponent(objectId)}`;
  const $select = [...HOLDINGS_PROPERTIES, ...PROFILE_PROPERTIES].join(',');
  const [user, manager, memberships] = await Promise.all([
    readIfThere(client, 'readProfile', withQuery(userPath, { $select })) as Promise<User | undefined>,
    readIfThere(
      client,
      'readProfile.manager',
      withQuery(`${userPath}/manager`, { $select: 'id,displayName,userPrincipalName' }),
    ),
    readMemberships(client, userPath),
  ]);
  const holdings = user === undefined ? undefined : toHoldings(user);
  if (user === undefined || holdings === undefined) return undefined;
  const [phone] = user.businessPhones ?? [];
  const texts = PROFILE_PROPERTIES.flatMap((name) => {
    const value = name === 'businessPhones' ? phone : user[name];
    return value ? [[name, value]] : [];
  });
  return {
    ...holdings,
    ...Object.fromEntries(texts),
    ...(manager === undefined
      ? {}
      : {
          manager: {
            displayName: textProperty(manager, 'displayName'),
            userPrincipalName: textProperty(manager, 'userPrincipalName'),
          },
        }),
    groups: namesOf(memberships ?? [], 'group'),
    adminRoles: namesOf(memberships ?? [], 'directoryRole'),
    ...(memberships === undefined ? { membershipsHidden: true as const } : {}),
  };
}

import type { User } from '@microsoft/microsoft-graph-types';
import { RollcallError } from '../domain/errors.ts';
import type { HeldLicense, Profile } from '../domain/terms.ts';
import { ACCOUNT_PROPERTIES, toAccount } from './account.ts';
import type { GraphClient } from './client.ts';
import { textProperty } from './json.ts';
import { withQuery } from './odata.ts';

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

function heldBy({ assignedLicenses, licenseAssignmentStates }: User): HeldLicense[] {
  return (assignedLicenses ?? []).flatMap(({ skuId, disabledPlans }) => {
    if (!skuId) return [];
    const states = (licenseAssignmentStates ?? []).filter((state) => state.skuId === skuId);
    const inherited = states.length > 0 && states.every(({ assignedByGroup }) => Boolean(assignedByGroup));
    return [{ skuId, disabledPlans: (disabledPlans ?? []).map(String), inherited }];
  });
}

/** Undefined for what Graph answers 404 to. */
async function readIfThere(client: GraphClient, op: string, path: string): Promise<unknown> {
  try {
    return await client.read(op, path);
  } catch (error) {
    if (error instanceof RollcallError && error.code === 'NOT_FOUND') return undefined;
    throw error;
  }
}

async function readMemberships(client: GraphClient, userPath: string): Promise<unknown[]> {
  const path = withQuery(`${userPath}/memberOf`, { $select: 'id,displayName' });
  try {
    return await client.readAll('readProfile.groups', path);
  } catch (error) {
    // Deleted between the two reads.
    if (error instanceof RollcallError && error.code === 'NOT_FOUND') return [];
    throw error;
  }
}

/** Names of the memberships of one kind. An app that may not read groups gets them without a name. */
function namesOf(memberships: readonly unknown[], type: string): string[] {
  return memberships
    .filter((one) => textProperty(one, '@odata.type') === `#microsoft.graph.${type}`)
    .map((one) => textProperty(one, 'displayName') || textProperty(one, 'id'))
    .sort((a, b) => a.localeCompare(b, 'en'));
}

/** GET /users/{id} with its manager, groups and directory roles. */
export async function readProfile(client: GraphClient, objectId: string): Promise<Profile | undefined> {
  const userPath = `/users/${encodeURIComponent(objectId)}`;
  const $select = [
    ...ACCOUNT_PROPERTIES,
    ...PROFILE_PROPERTIES,
    'assignedLicenses',
    'licenseAssignmentStates',
  ].join(',');
  const [user, manager, memberships] = await Promise.all([
    readIfThere(client, 'readProfile', withQuery(userPath, { $select })) as Promise<User | undefined>,
    readIfThere(
      client,
      'readProfile.manager',
      withQuery(`${userPath}/manager`, { $select: 'id,displayName,userPrincipalName' }),
    ),
    readMemberships(client, userPath),
  ]);
  const account = user === undefined ? undefined : toAccount(user);
  if (user === undefined || account === undefined) return undefined;
  const [phone] = user.businessPhones ?? [];
  const texts = PROFILE_PROPERTIES.flatMap((name) => {
    const value = name === 'businessPhones' ? phone : user[name];
    return value ? [[name, value]] : [];
  });
  return {
    ...account,
    ...Object.fromEntries(texts),
    held: heldBy(user),
    ...(manager === undefined
      ? {}
      : {
          manager: {
            displayName: textProperty(manager, 'displayName'),
            userPrincipalName: textProperty(manager, 'userPrincipalName'),
          },
        }),
    groups: namesOf(memberships, 'group'),
    adminRoles: namesOf(memberships, 'directoryRole'),
  };
}

import type { GraphClient } from '../client/client.ts';
import { withQuery } from '../client/odata.ts';
import { membershipShape, namesOf } from './readProfile.ts';

/**
 * GET /users/{id}/transitiveMemberOf: roles that are held now, directly or through a role-assignable group. Roles that
 * somebody could activate but has not, and roles over an administrative unit only, do not show here.
 */
export async function listAdminRoles(client: GraphClient, objectId: string): Promise<string[]> {
  const path = withQuery(`/users/${encodeURIComponent(objectId)}/transitiveMemberOf`, {
    $select: 'id,displayName',
  });
  return namesOf(await client.readAll('listAdminRoles', path, membershipShape), 'directoryRole');
}

import type { UnifiedRoleAssignment } from '@microsoft/microsoft-graph-types';
import { z } from 'zod';
import { RollcallError } from '../../domain/errors.ts';
import type { GraphClient } from '../client/client.ts';
import { quote, withQuery } from '../client/odata.ts';
import { type NamedAs, needed, text } from '../client/shapes.ts';
import { membershipShape, namesOf } from './readProfile.ts';

const memberOfShape = membershipShape.extend({ isAssignableToRole: z.boolean().nullish() });
const assignmentShape = z.object({
  roleDefinitionId: needed,
  roleDefinition: z.object({ displayName: text }).nullish(),
} satisfies NamedAs<UnifiedRoleAssignment>);

/** Seen live (maester#1421): 400 for a tenant without Microsoft Entra ID P2 or Governance, where nobody is eligible. */
const NO_ELIGIBLE = 'AadPremiumLicenseRequired';

/** Microsoft: "List roleEligibilityScheduleInstances", "List unifiedRoleAssignments": the permission that reads both. */
const MAY_NOT_SEE = new RollcallError(
  'FORBIDDEN',
  'Rollcall may not see which admin roles this person has, or could take on.',
  {
    next: 'Ask an admin of the tenant to grant the app the permission RoleManagement.Read.Directory, and to consent to it.',
  },
);

/** Roles of a user or a group, over the whole directory or an administrative unit; `eligible` those to be activated. */
async function listRoles(client: GraphClient, principalId: string, eligible: boolean): Promise<string[]> {
  const set = eligible ? 'roleEligibilityScheduleInstances' : 'roleAssignments';
  const path = withQuery(`/roleManagement/directory/${set}`, {
    $filter: `principalId eq ${quote(principalId)}`,
    $expand: 'roleDefinition($select=displayName)',
  });
  try {
    const found = await client.readAll('listAdminRoles', path, assignmentShape);
    return found.map(
      ({ roleDefinition, roleDefinitionId }) => roleDefinition?.displayName || roleDefinitionId,
    );
  } catch (error) {
    if (eligible && error instanceof RollcallError && error.detail.graphCode === NO_ELIGIBLE) return [];
    throw error;
  }
}

/**
 * GET /users/{id}/transitiveMemberOf for the roles that are active, directly or through a role-assignable group; then, of
 * the person and of each of these groups, GET /roleManagement/directory/roleAssignments for those over an administrative
 * unit, and …/roleEligibilityScheduleInstances for those that could be activated. Somebody who is only eligible to become
 * a member of such a group (PIM for Groups) does not show.
 */
export async function listAdminRoles(client: GraphClient, objectId: string): Promise<string[]> {
  const path = withQuery(`/users/${encodeURIComponent(objectId)}/transitiveMemberOf`, {
    $select: 'id,displayName,isAssignableToRole',
  });
  try {
    const memberships = await client.readAll('listAdminRoles', path, memberOfShape);
    const active = namesOf(memberships, 'directoryRole');
    if (active.length > 0) return active;
    const groups = memberships.filter(({ isAssignableToRole }) => isAssignableToRole === true);
    const principals = [objectId, ...groups.map(({ id }) => id)];
    const roles = await Promise.all(
      principals.flatMap((id) => [listRoles(client, id, false), listRoles(client, id, true)]),
    );
    return [...new Set(roles.flat())].sort((a, b) => a.localeCompare(b, 'en'));
  } catch (error) {
    if (error instanceof RollcallError && error.code === 'FORBIDDEN') throw MAY_NOT_SEE;
    throw error;
  }
}

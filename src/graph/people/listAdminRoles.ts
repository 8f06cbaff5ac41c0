import type {
  PrivilegedAccessGroupEligibilityScheduleInstance,
  UnifiedRoleAssignment,
} from '@microsoft/microsoft-graph-types';
import { z } from 'zod';
import type { AdminRole } from '../../domain/adminRoles.ts';
import { RollcallError } from '../../domain/errors.ts';
import type { GraphClient } from '../client/client.ts';
import { quote, withQuery } from '../client/odata.ts';
import { type NamedAs, needed, text } from '../client/shapes.ts';
import { membershipShape } from './readProfile.ts';

const memberOfShape = membershipShape.extend({
  isAssignableToRole: z.boolean().nullish(),
  roleTemplateId: text,
});
const assignmentShape = z.object({
  roleDefinitionId: needed,
  roleDefinition: z.object({ displayName: text }).nullish(),
} satisfies NamedAs<UnifiedRoleAssignment>);

const eligibilityShape = z.object({
  groupId: needed,
} satisfies NamedAs<PrivilegedAccessGroupEligibilityScheduleInstance>);

/** Seen live (maester#1421): 400 for a tenant without Microsoft Entra ID P2 or Governance, where nobody is eligible. */
const NO_ELIGIBLE = 'AadPremiumLicenseRequired';

/**
 * 403 without the permission; 400 without the license, whose code PIM for Groups may hide in the message as it does for
 * others (seen live: terraform-provider-azuread#1386).
 */
const CANNOT_READ: readonly unknown[] = [400, 403];

/** Microsoft: "List roleEligibilityScheduleInstances", "List unifiedRoleAssignments": the permission that reads both. */
const MAY_NOT_SEE = new RollcallError(
  'FORBIDDEN',
  "Rollcall isn't allowed to see which admin roles this person has or can activate.",
  {
    next: 'Ask an admin of the tenant to grant the app the permission RoleManagement.Read.Directory, and to consent to it.',
  },
);

/**
 * Roles of a user or a group, over the whole directory or an administrative unit; `eligible` those to be activated.
 * Microsoft: "unifiedRoleDefinition resource type": the id of a built-in role is its template id.
 */
async function listRoles(client: GraphClient, principalId: string, eligible: boolean): Promise<AdminRole[]> {
  const set = eligible ? 'roleEligibilityScheduleInstances' : 'roleAssignments';
  const path = withQuery(`/roleManagement/directory/${set}`, {
    $filter: `principalId eq ${quote(principalId)}`,
    $expand: 'roleDefinition($select=displayName)',
  });
  try {
    const found = await client.readAll('listAdminRoles', path, assignmentShape);
    return found.map(({ roleDefinition, roleDefinitionId: id }) => ({
      id: id.toLowerCase(),
      name: roleDefinition?.displayName || id,
    }));
  } catch (error) {
    if (eligible && error instanceof RollcallError && error.detail.graphCode === NO_ELIGIBLE) return [];
    throw error;
  }
}

/**
 * Groups that somebody could become a member of, or an owner of, who can then join. Microsoft: "List
 * eligibilityScheduleInstances" (PIM for Groups). None where that cannot be read: few tenants have such groups, no new
 * passwords for anybody would be worse, and doctor says which permission is missing.
 */
async function listJoinable(client: GraphClient, principalId: string): Promise<string[]> {
  const path = withQuery('/identityGovernance/privilegedAccess/group/eligibilityScheduleInstances', {
    $filter: `principalId eq ${quote(principalId)}`,
  });
  try {
    const found = await client.readAll('listAdminRoles', path, eligibilityShape);
    return [...new Set(found.map(({ groupId }) => groupId))];
  } catch (error) {
    if (error instanceof RollcallError && CANNOT_READ.includes(error.detail.status)) return [];
    throw error;
  }
}

/**
 * GET /users/{id}/transitiveMemberOf for the roles that are active, directly or through a role-assignable group; then, of
 * the person, of each of these groups and of each that they could join, GET /roleManagement/directory/roleAssignments for
 * those over an administrative unit, and …/roleEligibilityScheduleInstances for those that could be activated: whoever
 * holds a lesser role may be able to take on a greater one. Whoever is in a group that as a whole could join another does
 * not show: that would take a request for each of their groups.
 */
export async function listAdminRoles(client: GraphClient, objectId: string): Promise<AdminRole[]> {
  const path = withQuery(`/users/${encodeURIComponent(objectId)}/transitiveMemberOf`, {
    $select: 'id,displayName,isAssignableToRole,roleTemplateId',
  });
  try {
    const memberships = await client.readAll('listAdminRoles', path, memberOfShape);
    const active = memberships
      .filter((one) => one['@odata.type'] === '#microsoft.graph.directoryRole')
      .map(({ id, displayName, roleTemplateId }) => ({
        id: (roleTemplateId || id).toLowerCase(),
        name: displayName || id,
      }));
    const groups = memberships.filter(({ isAssignableToRole }) => isAssignableToRole === true);
    const joinable = await listJoinable(client, objectId);
    const principals = [...new Set([objectId, ...groups.map(({ id }) => id), ...joinable])];
    const roles = await Promise.all(
      principals.flatMap((id) => [listRoles(client, id, false), listRoles(client, id, true)]),
    );
    // Found in both ways, a role has its name of today last.
    const found = new Map([...active, ...roles.flat()].map((role) => [role.id, role]));
    return [...found.values()].sort((a, b) => a.name.localeCompare(b.name, 'en'));
  } catch (error) {
    if (error instanceof RollcallError && error.code === 'FORBIDDEN') throw MAY_NOT_SEE;
    throw error;
  }
}

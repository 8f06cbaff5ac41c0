import { type Finding, reportOn } from './finding.ts';
import { USER_ADMINISTRATOR } from './graphPermissions.ts';
import { itemsOf, type Read, unread } from './readTenant.ts';
import type { SignedIn } from './signIn.ts';

const { ok, unsure, wrong } = reportOn('graph');
const WHERE = 'entra.microsoft.com → Roles & admins → Admin units';

/** Where the app holds the role, as Graph says it: `/`, or the address of a unit. Undefined: it cannot be read. */
async function findScopes(read: Read, oid: string | undefined): Promise<string[] | Finding> {
  const filter = encodeURIComponent(`principalId eq '${oid}'`);
  const answered = await read(
    `/roleManagement/directory/roleAssignments?$filter=${filter}&$expand=roleDefinition`,
  );
  const assignments = itemsOf(answered);
  if (assignments === undefined) {
    return unread('The admin roles of the app', answered, 'RoleManagement.Read.Directory');
  }
  return assignments.flatMap(({ roleDefinition, roleDefinitionId, directoryScopeId }) => {
    const { displayName } = (roleDefinition ?? {}) as { displayName?: unknown };
    const isIt =
      roleDefinitionId === USER_ADMINISTRATOR.templateId || displayName === USER_ADMINISTRATOR.name;
    return isIt ? [String(directoryScopeId).toLowerCase()] : [];
  });
}

async function examineRole(
  read: Read,
  unit: { id: string; name: string },
  { claims: { oid } }: SignedIn,
): Promise<Finding> {
  const scopes = await findScopes(read, oid);
  if (!Array.isArray(scopes)) return scopes;
  if (scopes.includes('/')) {
    return unsure(
      'The app is User Administrator of the whole tenant, so it reaches more than its administrative unit.',
      `Assign the role over the unit instead: ${WHERE} → ${unit.name} → Roles and administrators → User Administrator → Add assignments → the app.`,
    );
  }
  if (scopes.includes(`/administrativeunits/${unit.id.toLowerCase()}`)) {
    return ok(
      `People are created in the administrative unit ${unit.name}, and the app's role reaches the people in it.`,
    );
  }
  return wrong(
    `The app isn't User Administrator of the administrative unit ${unit.name}, so no one can be created.`,
    `Assign the role: ${WHERE} → ${unit.name} → Roles and administrators → User Administrator → Add assignments → the app.`,
  );
}

/** Whether people can be created in the administrative unit of the policy, and whether the app reaches more than it. */
export async function examineUnit(read: Read, id: string, signedIn: SignedIn): Promise<Finding[]> {
  const answered = await read(`/directory/administrativeUnits/${id}`);
  if (typeof answered !== 'string' && answered.status === 404) {
    return [
      wrong(
        `There is no administrative unit ${id} in this tenant.`,
        `Correct "administrativeUnit" in the policy: ${WHERE} → the unit → Properties has its object id.`,
      ),
    ];
  }
  if (typeof answered === 'string' || answered.status !== 200) {
    return [unread('The administrative unit', answered, 'AdministrativeUnit.Read.All or Directory.Read.All')];
  }
  const { displayName, membershipType } = (answered.body ?? {}) as {
    displayName?: string;
    membershipType?: string | null;
  };
  const name = displayName || id;
  if (/^dynamic$/i.test(membershipType ?? '')) {
    return [
      wrong(
        `The administrative unit ${name} gets its members by a rule, so no one can be created in it.`,
        `Name a unit whose membership is assigned (${WHERE} → the unit → Properties → Membership type), or leave "administrativeUnit" out and let the rule take people in.`,
      ),
    ];
  }
  return [await examineRole(read, { id, name }, signedIn)];
}

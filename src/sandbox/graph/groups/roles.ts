import { createHash } from 'node:crypto';
import type { Call } from '../call.ts';
import { type Answer, noSegment, refuse, unsupportedQuery, wrongMethod } from '../errors.ts';
import { answerPage, checkOptions } from '../lists.ts';
import type { RoleAssignment } from '../state.ts';
import type { World } from '../world.ts';

const OPTIONS = ['$filter', '$expand', '$select', '$top', '$skiptoken'];

/** Microsoft: "Microsoft Entra built-in roles"; the last is what older tenants call the first. */
const BUILT_IN: Readonly<Record<string, string>> = {
  'Global Administrator': '62e90394-69f5-4237-9190-012177145e10',
  'Privileged Role Administrator': 'e8611ab8-c189-46e8-94e1-60213ab1f814',
  'Privileged Authentication Administrator': '7be44c8a-adaf-4e2a-84d6-ab2649e08a13',
  'Partner Tier2 Support': 'e00e864a-17c5-4a4b-9c06-f5b95a8d5bd8',
  'User Administrator': 'fe930be7-5e62-47db-91af-98c3a49a38b1',
  'Helpdesk Administrator': '729827e3-9c14-49f7-bb1b-9608f156bbb8',
  'Company Administrator': '62e90394-69f5-4237-9190-012177145e10',
};

/** Template id of a built-in role; of a custom one made up, and always the same for a name. */
export function idOfRole(name: string): string {
  const known = BUILT_IN[name];
  if (known !== undefined) return known;
  const hash = createHash('sha256').update(`role ${name}`).digest('hex');
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-4${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}

/** What a role's members have is an assignment over the whole directory. */
function listAssignments({ state }: World): RoleAssignment[] {
  const held = state.groups.flatMap(({ type, displayName, members }) =>
    type === 'directoryRole' ? [...members].map((principalId) => ({ principalId, role: displayName })) : [],
  );
  return [...held, ...state.roleAssignments];
}

/** Seen live: maester#1421. */
function needsPremium(): Answer {
  return refuse(
    400,
    'AadPremiumLicenseRequired',
    'The tenant needs to have Microsoft Entra ID P2 or Microsoft Entra ID Governance license.',
  );
}

function readPrincipal(call: Call): string | undefined {
  return /^principalId eq '([^']+)'$/.exec(call.query.get('$filter') ?? '')?.[1]?.toLowerCase();
}

/**
 * `/roleManagement/directory/roleAssignments` and `…/roleEligibilityScheduleInstances`. Microsoft: "List
 * unifiedRoleAssignments": of one principal or one role only, and none of a principal's groups.
 */
export function answerRoles(call: Call, rest: readonly string[], world: World): Answer {
  const [provider, set, more] = rest;
  if (provider !== 'directory' || set === undefined || more !== undefined)
    return noSegment(more ?? provider ?? 'roleManagement');
  if (set !== 'roleAssignments' && set !== 'roleEligibilityScheduleInstances') return noSegment(set);
  if (call.method !== 'GET') return wrongMethod();
  const refused = checkOptions(call.query, OPTIONS);
  if (refused !== undefined) return refused;
  const eligible = set === 'roleEligibilityScheduleInstances';
  if (eligible && world.switches.noPremium) return needsPremium();
  const wanted = readPrincipal(call);
  if (wanted === undefined)
    return unsupportedQuery('The filter must name a principalId or a roleDefinitionId.');
  const found = (eligible ? world.state.roleEligibilities : listAssignments(world)).filter(
    ({ principalId }) => principalId === wanted,
  );
  const expands = call.query.get('$expand')?.startsWith('roleDefinition') ?? false;
  return answerPage(call, `roleManagement/directory/${set}`, found, ({ principalId, role, unit }) => ({
    id: idOfRole(`${principalId} ${role}`),
    principalId,
    roleDefinitionId: idOfRole(role),
    directoryScopeId: unit === undefined ? '/' : `/administrativeUnits/${unit}`,
    ...(expands ? { roleDefinition: { displayName: role } } : {}),
  }));
}

/**
 * `/identityGovernance/privilegedAccess/group/eligibilityScheduleInstances`. Microsoft: "List eligibilityScheduleInstances"
 * (PIM for Groups): of one principal or of one group; of the latter nobody here asks. Without a license as with roles.
 */
export function answerGroupEligibilities(call: Call, rest: readonly string[], world: World): Answer {
  const path = 'privilegedAccess/group/eligibilityScheduleInstances';
  if (rest.join('/') !== path) return noSegment(rest.at(-1) ?? 'identityGovernance');
  if (call.method !== 'GET') return wrongMethod();
  const refused = checkOptions(call.query, OPTIONS);
  if (refused !== undefined) return refused;
  if (world.switches.noPremium) return needsPremium();
  const wanted = readPrincipal(call);
  if (wanted === undefined) return unsupportedQuery('The filter must name a principalId or a groupId.');
  const found = world.state.groupEligibilities.filter(({ principalId }) => principalId === wanted);
  return answerPage(call, `identityGovernance/${path}`, found, ({ principalId, groupId, accessId }) => {
    const id = `${groupId}_${accessId}_${principalId}`;
    return { id, principalId, groupId, accessId, memberType: 'direct', eligibilityScheduleId: id };
  });
}

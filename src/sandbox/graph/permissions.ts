import { APP_OBJECT_ID } from '../login.ts';
import type { Call } from './call.ts';
import { type Answer, restrictedUnit } from './errors.ts';
import { errorOf } from './faults.ts';
import type { LoopbackUnit } from './state.ts';
import type { World } from './world.ts';

/** Microsoft Graph permissions reference: application permissions of which one is needed, by the start of a path. */
const READS: readonly [RegExp, readonly string[]][] = [
  [/^\/policies\//, ['Policy.Read.All']],
  [/^\/roleManagement\//, ['RoleManagement.Read.Directory', 'RoleManagement.Read.All']],
  [
    /^\/identityGovernance\/privilegedAccess\/group\//,
    [
      'PrivilegedEligibilitySchedule.Read.AzureADGroup',
      'PrivilegedEligibilitySchedule.ReadWrite.AzureADGroup',
    ],
  ],
  [/^\/domains/, ['Domain.Read.All', 'Directory.Read.All']],
  [/^\/organization/, ['Organization.Read.All', 'Directory.Read.All']],
  [
    /^\/subscribedSkus/,
    [
      'LicenseAssignment.ReadWrite.All',
      'LicenseAssignment.Read.All',
      'Organization.Read.All',
      'Directory.Read.All',
    ],
  ],
  [/^\/users\/[^/]+\/mailboxSettings/, ['MailboxSettings.ReadWrite']],
  [/^\/users/, ['User.ReadWrite.All', 'User.Read.All', 'Directory.Read.All']],
  [
    /^\/groups/,
    ['GroupMember.ReadWrite.All', 'GroupMember.Read.All', 'Group.Read.All', 'Directory.Read.All'],
  ],
];

/** The same for calls that change something; what is not here is let through, as it has an owner of its own. */
const WRITES: readonly [RegExp, readonly string[]][] = [
  [
    /^\/users\/[^/]+\/assignLicense$/,
    ['LicenseAssignment.ReadWrite.All', 'User.ReadWrite.All', 'Directory.ReadWrite.All'],
  ],
  [/^\/users(\/[^/]+(\/manager\/\$ref|\/revokeSignInSessions)?)?$/, ['User.ReadWrite.All']],
  [/^\/directory\/deletedItems\//, ['User.ReadWrite.All']],
  [/^\/groups\/[^/]+/, ['GroupMember.ReadWrite.All', 'Group.ReadWrite.All', 'Directory.ReadWrite.All']],
  // Made by a role over the unit alone; see `reaches`.
  [/^\/directory\/administrativeUnits\/[^/]+\/members$/, []],
];

/** Microsoft: "directoryObject: checkMemberGroups", of a user: besides what reads people, one of these. */
const READS_GROUPS = [
  'GroupMember.Read.All',
  'GroupMember.ReadWrite.All',
  'Group.Read.All',
  'Group.ReadWrite.All',
  'Directory.Read.All',
];

const UNIT_READS = ['AdministrativeUnit.Read.All', 'AdministrativeUnit.ReadWrite.All', 'Directory.Read.All'];

/** The units that the app is User Administrator of; `/` is the whole directory. */
function unitsOfApp({ state }: World): string[] {
  return state.roleAssignments.flatMap(({ principalId, role, unit = '/' }) =>
    principalId === APP_OBJECT_ID && role === 'User Administrator' ? [unit.toLowerCase()] : [],
  );
}

/** The ids of those units that hold who or what is changed. */
function unitsOf(key: string, { state }: World): LoopbackUnit[] {
  const id = state.findUser(key)?.id ?? key.toLowerCase();
  return [...state.units.values()].filter(({ members }) => members.has(id));
}

/**
 * Whether the app's role lets it change this. Microsoft: "Administrative units": User Administrators of a unit manage the
 * people in it, their passwords, licenses and sign-in, and the groups that are in it; and "Add a member": they make new
 * objects inside of it. Deleted people are in no unit.
 */
function reaches({ path, segments }: Call, world: World): boolean {
  const own = unitsOfApp(world);
  const [set = '', key = '', unit = ''] = segments;
  if (own.includes('/')) return ['users', 'groups', 'directory'].includes(set);
  if (set === 'directory' && key === 'administrativeUnits') return own.includes(unit.toLowerCase());
  if ((set !== 'users' && set !== 'groups') || key === '' || path.includes('/authentication')) return false;
  return unitsOf(key, world).some(({ id }) => own.includes(id));
}

/** Microsoft: "Restricted management administrative units": permissions do not count there, and wider roles do not. */
function isRestricted({ segments }: Call, world: World): boolean {
  const own = unitsOfApp(world);
  const units = unitsOf(segments[1] ?? '', world).filter(({ restricted }) => restricted);
  return units.length > 0 && !units.some(({ id }) => own.includes(id));
}

/** Why a call is not let through, by the permissions of its token and the roles of the app. Undefined: it is. */
export function refuseCall(call: Call, permissions: readonly string[], world: World): Answer | undefined {
  const { method, path } = call;
  const find = (rows: typeof READS) => rows.find(([start]) => start.test(path))?.[1];
  const isQuestion = path.endsWith('/checkMemberGroups');
  if (isQuestion && !READS_GROUPS.some((one) => permissions.includes(one))) return errorOf(403);
  const written = method === 'GET' || isQuestion || path === '/$batch' ? undefined : find(WRITES);
  if (written !== undefined && isRestricted(call, world)) return restrictedUnit();
  const isUnit = path.startsWith('/directory/administrativeUnits/');
  const needed = written ?? (isUnit ? UNIT_READS : find(READS));
  if (needed === undefined || needed.some((one) => permissions.includes(one))) return undefined;
  return written !== undefined && reaches(call, world) ? undefined : errorOf(403);
}

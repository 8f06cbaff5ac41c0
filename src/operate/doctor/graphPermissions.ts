import type { Policy } from '../../domain/policy/policy.ts';

/** An application permission of Microsoft Graph that Rollcall uses. */
export interface GraphPermission {
  name: string;
  /** What is lost without it: a clause. */
  cost: string;
  isNeeded: boolean;
  /** Others that include it. Microsoft Graph permissions reference. */
  within?: readonly string[];
  /** A role over an administrative unit does the same for the people and groups in it. */
  byRole?: true;
}

/** The one that says who is an admin. */
export const SEE_ADMINS = 'RoleManagement.Read.Directory';

/** Those of manifests/README.md; a test holds the two together. */
export const GRAPH_PERMISSIONS: readonly GraphPermission[] = [
  {
    name: 'User.ReadWrite.All',
    cost: 'no one can be created, looked up, changed, deleted, or restored',
    isNeeded: true,
    within: ['Directory.ReadWrite.All'],
    byRole: true,
  },
  {
    name: 'LicenseAssignment.ReadWrite.All',
    cost: 'no license can be given or taken away',
    isNeeded: true,
    within: ['Directory.ReadWrite.All'],
    byRole: true,
  },
  {
    name: 'GroupMember.ReadWrite.All',
    cost: 'no one can be added to a group',
    isNeeded: true,
    within: ['Group.ReadWrite.All', 'Directory.ReadWrite.All'],
    byRole: true,
  },
  {
    name: 'Domain.Read.All',
    cost: "Rollcall can't tell which domains people can be created in",
    isNeeded: true,
    within: ['Domain.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All'],
  },
  {
    name: 'Organization.Read.All',
    cost: "Rollcall doesn't know the tenant's name and country",
    isNeeded: true,
    within: ['Organization.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All'],
  },
  {
    name: 'Directory.Read.All',
    cost: "a person's card doesn't show their groups and admin roles",
    isNeeded: false,
    within: ['Directory.ReadWrite.All'],
  },
  {
    name: 'AuditLog.Read.All',
    cost: "Rollcall can't tell who hasn't signed in for 90 days",
    isNeeded: false,
  },
  {
    name: 'UserAuthMethod-TAP.ReadWrite.All',
    cost: 'no Temporary Access Pass can be made',
    isNeeded: false,
    within: ['UserAuthenticationMethod.ReadWrite.All'],
  },
  {
    name: 'MailboxSettings.ReadWrite',
    cost: 'people who leave get no automatic reply',
    isNeeded: false,
  },
  {
    name: 'UserAuthenticationMethod.ReadWrite.All',
    cost: 'people who leave keep their sign-in methods',
    isNeeded: false,
  },
  {
    name: 'User-PasswordProfile.ReadWrite.All',
    cost: 'no new passwords can be set for existing people',
    isNeeded: false,
  },
  {
    name: SEE_ADMINS,
    cost: "Rollcall can't tell who is an admin, so it can't set new passwords for existing people",
    isNeeded: false,
    within: ['RoleManagement.Read.All', 'RoleManagement.ReadWrite.Directory'],
  },
  {
    name: 'PrivilegedEligibilitySchedule.Read.AzureADGroup',
    cost: "people who could become an admin by joining a group (PIM for Groups) aren't treated as admins, so new passwords can be set for them",
    isNeeded: false,
    within: ['PrivilegedEligibilitySchedule.ReadWrite.AzureADGroup'],
  },
];

/** The role that makes and changes the people of a unit. Microsoft: "Microsoft Entra built-in roles". */
export const USER_ADMINISTRATOR = {
  name: 'User Administrator',
  templateId: 'fe930be7-5e62-47db-91af-98c3a49a38b1',
} as const;

/**
 * What the app asks for. In an administrative unit its role takes the place of the permissions to change people, which would
 * reach everybody, and one right to read the directory that of the others. Microsoft: "Add a member" to a unit: an app needs
 * the role over the unit and, to read the directory, Directory.Read.All or the like.
 */
export function listPermissions({ inUnit }: { inUnit: boolean }): readonly GraphPermission[] {
  if (!inUnit) return GRAPH_PERMISSIONS;
  return GRAPH_PERMISSIONS.flatMap((one) => {
    if (one.name === 'Directory.Read.All') {
      return [{ ...one, cost: 'no people, licenses, or groups can be looked up', isNeeded: true }];
    }
    return one.byRole || one.within?.includes('Directory.Read.All') ? [] : [one];
  });
}

/** What is lost without {@link SEE_ADMINS} depends on what the policy says of admins. */
export function costOf(
  { name, cost }: GraphPermission,
  { resetAdmins, resetGlobalAdmins }: Partial<Pick<Policy, 'resetAdmins' | 'resetGlobalAdmins'>> = {},
): string {
  if (name !== SEE_ADMINS || !resetAdmins) return cost;
  const blocked = 'no one can be offboarded or blocked';
  return resetGlobalAdmins
    ? `Rollcall can't tell who is a Global Administrator, so ${blocked}`
    : `Global Administrators can't be told from others, so their password, phone, email address, and user name can be changed like anyone else's, although the policy doesn't allow that ("resetGlobalAdmins"); ${blocked}`;
}

/** Whether a token with these roles has the permission, itself or within another. */
export function isGranted({ name, within = [] }: GraphPermission, roles: readonly string[]): boolean {
  return roles.includes(name) || within.some((other) => roles.includes(other));
}

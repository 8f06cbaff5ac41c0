/** An application permission of Microsoft Graph that Rollcall uses. */
export interface GraphPermission {
  name: string;
  /** What is lost without it: a clause. */
  cost: string;
  isNeeded: boolean;
  /** Others that include it. Microsoft Graph permissions reference. */
  within?: readonly string[];
}

/** Those of manifests/README.md; a test holds the two together. */
export const GRAPH_PERMISSIONS: readonly GraphPermission[] = [
  {
    name: 'User.ReadWrite.All',
    cost: 'nobody can be created, looked up, changed, deleted or restored',
    isNeeded: true,
    within: ['Directory.ReadWrite.All'],
  },
  {
    name: 'LicenseAssignment.ReadWrite.All',
    cost: 'no license can be given or taken away',
    isNeeded: true,
    within: ['Directory.ReadWrite.All'],
  },
  {
    name: 'GroupMember.ReadWrite.All',
    cost: 'nobody can be put into a group',
    isNeeded: true,
    within: ['Group.ReadWrite.All', 'Directory.ReadWrite.All'],
  },
  {
    name: 'Domain.Read.All',
    cost: 'it is not known under which domains people can be created',
    isNeeded: true,
    within: ['Domain.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All'],
  },
  {
    name: 'Organization.Read.All',
    cost: 'the name and the country of the tenant are not known',
    isNeeded: true,
    within: ['Organization.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All'],
  },
  {
    name: 'Directory.Read.All',
    cost: 'the card of a person does not name their groups and admin roles',
    isNeeded: false,
    within: ['Directory.ReadWrite.All'],
  },
  {
    name: 'AuditLog.Read.All',
    cost: 'it is not known who has not signed in for 90 days',
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
    cost: 'whoever leaves gets no automatic reply',
    isNeeded: false,
  },
  {
    name: 'UserAuthenticationMethod.ReadWrite.All',
    cost: 'whoever leaves keeps their ways to sign in',
    isNeeded: false,
  },
  {
    name: 'User-PasswordProfile.ReadWrite.All',
    cost: 'nobody who exists can be given a new password',
    isNeeded: false,
  },
  {
    name: 'RoleManagement.Read.Directory',
    cost: 'it is not known who is an admin, so nobody who exists can be given a new password',
    isNeeded: false,
    within: ['RoleManagement.Read.All', 'RoleManagement.ReadWrite.Directory'],
  },
  {
    name: 'PrivilegedEligibilitySchedule.Read.AzureADGroup',
    cost: 'whoever could become an admin by joining a group (PIM for Groups) is taken for somebody who is none, and can be given a new password',
    isNeeded: false,
    within: ['PrivilegedEligibilitySchedule.ReadWrite.AzureADGroup'],
  },
];

/** Whether a token with these roles has the permission, itself or within another. */
export function isGranted({ name, within = [] }: GraphPermission, roles: readonly string[]): boolean {
  return roles.includes(name) || within.some((other) => roles.includes(other));
}

import type { Call } from './call.ts';

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

/** Whether a token with these permissions lets a call through. Changes of people need the right to write them. */
export function isPermitted({ method, path }: Call, roles: readonly string[]): boolean {
  const isWrite = method !== 'GET' && /^\/users(\/[^/]+)?$/.test(path);
  const needed = isWrite ? ['User.ReadWrite.All'] : READS.find(([start]) => start.test(path))?.[1];
  return needed === undefined || needed.some((role) => roles.includes(role));
}

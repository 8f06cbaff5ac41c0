import type { Policy } from '../../domain/policy/policy.ts';
import type { RoleGroup } from '../../domain/policy/roleGroups.ts';
import { directoryOf } from '../../service/roleGroups/readGroups.ts';
import { type Finding, reportOn } from './finding.ts';
import { itemsOf, type Read, unread } from './readTenant.ts';

const { ok, unsure, wrong } = reportOn('graph');
const WHERE = 'entra.microsoft.com → Groups → the group → Object ID';

/** Asks as Rollcall does before it lets somebody do something. */
async function examineGroup(read: Read, { id, name, entra = '' }: RoleGroup): Promise<Finding> {
  const called = `"${id}" (${name})`;
  const path = `/groups/${encodeURIComponent(entra)}/transitiveMembers/microsoft.graph.user?$select=id&$top=1`;
  const answered = await read(path);
  if (typeof answered !== 'string' && answered.status === 404) {
    return wrong(
      `groups: There is no group ${entra} in this tenant, so ${called} gives no one a role.`,
      `Correct "entra" in the policy (${WHERE}), or name another customer as its "directory".`,
    );
  }
  const members = itemsOf(answered);
  if (members === undefined) {
    return unread(
      `groups: Who is in ${called}`,
      answered,
      'GroupMember.ReadWrite.All and User.ReadWrite.All',
    );
  }
  if (members.length === 0) {
    return unsure(
      `groups: No one is in ${called}, so it gives no one a role.`,
      'Add people to it, or remove the entry from the policy.',
    );
  }
  return ok(`groups: Microsoft tells who is in ${called}.`);
}

/** Whether Microsoft tells who is in the policy's groups that this customer's directory keeps. */
export function examineRoleGroups(read: Read, policy: Policy, customer: string): Promise<Finding[]> {
  const theirs = policy.groups.filter(
    (group) => group.entra !== undefined && directoryOf(policy, group) === customer,
  );
  return Promise.all(theirs.map((group) => examineGroup(read, group)));
}

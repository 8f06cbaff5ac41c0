import type { Mutation } from './mutation.ts';

/** Of roles that people have by a group. */
export const ROLE_GROUP_CONTROLS: readonly Mutation[] = [
  {
    check: 'T69',
    what: 'an admin by a Slack group whose account the policy does not know',
    file: 'src/domain/policy/withGroups.ts',
    text: 'const isAccountKnown = slack === undefined || teams !== undefined;',
    becomes: 'const isAccountKnown = slack === undefined || teams !== null;',
    test: 'test/domain/policy/roleGroups.test.ts',
  },
  {
    check: 'T69',
    what: 'roles of a group for customers that it is not for',
    file: 'src/domain/policy/withGroups.ts',
    text: 'giving.filter(({ group }) => covers(group, limits, all))',
    becomes: 'giving.filter(({ group }) => covers(group, limits, all) || true)',
    test: 'test/domain/policy/roleGroups.test.ts',
  },
  {
    check: 'T69',
    what: 'a role by a group that was read too long ago',
    file: 'src/service/roleGroups/createRoleGroups.ts',
    text: 'if (counts(one)) all.set(one.id, one);',
    becomes: 'if (one.at > 0) all.set(one.id, one);',
    test: 'test/service/roleGroups/roleGroups.test.ts',
  },
  {
    check: 'T69',
    what: 'a new password for somebody of whom it cannot be told whether a group gives them a role',
    file: 'src/service/roleGroups/createRoleGroups.ts',
    text: 'if (listTrouble(actorId).length === 0) return;',
    becomes: 'if (listTrouble(actorId).length >= 0) return;',
    test: 'test/service/roleGroups/atTheDoor.test.ts',
  },
  {
    check: 'T69',
    what: 'a new password for somebody with more roles by a group',
    file: 'src/service/door/refuseReset.ts',
    text: 'await context.roleGroups?.refreshAccount(id);',
    becomes: '',
    test: 'test/service/roleGroups/atTheDoor.test.ts',
  },
  {
    check: 'T69',
    what: 'joining a group that gives roles, or one in it',
    file: 'src/service/door/door.ts',
    text: 'await refuseRoleGroups(policy, facts, request);',
    becomes: '',
    test: 'test/service/roleGroups/atTheDoor.test.ts',
  },
  {
    check: 'T69',
    what: 'an approver who may be the requester, known by another chat alone',
    file: 'src/service/approvals/control/control.ts',
    text: 'mayBeOne(policy, requesterId, id)',
    becomes: 'false && mayBeOne(policy, requesterId, id)',
    test: 'test/service/roleGroups/atTheDoor.test.ts',
  },
  {
    check: 'T69',
    what: 'an approver who may be the requester, known in another Slack workspace alone',
    file: 'src/domain/policy/roleGroups.ts',
    text: 'team !== otherTeam',
    becomes: 'false',
    test: 'test/domain/policy/roleGroups.test.ts',
  },
];

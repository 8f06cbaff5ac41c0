import type { Mutation } from './mutation.ts';

/** Of what waits while a group that gives somebody their role can't be read. */
export const UNREAD_GROUP_CONTROLS: readonly Mutation[] = [
  {
    check: 'T69',
    what: 'what is canceled to begin all the same, beside a start on another instance',
    file: 'src/service/approvals/carryOut.ts',
    text: '&& noteBegun(context, requestId)',
    becomes: '&& (await loadReady(requestId)) !== undefined',
    test: 'test/service/roleGroups/putOff.test.ts',
  },
  {
    check: 'T69',
    what: 'what was approved to come to nothing while a group cannot be read',
    file: 'src/service/approvals/carryOut.ts',
    text: "  'ROLE_UNKNOWN',",
    becomes: '',
    test: 'test/service/roleGroups/unread.test.ts',
  },
  {
    check: 'T69',
    what: 'what is put off, opened by anybody',
    file: 'src/service/approvals/plans/planning.ts',
    text: 'return (asked.startsAt !== undefined || waits !== undefined) && mayCancel(policy, actor, request);',
    becomes: 'return asked.startsAt !== undefined || waits !== undefined;',
    test: 'test/service/roleGroups/putOff.test.ts',
  },
  {
    check: 'T69',
    what: 'a message with each try while something is put off',
    file: 'src/service/approvals/waiting/putOff.ts',
    text: 'if (toldAt === undefined && now - since',
    becomes: 'if (now - since',
    test: 'test/service/roleGroups/putOff.test.ts',
  },
  {
    check: 'T69',
    what: 'an offboarding to end without its deletion while those who approve it cannot be read',
    file: 'src/service/leaving/deletions.ts',
    text: "'ROLE_UNKNOWN'",
    becomes: "'UNEXPECTED'",
    test: 'test/service/roleGroups/unreadPeople.test.ts',
  },
  {
    check: 'T69',
    what: 'an offboarding to end while the role of whoever asked cannot be told',
    file: 'src/service/leaving/deletions.ts',
    text: "if (may.may === 'unknown' && job.state !== 'stopping' && !isLikelyNone) throw may.why;",
    becomes: "if (isLikelyNone && job.state !== 'stopping') return;",
    test: 'test/service/roleGroups/unread.test.ts',
  },
  {
    check: 'T69',
    what: 'a new password to fail while the groups of its person cannot be read',
    file: 'src/service/jobs/steps/resetRows.ts',
    text: "'THROTTLED', 'ROLE_UNKNOWN', 'POLICY_OLDER'",
    becomes: "'THROTTLED', 'POLICY_OLDER'",
    test: 'test/service/roleGroups/unreadPeople.test.ts',
  },
  {
    check: 'T69',
    what: 'a file at its address while that cannot be told',
    file: 'src/service/handouts/handouts.ts',
    text: 'every((read) => requireKnown(read) !== undefined)',
    becomes: "every((read) => read.may === 'unknown' || requireKnown(read) !== undefined)",
    test: 'test/service/roleGroups/unread.test.ts',
  },
];

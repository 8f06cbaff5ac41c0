import { tasksOf } from '../../domain/approvalRules.ts';
import { listWords } from '../../domain/listWords.ts';
import type { ApprovalRule } from '../../domain/policy/approvalPolicy.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import { guid } from '../../domain/policy/policyParts.ts';
import { idOfUnnamed, readUnnamed } from '../../domain/policy/roleGroups.ts';
import { withGroups } from '../../domain/policy/withGroups.ts';
import { withWorkspaces } from '../../domain/policy/workspaces.ts';
import { listHomes, SLACK_ID, splitSlackId } from '../../domain/slackId.ts';
import type { Role } from '../../domain/terms.ts';
import { rolesFor, type TaskKind } from '../../service/door/taskRules.ts';
import type { Diagnosis } from './doctorAudit.ts';

type Human = Policy['people'][number];

const TASKS: readonly [string, TaskKind][] = [
  ['create one person', { kind: 'one' }],
  ['create many people from a file', { kind: 'bulk' }],
  ['set a new password for someone', { kind: 'one', task: 'reset' }],
  ['change the licenses of people', { kind: 'one', task: 'assign' }],
  ['restore deleted people', { kind: 'bulk', task: 'restore' }],
];

/** What no request is made for, and the roles that the chats ask for. */
const BESIDE: readonly [string, readonly Role[]][] = [
  ['look people and licenses up', ['helpdesk', 'admin']],
  ['pause Rollcall, save presets, and delete what is kept about a person', ['admin']],
  ['read the history', ['admin', 'auditor']],
];

/** What being in a group would give somebody. */
interface GroupRoles {
  name: string;
  roles: readonly Role[];
}

/** Who somebody is, and what they would have by each group that they may be in: only Slack and Microsoft know whether they are. */
interface Explained {
  human: Human;
  byGroups: readonly GroupRoles[];
}

/** Each group of the chat, and of the Slack workspace, in which somebody is known, as if they were in that group alone. */
function listByGroups(policy: Policy, human: Human): GroupRoles[] {
  const { team } = splitSlackId(human.slack ?? '');
  return policy.groups.flatMap((group) => {
    const { slack } = group;
    const couldBeIn =
      slack === undefined
        ? human.teams !== undefined
        : human.slack !== undefined &&
          listHomes(policy.slackTeams, splitSlackId(slack).team).includes(team ?? policy.slackTeams[0] ?? '');
    if (!couldBeIn) return [];
    const member = { id: human.id, name: human.name, groups: new Set([group.id]) };
    const known = withGroups(policy, new Map([[human.id, member]]));
    return known.find(({ id }) => id === human.id)?.through ?? [];
  });
}

function describeRole(
  what: string,
  { human, byGroups }: Explained,
  needed: readonly Role[],
  rules = '',
): string {
  const held = needed.filter((role) => human.roles.includes(role));
  if (held.length > 0) return `- may ${what}: as ${held.join(' and ')}${rules}`;
  const giving = byGroups.filter(({ roles }) => needed.some((role) => roles.includes(role)));
  if (giving.length > 0) return `- may ${what} if they are in the group ${nameGroups(giving)}${rules}`;
  return `- may not ${what}: that needs the role ${needed.join(' or ')}`;
}

const nameGroups = (groups: readonly GroupRoles[]): string =>
  listWords(
    groups.map(({ name, roles }) => `“${name}” (${roles.join(', ')})`),
    'or',
  );

/** The rules whose approval what they ask for could need; without the sizes and licenses that only a request has. */
function listRulesFor(policy: Policy, human: Human, { task = 'create' }: TaskKind): string[] {
  return policy.approvals
    .filter(
      (rule) =>
        tasksOf(rule).includes(task) &&
        rule.when.requester?.includes(human.id) !== false &&
        (rule.when.customer === undefined || human.customers?.includes(rule.when.customer) !== false),
    )
    .map(({ name }) => `"${name}"`);
}

function listDecisions(policy: Policy, { human, byGroups }: Explained): string[] {
  const isApprover = human.roles.includes('approver');
  const giving = isApprover ? [] : byGroups.filter(({ roles }) => roles.includes('approver'));
  const asksThem = ({ by, fallback }: ApprovalRule) =>
    by.people?.includes(human.id) || fallback?.people?.includes(human.id);
  const asksRole = ({ by, fallback }: ApprovalRule) => by.role !== undefined || fallback?.role !== undefined;
  const certain = policy.approvals.filter((rule) => asksThem(rule) || (isApprover && asksRole(rule)));
  const possible = policy.approvals.filter((rule) => giving.length > 0 && asksRole(rule) && !asksThem(rule));
  if (certain.length + possible.length === 0) {
    return ['- decides no request, unless a rule asks them as a manager'];
  }
  const decides = (where: string, rules: readonly ApprovalRule[], after: string) =>
    rules.length === 0
      ? []
      : [
          `- may be asked to approve what others ask for${where}, by the rules ${rules.map(({ name }) => `"${name}"`).join(', ')}${after}`,
        ];
  const counts = human.teams === undefined ? ', but that doesn\'t count as long as "teams" is missing' : '';
  return [
    ...decides('', certain, `${counts}; never their own requests`),
    ...decides(` if they are in the group ${nameGroups(giving)}`, possible, '; never their own requests'),
  ];
}

function listRights(policy: Policy, explained: Explained): string[] {
  const { human } = explained;
  return [
    ...TASKS.map(([what, kind]) => {
      const rules = listRulesFor(policy, human, kind);
      const after =
        rules.length === 0 ? ', without approval' : `; approval where a rule holds: ${rules.join(', ')}`;
      return describeRole(what, explained, rolesFor(kind), after);
    }),
    ...BESIDE.map(([what, needed]) => describeRole(what, explained, needed)),
    ...listDecisions(policy, explained),
    ...(explained.byGroups.length === 0
      ? []
      : [
          'Only Slack and Microsoft know which groups someone is in. What they have by them, they see by typing help in the chat.',
        ]),
  ];
}

/** Somebody without an entry, by their id in a chat, or as the history has them; undefined for what is no such id. */
function readStranger(whose: string): Human | undefined {
  const { userId } = readUnnamed(whose) ?? { userId: whose };
  const nobody = { name: whose, roles: [] };
  if (guid('').safeParse(userId).success)
    return { ...nobody, id: idOfUnnamed('teams', userId), teams: userId };
  const slack = userId.toUpperCase();
  return SLACK_ID.test(slack) ? { ...nobody, id: idOfUnnamed('slack', slack), slack } : undefined;
}

function explainStranger(policy: Policy, whose: string): Diagnosis {
  const human = readStranger(whose);
  const byGroups = human === undefined ? [] : listByGroups(policy, human);
  if (human === undefined || byGroups.length === 0) {
    const ids = policy.people.map(({ id }) => id).join(', ') || 'nobody';
    return {
      well: false,
      lines: [
        `There is no one called "${whose}" in "people", so Rollcall only tells them who to ask.`,
        `Known are: ${ids}.`,
        ...(policy.groups.length === 0 || human !== undefined
          ? []
          : ['For what a group gives someone without an entry, give their Slack id or their object id.']),
      ],
    };
  }
  return {
    well: true,
    lines: [
      `${whose} isn't in "people", so what they may do depends on the groups that they are in.`,
      ...listRights(policy, { human, byGroups }),
    ],
  };
}

/** What somebody may do, and why: by id, name or chat id. */
export function explainPerson(written: Policy, whose: string): Diagnosis {
  const policy = withWorkspaces(written);
  const wanted = whose.toLowerCase();
  const human = policy.people.find((one) =>
    [one.id, one.name, one.slack, one.teams].some((key) => key?.toLowerCase() === wanted),
  );
  if (human === undefined) return explainStranger(policy, whose);
  const customers = human.customers ?? policy.customers.map(({ id }) => id);
  const roles =
    human.roles.length === 0 ? 'no role of their own, and acts' : `the roles ${human.roles.join(', ')},`;
  return {
    well: true,
    lines: [
      `${human.name} (${human.id}) has ${roles} for ${customers.join(', ')}${human.customers === undefined ? ' (all there are)' : ''}.`,
      ...listRights(policy, { human, byGroups: listByGroups(policy, human) }),
      'Which rule a request meets: npm run doctor -- policy --requester ' +
        `${human.id} --people 1 --licenses A,B`,
    ],
  };
}

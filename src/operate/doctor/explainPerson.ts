import { tasksOf } from '../../domain/approvalRules.ts';
import type { Policy } from '../../domain/policy/policy.ts';
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

function describeRole(what: string, { roles }: Human, needed: readonly Role[]): string {
  const held = needed.filter((role) => roles.includes(role));
  if (held.length > 0) return `- may ${what}: as ${held.join(' and ')}`;
  return `- may not ${what}: that needs the role ${needed.join(' or ')}`;
}

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

function listDecisions(policy: Policy, human: Human): string[] {
  const rules = policy.approvals.filter(
    ({ by, fallback }) =>
      by.people?.includes(human.id) ||
      fallback?.people?.includes(human.id) ||
      ((by.role !== undefined || fallback?.role !== undefined) && human.roles.includes('approver')),
  );
  if (rules.length === 0) return ['- decides no request, unless a rule asks them as a manager'];
  const names = rules.map(({ name }) => `"${name}"`).join(', ');
  const counts = human.teams === undefined ? ', but that doesn\'t count as long as "teams" is missing' : '';
  return [
    `- may be asked to approve what others ask for, by the rules ${names}${counts}; never their own requests`,
  ];
}

/** What somebody in the policy may do, and why: by id, name or chat id. */
export function explainPerson(policy: Policy, whose: string): Diagnosis {
  const wanted = whose.toLowerCase();
  const human = policy.people.find((one) =>
    [one.id, one.name, one.slack, one.teams].some((key) => key?.toLowerCase() === wanted),
  );
  if (human === undefined) {
    const ids = policy.people.map(({ id }) => id).join(', ') || 'nobody';
    return {
      well: false,
      lines: [
        `There is no one called "${whose}" in "people", so Rollcall only tells them who to ask.`,
        `Known are: ${ids}.`,
      ],
    };
  }
  const customers = human.customers ?? policy.customers.map(({ id }) => id);
  return {
    well: true,
    lines: [
      `${human.name} (${human.id}) has the roles ${human.roles.join(', ') || 'of their groups alone'}, for ${customers.join(', ')}${human.customers === undefined ? ' (all there are)' : ''}.`,
      ...TASKS.map(([what, kind]) => {
        const needed = rolesFor(kind);
        const line = describeRole(what, human, needed);
        if (!needed.some((role) => human.roles.includes(role))) return line;
        const rules = listRulesFor(policy, human, kind);
        return rules.length === 0
          ? `${line}, without approval`
          : `${line}; approval where a rule holds: ${rules.join(', ')}`;
      }),
      ...BESIDE.map(([what, needed]) => describeRole(what, human, needed)),
      ...listDecisions(policy, human),
      ...(policy.groups.length === 0
        ? []
        : [
            `Members of these groups have roles as well: ${policy.groups.map(({ name, roles }) => `${name} (${roles.join(', ')})`).join('; ')}. What someone has by them, they see by typing help in the chat.`,
          ]),
      'Which rule a request meets: npm run doctor -- policy --requester ' +
        `${human.id} --people 1 --licenses A,B`,
    ],
  };
}

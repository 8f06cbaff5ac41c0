import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { policySchema } from '../../domain/policy/policy.ts';
import type { Answers } from './answers.ts';

function idOf(name: string): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return plain === '' ? 'main' : plain.slice(0, 40);
}

/** What Rollcall cannot do without, and was answered when the policy was there already. */
function findLeftOut(policy: string, answers: Answers): string[] {
  return (['slackTeam', 'administrativeUnit'] as const).flatMap((name) => {
    const value = answers[name];
    if (value === undefined || policy.includes(value)) return [];
    const key = name === 'slackTeam' ? `"${value}" to "slackTeams"` : `"${name}": "${value}" to the customer`;
    return [
      `it is there already and is yours. Add ${key}, or take ${name} out of rollcall-setup/answers.json.`,
    ];
  });
}

/** Whether a policy that is there gives roles by a Slack group, which takes scopes of the app. */
export function namesSlackGroup(file: string): boolean {
  try {
    const { groups } = JSON.parse(readFileSync(file, 'utf8').replace(/^\uFEFF/, '')) as { groups?: unknown };
    return Array.isArray(groups) && groups.some((group) => typeof group?.slack === 'string');
  } catch {
    return false;
  }
}

/**
 * Writes a policy with one customer and its first admin, if none is there and all is answered that it needs. One that is
 * there is never touched. Answers why it does not hold what was answered, as sentences; nothing when all is well.
 */
export function writePolicy(file: string, answers: Answers, chats: { slack: boolean }): string[] {
  if (existsSync(file)) return findLeftOut(readFileSync(file, 'utf8'), answers);
  const { customerName, administrativeUnit, adminName, adminSlack, adminTeams, slackTeam } = answers;
  if (customerName === undefined || adminName === undefined || adminTeams === undefined) return [];
  // Written without these, it would never get them.
  if (chats.slack && (adminSlack === undefined || slackTeam === undefined)) return [];
  const schema = fileURLToPath(new URL('../../../manifests/policy.schema.json', import.meta.url));
  const path = relative(dirname(file), schema);
  const policy = {
    // Only where it lies beside: a policy elsewhere is read by others, too.
    ...(path.startsWith('..') ? {} : { $schema: `./${path}` }),
    customers: [
      {
        ...{ id: idOf(customerName), name: customerName },
        ...(administrativeUnit === undefined ? {} : { administrativeUnit }),
      },
    ],
    people: [
      {
        id: idOf(adminName),
        name: adminName,
        ...(adminSlack === undefined ? {} : { slack: adminSlack }),
        teams: adminTeams,
        roles: ['helpdesk', 'admin'],
      },
    ],
    ...(chats.slack && slackTeam !== undefined ? { slackTeams: [slackTeam] } : {}),
    approvals: [],
    askForAccess: adminName,
  };
  const parsed = policySchema.safeParse(policy);
  if (!parsed.success) return parsed.error.issues.map(({ message }) => message);
  writeFileSync(file, `${JSON.stringify(policy, null, 2)}\n`, { flag: 'wx' });
  return [];
}

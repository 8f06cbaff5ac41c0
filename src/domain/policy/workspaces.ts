import { z } from 'zod';
import { listHomes, splitSlackId } from '../slackId.ts';
import { say, strict } from './policyParts.ts';
import { checkTeam } from './roleGroups.ts';

/** The id of a workspace, or of an organization on Enterprise Grid. */
export const SLACK_TEAM = /^[TE][A-Z0-9]+$/;

/** Which customers a workspace may act for. */
export const workspace = strict({
  id: z.string(say('a Slack team id')).regex(SLACK_TEAM, say('a Slack team id such as "T012AB3CD"')),
  customers: z
    .array(z.string(say('the id of a customer')), say('a list of customer ids'))
    .min(1, say('at least one customer id')),
});

interface Human {
  name: string;
  slack?: string | undefined;
  customers?: string[] | undefined;
}

/** What the policy says of Slack workspaces. */
interface WorkspacePolicy {
  customers: readonly { id: string }[];
  people: readonly Human[];
  slackTeams: readonly string[];
  workspaces?: readonly { id: string; customers: readonly string[] }[] | undefined;
  groups: readonly { slack?: string | undefined; customers?: readonly string[] | undefined }[];
}

/**
 * Whether a Slack group could give a role to nobody: it holds for none of the customers that its workspace may act for.
 * Which that is of several organizations, only Slack knows.
 */
function isForNobody(
  policy: WorkspacePolicy,
  { slack, customers }: WorkspacePolicy['groups'][number],
): boolean {
  if (slack === undefined || customers === undefined) return false;
  const [home, ...others] = listHomes(policy.slackTeams, splitSlackId(slack).team);
  const allowed = policy.workspaces?.find(({ id }) => id === home)?.customers;
  return others.length === 0 && allowed !== undefined && !customers.some((id) => allowed.includes(id));
}

/** The customers that somebody's workspace may act for; undefined: all. */
function allowedBy(
  { slackTeams, workspaces = [] }: Pick<WorkspacePolicy, 'slackTeams' | 'workspaces'>,
  { slack }: Pick<Human, 'slack'>,
) {
  if (slack === undefined) return undefined;
  const team = splitSlackId(slack).team ?? slackTeams[0];
  return workspaces.find(({ id }) => id === team)?.customers;
}

/** Those of a group's customers that a workspace may act for; undefined: all. */
export function limitByWorkspace(
  policy: Pick<WorkspacePolicy, 'slackTeams' | 'workspaces'>,
  slack: string | undefined,
  customers: readonly string[] | undefined,
): string[] | undefined {
  const allowed = allowedBy(policy, { slack });
  if (allowed === undefined) return customers === undefined ? undefined : [...customers];
  if (customers === undefined) return [...allowed];
  return customers.filter((id) => allowed.includes(id));
}

/** The customers that somebody acts for: their own, as far as their workspace may. Undefined: all. */
function customersOf(policy: WorkspacePolicy, human: Human): string[] | undefined {
  const allowed = allowedBy(policy, human);
  if (allowed === undefined) return human.customers;
  return human.customers?.filter((id) => allowed.includes(id)) ?? [...allowed];
}

/** What is wrong with `workspaces`, and with Slack ids that name one; each with its place. */
export function checkWorkspaces(policy: WorkspacePolicy): { path: (string | number)[]; message: string }[] {
  const { slackTeams, workspaces = [], people, groups } = policy;
  const known = policy.customers.map(({ id }) => id);
  const named = `It names ${slackTeams.join(', ') || 'none'}.`;
  const ofWorkspaces = workspaces.flatMap(({ id, customers }, index) => {
    const at = (...path: (string | number)[]) => ['workspaces', index, ...path];
    const isTwice = workspaces.findIndex((one) => one.id === id) < index;
    return [
      ...(isTwice ? [{ path: at('id'), message: `"${id}" is used twice. Keep one entry for each.` }] : []),
      ...(slackTeams.includes(id)
        ? []
        : [{ path: at('id'), message: `"${id}" isn't in slackTeams. ${named} Add it there, too.` }]),
      ...customers.flatMap((wanted, place) =>
        known.includes(wanted)
          ? []
          : [
              {
                path: at('customers', place),
                message: `There is no customer "${wanted}". Known are: ${known.join(', ')}.`,
              },
            ],
      ),
    ];
  });
  const ofPeople = people.flatMap((human, index) => {
    const [wrong] = checkTeam(slackTeams, human.slack);
    if (wrong !== undefined) return [{ path: ['people', index, 'slack'], message: wrong }];
    if (customersOf(policy, human)?.length !== 0) return [];
    const message =
      'their Slack workspace (see "workspaces") may act for none of these. Correct one of the two lists.';
    return [{ path: ['people', index, 'customers'], message }];
  });
  const ofGroups = groups.flatMap((group, index) => {
    if (!isForNobody(policy, group)) return [];
    const message =
      'the Slack workspace of this group (see "workspaces") may act for none of these, so it would give no one a role. Correct one of the two lists.';
    return [{ path: ['groups', index, 'customers'], message }];
  });
  return [...ofWorkspaces, ...ofPeople, ...ofGroups];
}

/**
 * The policy, in which everybody acts for the customers that their Slack workspace may act for, in Teams as well: what is
 * about another customer then never reaches that workspace.
 */
export function withWorkspaces<Of extends WorkspacePolicy & { people: Human[] }>(policy: Of): Of {
  return {
    ...policy,
    people: policy.people.map((human) => {
      const customers = customersOf(policy, human);
      return customers === undefined ? human : { ...human, customers };
    }),
  };
}

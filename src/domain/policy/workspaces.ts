import { splitSlackId } from '../slackId.ts';

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
}

/** The customers that somebody's workspace may act for; undefined: all. */
function allowedBy({ slackTeams, workspaces = [] }: WorkspacePolicy, { slack }: Human) {
  if (slack === undefined) return undefined;
  const team = splitSlackId(slack).team ?? slackTeams[0];
  return workspaces.find(({ id }) => id === team)?.customers;
}

/** The customers that somebody acts for: their own, as far as their workspace may. Undefined: all. */
function customersOf(policy: WorkspacePolicy, human: Human): string[] | undefined {
  const allowed = allowedBy(policy, human);
  if (allowed === undefined) return human.customers;
  return human.customers?.filter((id) => allowed.includes(id)) ?? [...allowed];
}

/** What is wrong with `workspaces`, and with Slack ids that name one; each with its place. */
export function checkWorkspaces(policy: WorkspacePolicy): { path: (string | number)[]; message: string }[] {
  const { slackTeams, workspaces = [], people } = policy;
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
    const { team } = splitSlackId(human.slack ?? '');
    const slack = ['people', index, 'slack'];
    if (team !== undefined && team === slackTeams[0]) {
      const message = `"${team}" is the first of slackTeams, whose people are named without it. Remove "${team}/".`;
      return [{ path: slack, message }];
    }
    if (team !== undefined && !slackTeams.includes(team)) {
      return [
        { path: slack, message: `"${team}" isn't in slackTeams. ${named} Add it there, or correct it.` },
      ];
    }
    if (customersOf(policy, human)?.length !== 0) return [];
    const message =
      'their Slack workspace (see "workspaces") may act for none of these. Correct one of the two lists.';
    return [{ path: ['people', index, 'customers'], message }];
  });
  return [...ofWorkspaces, ...ofPeople];
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

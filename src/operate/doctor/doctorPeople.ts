import type { LiveConfig } from '../../config/config.ts';
import { RollcallError } from '../../domain/errors.ts';
import { listPolicyWarnings } from '../../domain/policy/listPolicyWarnings.ts';
import { ask } from './ask.ts';
import { type Finding, reportOn } from './finding.ts';
import { signIn } from './signIn.ts';

const { ok, unsure, wrong } = reportOn('people');
/** Microsoft: "Use the $filter query parameter": at most 15 values in one `in`. */
const AT_ONCE = 15;

interface Account {
  id: string;
  accountEnabled?: boolean | null;
}

/** The accounts with these ids in one tenant; undefined where they cannot be read. */
async function findAccounts(
  graph: LiveConfig['graph'],
  tenantId: string,
  ids: readonly string[],
): Promise<Account[] | undefined> {
  const { clientId, credential, authorityHost, audience, graphUrl } = graph;
  const signedIn = await signIn({ tenantId, clientId, credential, authorityHost }, audience);
  if (signedIn instanceof RollcallError) return undefined;
  const found: Account[] = [];
  for (let start = 0; start < ids.length; start += AT_ONCE) {
    const list = ids.slice(start, start + AT_ONCE).map((id) => `'${id}'`);
    const filter = encodeURIComponent(`id in (${list.join(',')})`);
    const answered = await ask(`${graphUrl}/v1.0/users?$filter=${filter}&$select=id,accountEnabled`, {
      headers: { Authorization: `Bearer ${signedIn.token.reveal()}` },
    });
    const { value } = (typeof answered === 'string' ? {} : (answered.body ?? {})) as { value?: Account[] };
    if (!Array.isArray(value)) return undefined;
    found.push(...value);
  }
  return found;
}

/** Whether those whom the policy knows by an object id are in the directories that Rollcall can read. */
async function examineAccounts({ graph, policy }: Partial<LiveConfig>): Promise<Finding[]> {
  if (graph === undefined || policy === undefined) return [];
  const people = policy.people.filter(({ teams }) => teams !== undefined);
  const tenants = new Set(policy.customers.map(({ tenantId }) => (tenantId ?? graph.tenantId).toLowerCase()));
  const ids = people.map(({ teams = '' }) => teams.toLowerCase());
  const found = await Promise.all([...tenants].map((tenantId) => findAccounts(graph, tenantId, ids)));
  if (people.length === 0) return [];
  if (found.includes(undefined)) {
    return [
      unsure(
        "The object ids in the policy couldn't be checked, because not every directory could be read.",
        'Fix what "graph" reports above, and run this again.',
      ),
    ];
  }
  const accounts = new Map(found.flatMap((some) => some ?? []).map((one) => [one.id.toLowerCase(), one]));
  // People of a tenant that Rollcall only talks to are in no directory that it can read.
  const isElsewhere = policy.teamsTenants.some((tenantId) => !tenants.has(tenantId.toLowerCase()));
  const findings = people.flatMap(({ id, name, teams = '' }): Finding[] => {
    const account = accounts.get(teams.toLowerCase());
    if (account === undefined) {
      const said = `people: "${id}" (${name}) has the object id ${teams}, which no one in ${tenants.size === 1 ? 'the directory' : 'the directories'} has.`;
      const fix =
        'Correct "teams" in the policy (entra.microsoft.com → Users → the person → Object ID), or remove the entry if they have left.';
      return [
        isElsewhere
          ? unsure(said, `If they belong to another tenant in teamsTenants, ask an admin there. ${fix}`)
          : wrong(said, fix),
      ];
    }
    if (account.accountEnabled !== false) return [];
    return [
      unsure(
        `people: "${id}" (${name}) has a blocked account, so they can't sign in.`,
        'Remove the entry from the policy if they have left.',
      ),
    ];
  });
  return findings.length > 0
    ? findings
    : [ok('Everyone in the policy who has an object id is in the directory.')];
}

/** Whom the policy names: what is missing or doubtful about them. */
export async function examinePeople(read: Partial<LiveConfig>): Promise<Finding[]> {
  const { policy } = read;
  if (policy === undefined) return [];
  const warnings = listPolicyWarnings(policy).map((warning) => {
    const [said = warning, ...rest] = warning.split(/(?<=\.) (?=Add |If )/);
    return unsure(said, rest.length === 0 ? 'Correct the entry in the policy.' : rest.join(' '));
  });
  const isAnybodyAdmin = [...policy.people, ...policy.groups].some(({ roles }) => roles.includes('admin'));
  return [
    ...warnings,
    ...(isAnybodyAdmin
      ? []
      : [
          unsure(
            'No one in the policy is an admin, so no one can create people from a file, pause Rollcall, or be told what is wrong with it.',
            'Give one person in "people" the role admin.',
          ),
        ]),
    ...(await examineAccounts(read)),
  ];
}

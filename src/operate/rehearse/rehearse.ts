import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { LiveConfig } from '../../config/config.ts';
import { RollcallError } from '../../domain/errors.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import type { Group, License } from '../../domain/terms.ts';
import { createGraphDirectory } from '../../graph/createGraphDirectory.ts';
import { createLoginClient } from '../../graph/login/createLoginClient.ts';
import { createTokenSource } from '../../graph/login/tokenSource.ts';
import { clock, ids } from '../../run/surroundings.ts';
import { ask } from '../doctor/ask.ts';
import { examineGraph } from '../doctor/doctorGraph.ts';
import { type Finding, reportOn } from '../doctor/finding.ts';
import { GRAPH_PERMISSIONS, isGranted, listPermissions } from '../doctor/graphPermissions.ts';
import { SILENT } from '../doctor/openMailer.ts';
import { type SignedIn, signIn } from '../doctor/signIn.ts';
import { drawPerson } from './drawPerson.ts';
import { createRecorder, type Recorder } from './recorder.ts';
import { findRunner, rehearseMail, rehearseSlack, rehearseTeams } from './rehearseMessages.ts';
import { rehearsePerson } from './rehearsePerson.ts';

const { ok, unsure, wrong } = reportOn('rehearse');
type Customer = Policy['customers'][number];

/** What is asked of a rehearsal. */
export interface Rehearsal {
  /** Of the policy; needed where there are several. */
  customer?: string | undefined;
  /** Who runs it, by the policy's id; the only admin, unless told. */
  runner?: string | undefined;
  mailTo?: string | undefined;
  /** Name or id of a group that the person joins for a moment; a plain one, unless told. */
  group?: string | undefined;
  /** Where the records go. Absolute. */
  folder: string;
  stopping: AbortSignal;
  say: (line: string) => void;
}

const FOR_RESETS = GRAPH_PERMISSIONS.filter(({ name }) =>
  ['User-PasswordProfile.ReadWrite.All', 'RoleManagement.Read.Directory'].includes(name),
);

function findCustomer({ policy }: Partial<LiveConfig>, id: string | undefined): Customer | Finding {
  const customers = policy?.customers ?? [];
  const chosen = customers.filter((one) => id === undefined || one.id === id);
  const [customer, another] = chosen;
  if (customer !== undefined && another === undefined) return customer;
  const names = customers.map((one) => one.id).join(', ');
  return customers.length === 0
    ? wrong('There is no policy that names the tenant.', 'Run npm run doctor -- policy.')
    : wrong(
        "In which customer's directory should the rehearsal run?",
        `Say which: --customer ID, one of ${names}.`,
      );
}

async function chooseLicense(list: () => Promise<License[]>): Promise<License | Finding> {
  const [most] = (await list())
    .filter(({ left, assignable }) => assignable && left > 0)
    .toSorted((one, other) => other.left - one.left);
  return (
    most ??
    unsure('Left out: a license. No license has a seat left.', 'Run it again when a seat is available.')
  );
}

/** A plain security group: joining it for a moment brings no mail, no role and no license. */
async function chooseGroup(
  named: string | undefined,
  find: (name: string) => Promise<Group[]>,
  graphUrl: string,
  { token }: SignedIn,
): Promise<Group | Finding> {
  const fix = 'Name one whose members may know about it: --group NAME';
  if (named !== undefined) {
    const [group, another] = await find(named);
    if (group === undefined) return unsure(`Left out: a group. There is none called ${named}.`, fix);
    if (another !== undefined)
      return unsure(`Left out: a group. Several are called ${named}.`, 'Give its id: --group ID');
    return group;
  }
  const query = '$top=100&$select=id,displayName,securityEnabled,mailEnabled';
  const answered = await ask(`${graphUrl}/v1.0/groups?${query}`, {
    headers: { Authorization: `Bearer ${token.reveal()}` },
  });
  const { value = [] } = (typeof answered === 'string' ? {} : (answered.body ?? {})) as {
    value?: { id: string; securityEnabled?: boolean; mailEnabled?: boolean }[];
  };
  const plain = value.filter(({ securityEnabled, mailEnabled }) => securityEnabled && !mailEnabled);
  for (const { id } of plain) {
    const group = (await find(id)).find((one) => one.id === id);
    if (group !== undefined && group.closed === undefined && group.licenses === undefined) return group;
  }
  return unsure('Left out: a group. There is no plain security group among the first 100.', fix);
}

/** The directory's part: refused before anything is done where a right is missing. */
async function rehearseDirectory(
  read: Partial<LiveConfig>,
  graph: LiveConfig['graph'],
  customer: Customer,
  asked: Rehearsal,
): Promise<{ findings: Finding[]; recorder?: Recorder }> {
  const { clientId, credential, authorityHost, audience, graphUrl } = graph;
  const tenantId = customer.tenantId ?? graph.tenantId;
  const client = { tenantId, clientId, credential, authorityHost };
  const signedIn = await signIn(client, audience);
  const roles = signedIn instanceof RollcallError ? [] : (signedIn.claims.roles ?? []);
  const { administrativeUnit } = customer;
  const inUnit = administrativeUnit !== undefined;
  // Without these nothing is begun.
  const needed = listPermissions({ inUnit }).filter(({ isNeeded }) => isNeeded);
  if (signedIn instanceof RollcallError || !needed.every((one) => isGranted(one, roles))) {
    const why = (await examineGraph(read, customer.id)).filter(({ result }) => result === 'wrong');
    const said = 'Nothing was done: Rollcall lacks permissions in this directory.';
    return { findings: [wrong(said, 'Fix what "graph" reports here, and run this again.'), ...why] };
  }
  const base = `${graphUrl}/v1.0`;
  const made = (fetch: typeof globalThis.fetch, markerAttribute: typeof customer.marker) =>
    createGraphDirectory({
      ...{
        customer: customer.id,
        graphUrl,
        markerAttribute,
        administrativeUnit,
        clock,
        ids,
        log: SILENT,
        fetch,
      },
      tokens: createTokenSource(createLoginClient(client), audience),
    });
  const looking = made(fetch, customer.marker);
  const domains = (await looking.listDomains()).filter(
    ({ isVerified, authenticationType }) => isVerified && authenticationType === 'Managed',
  );
  const domain = domains.find(({ isDefault }) => isDefault) ?? domains[0];
  if (domain === undefined) {
    return { findings: [wrong('There is no domain to create someone in.', 'Run npm run doctor -- graph.')] };
  }
  const { defaultUsageLocation } = await looking.readOrganization();
  const license = await chooseLicense(() => looking.listLicenses());
  const group = await chooseGroup(asked.group, (name) => looking.listGroups([name]), graphUrl, signedIn);
  const person = drawPerson(domain.id);
  const known = new Map(
    [
      [person.userPrincipalName, 'somebody@contoso.com'],
      [person.userPrincipalName.split('@')[0] ?? '', 'somebody'],
      [domain.id, 'contoso.com'],
      [person.operationId, 'op_rehearsal'],
      [person.passwords.first.reveal(), '{password}'],
      [person.passwords.second.reveal(), '{password}'],
      [tenantId, '{tenant}'],
      ['skuId' in license ? license.skuId : '', '{sku}'],
      ['displayName' in group ? group.id : '', '{group}'],
      [customer.marker, 'extensionAttribute15'],
      [administrativeUnit ?? '', '{unit}'],
    ].filter(([value]) => value !== '') as [string, string][],
  );
  // Its address stands in what adds members.
  known.set(graphUrl, 'https://graph.microsoft.com');
  const recorder = createRecorder('graph', base, known);
  const findings = await rehearsePerson({
    ...{ directory: made(recorder.fetch, customer.marker), recorder, ...person, license, group, inUnit },
    usageLocation: customer.usageLocation ?? defaultUsageLocation ?? 'US',
    noReset: FOR_RESETS.every((one) => isGranted(one, roles))
      ? undefined
      : unsure(
          "Left out: a new password. The app isn't allowed to set one.",
          `If you want that, grant ${FOR_RESETS.map(({ name }) => name).join(' and ')} (manifests/README.md).`,
        ),
    stopping: asked.stopping,
    say: asked.say,
  });
  return { findings, recorder };
}

/**
 * Plays in the real tenant and the real chats what Rollcall does there, with one blocked throwaway person and a message to
 * whoever runs it, and removes it again. What was asked and answered is written into files that a test can play, without
 * secrets and names. Never throws for what a service says.
 */
export async function rehearse(read: Partial<LiveConfig>, asked: Rehearsal): Promise<Finding[]> {
  const { graph, slack, teams, policy } = read;
  const customer = findCustomer(read, asked.customer);
  if ('said' in customer) return [customer];
  if (graph === undefined) return [wrong("Microsoft Graph isn't set up.", 'Run npm run setup.')];
  const first = await rehearseDirectory(read, graph, customer, asked).catch((error: unknown) => {
    if (!(error instanceof RollcallError)) throw error;
    return { findings: [wrong(error.message, error.next)], recorder: undefined };
  });
  const findings = [...first.findings];
  const records: [string, Recorder | undefined][] = [['graph', first.recorder]];
  if (first.recorder !== undefined && !asked.stopping.aborted) {
    const runner = findRunner(policy, asked.runner);
    if ('said' in runner) findings.push(runner);
    else {
      if (slack !== undefined && runner.slack !== undefined) {
        const inSlack = await rehearseSlack(read, slack, runner.slack);
        findings.push(...inSlack.findings);
        records.push(['slack', inSlack.recorder]);
      }
      if (teams !== undefined && runner.teams !== undefined) {
        const inTeams = await rehearseTeams(read, teams, runner.teams);
        findings.push(...inTeams.findings);
        records.push(['teams', inTeams.recorder]);
      }
    }
    findings.push(...(await rehearseMail(read, asked.mailTo)));
  }
  mkdirSync(asked.folder, { recursive: true, mode: 0o700 });
  const source = `Recorded by npm run doctor -- --rehearse in a tenant of the cloud "${read.cloud ?? 'global'}" on ${new Date().toISOString().slice(0, 10)}`;
  const written = records.flatMap(([name, recorder]) => {
    const file = join(asked.folder, `${name}.json`);
    return recorder?.write(file, source) === true ? [`${name}.json`] : [];
  });
  if (written.length > 0) {
    findings.push(
      ok(
        `Wrote the requests and answers to ${asked.folder} (${written.join(', ')}), without secrets and names. Read it before you share it.`,
      ),
    );
  }
  return findings;
}

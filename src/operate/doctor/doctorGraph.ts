import type { LiveConfig } from '../../config/config.ts';
import { RollcallError } from '../../domain/errors.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import { examineTenant } from './doctorTenant.ts';
import { type Finding, forOperator, reportOn } from './finding.ts';
import { costOf, GRAPH_PERMISSIONS, isGranted, listPermissions, SEE_ADMINS } from './graphPermissions.ts';
import { signIn } from './signIn.ts';

type GraphConfig = LiveConfig['graph'];
type Customer = Policy['customers'][number];
const { ok, unsure, wrong } = reportOn('graph');
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** People and people's rights that no permission here should bring along, as they let an app go on by itself. */
const DANGEROUS =
  /^(RoleManagement\.ReadWrite|AppRoleAssignment\.ReadWrite|Application\.ReadWrite|Directory\.ReadWrite)/;

/** Until an admin of the tenant consents. */
const wrongUntilConsent = (said: string, fix: string): Finding => ({
  ...wrong(said, fix),
  needsConsent: true,
});

/** Where an admin of the tenant consents to the app. */
export function consentLink(
  { authorityHost, clientId }: Pick<GraphConfig, 'authorityHost' | 'clientId'>,
  tenantId: string,
): string {
  return `${authorityHost}/${tenantId}/adminconsent?client_id=${clientId}`;
}

/** Whether the secret is that of the bot's app. Only Microsoft's login is shown it. */
async function isBotsSecret({ teams, graph }: Partial<LiveConfig>): Promise<boolean> {
  if (teams === undefined || graph === undefined) return false;
  const { credential, authorityHost, audience, tenantId } = graph;
  if ('managedIdentity' in credential) return false;
  const options = { tenantId: teams.tenantId ?? tenantId, clientId: teams.appId, credential, authorityHost };
  const found = await Promise.all([
    signIn(options, audience),
    signIn(options, 'https://api.botframework.com'),
  ]);
  return found.some((one) => !(one instanceof RollcallError));
}

const COMPARE_APPS =
  'Compare AZURE_CLIENT_ID and AZURE_CLIENT_SECRET with the app registration for the directory, and MicrosoftAppId and MicrosoftAppPassword with the Azure Bot (Configuration).';

/** Whether the app that was consented to stands where the bot's does. */
async function isAppInBotsPlace({ teams, graph }: Partial<LiveConfig>, tenantId: string): Promise<boolean> {
  if (teams === undefined || graph === undefined) return false;
  const { authorityHost, audience } = graph;
  const signedIn = await signIn(
    { tenantId, clientId: teams.appId, credential: teams.credential, authorityHost },
    audience,
  );
  return !(signedIn instanceof RollcallError) && (signedIn.claims.roles ?? []).length > 0;
}

/** Whether tenant and app stand in each other's place. */
async function areIdsSwapped(graph: GraphConfig): Promise<boolean> {
  const { tenantId, clientId, credential, authorityHost, audience } = graph;
  if ('managedIdentity' in credential) return false;
  const swapped = { tenantId: clientId, clientId: tenantId, credential, authorityHost };
  return !((await signIn(swapped, audience)) instanceof RollcallError);
}

async function explainRefusal(
  read: Partial<LiveConfig>,
  graph: GraphConfig,
  tenantId: string,
  error: RollcallError,
) {
  const { number } = error.detail as { number?: string };
  const fix = forOperator(error.next);
  if (error.code !== 'CREDENTIALS_REFUSED') return wrong(error.message, fix);
  if (tenantId === graph.tenantId && (await areIdsSwapped(graph))) {
    return wrong(`${error.message} AZURE_TENANT_ID and AZURE_CLIENT_ID are swapped.`, 'Swap them.');
  }
  if (await isBotsSecret(read)) {
    return wrong(
      `${error.message} It belongs to the app in MicrosoftAppId: the two apps, or their secrets, are swapped.`,
      COMPARE_APPS,
    );
  }
  if ('secret' in graph.credential && GUID.test(graph.credential.secret.reveal())) {
    return wrong(
      `${error.message} It looks like a Secret ID.`,
      'Set AZURE_CLIENT_SECRET to the Value of the secret. It is shown only once: make a new one if it is gone.',
    );
  }
  const link = `An admin of the tenant consents at ${consentLink(graph, tenantId)}`;
  if (number === '7000229') {
    const other = 'If the app belongs to another tenant, check AZURE_TENANT_ID.';
    return wrongUntilConsent(error.message, `${link} ${other}`);
  }
  if (number === '700016') return wrongUntilConsent(error.message, `${fix} ${link}`);
  return wrong(error.message, fix);
}

/** What the token may do, against what is needed. */
function examineRoles(
  graph: GraphConfig,
  customer: Customer,
  tenantId: string,
  roles: readonly string[],
  policy: Partial<LiveConfig>['policy'],
): Finding[] {
  // Microsoft: "Grant a managed identity permissions": there is no page and no consent for these.
  const isIdentity = 'managedIdentity' in graph.credential;
  const consent = isIdentity
    ? 'the managed identity has it within minutes'
    : `an admin of the tenant consents at ${consentLink(graph, tenantId)}`;
  const where = isIdentity
    ? 'run npm run setup, then rollcall-setup/azure.sh, which assigns what is missing'
    : 'entra.microsoft.com → App registrations → the app → API permissions → Microsoft Graph → Application permissions';
  const lacking = isIdentity ? wrong : wrongUntilConsent;
  if (roles.length === 0) {
    return [
      lacking(
        'No one has consented to any application permission, so Rollcall can do nothing in the directory.',
        `Add those of manifests/README.md (${where}; Delegated permissions don't count), then ${consent}`,
      ),
    ];
  }
  const inUnit = customer.administrativeUnit !== undefined;
  const missing = listPermissions({ inUnit }).filter((one) => !isGranted(one, roles));
  const known = new Set([
    ...GRAPH_PERMISSIONS.flatMap(({ name, within = [] }) => [name, ...within]),
    'AdministrativeUnit.Read.All',
  ]);
  const more = roles.filter(
    (role) => DANGEROUS.test(role) || (!known.has(role) && !role.startsWith('Policy.Read')),
  );
  const wide = GRAPH_PERMISSIONS.filter(({ name, byRole }) => byRole && roles.includes(name));
  const keepsGlobal = policy?.resetAdmins === true && !policy.resetGlobalAdmins;
  const findings = missing.map((one) => {
    const { name, isNeeded } = one;
    const isAsked =
      isNeeded ||
      (name.startsWith('UserAuthMethod-TAP') && customer.temporaryAccessPass === true) ||
      (name === SEE_ADMINS && keepsGlobal);
    const said = `The permission ${name} is missing: ${costOf(one, policy)}.`;
    return isAsked
      ? lacking(said, `Add it (${where}), then ${consent}`)
      : unsure(said, `If you want that, add it (${where}), then ${consent}`);
  });
  return [
    ...(findings.some(({ result }) => result === 'wrong')
      ? []
      : [ok('The app has the permissions it needs.')]),
    ...findings,
    ...(inUnit && wide.length > 0
      ? [
          unsure(
            `The app reaches everyone in the tenant, despite its administrative unit: it has ${wide.map(({ name }) => name).join(', ')}.`,
            `Remove ${wide.length === 1 ? 'it' : 'them'} (${where}): the role User Administrator over the unit is enough.`,
          ),
        ]
      : []),
    ...(more.length === 0
      ? []
      : [
          unsure(
            `The app may do more than Rollcall uses: ${more.join(', ')}.`,
            `Remove what nothing else needs (${where}): anyone who has its secret has all of that.`,
          ),
        ]),
  ];
}

async function examineCustomer(
  read: Partial<LiveConfig>,
  graph: GraphConfig,
  customer: Customer,
): Promise<Finding[]> {
  const tenantId = customer.tenantId ?? graph.tenantId;
  const { clientId, credential, authorityHost, audience } = graph;
  const signedIn = await signIn({ tenantId, clientId, credential, authorityHost }, audience);
  if (signedIn instanceof RollcallError) return [await explainRefusal(read, graph, tenantId, signedIn)];
  const roles = signedIn.claims.roles ?? [];
  if (roles.length === 0 && (await isAppInBotsPlace(read, tenantId))) {
    return [
      wrong(
        'The app in AZURE_CLIENT_ID has no application permission, and the app in MicrosoftAppId has them: the two are swapped.',
        COMPARE_APPS,
      ),
    ];
  }
  return [
    ...examineRoles(graph, customer, tenantId, roles, read.policy),
    ...(roles.length === 0 ? [] : await examineTenant(read, graph, customer, signedIn)),
  ];
}

/**
 * Each customer's directory, or the one that is named: the sign-in, what the token may do, and what the tenant is like.
 * Only reads.
 */
export async function examineGraph(read: Partial<LiveConfig>, only?: string): Promise<Finding[]> {
  const { graph, policy } = read;
  if (graph === undefined) return [];
  const customers: readonly Customer[] = policy?.customers ?? [
    { id: 'the tenant', name: 'the tenant', userNamePattern: 'first.last', marker: 'extensionAttribute15' },
  ];
  const chosen = customers.filter(({ id }) => only === undefined || id === only);
  if (chosen.length === 0) {
    const known = customers.map(({ id }) => id).join(', ');
    return [wrong(`There is no customer "${only}" in the policy.`, `Name one of these: ${known}.`)];
  }
  const found: Finding[] = [];
  const ofAll: Finding[][] = [];
  for (const customer of chosen) {
    const all = await examineCustomer(read, graph, customer);
    ofAll.push(all.filter((finding) => finding.ofAll === true));
    const findings = all.filter((finding) => finding.ofAll !== true);
    const { id, name } = customer;
    const isOne = customers.length === 1;
    found.push(
      ...(isOne
        ? findings
        : findings.map((finding) => ({ ...finding, customer: id, said: `${name}: ${finding.said}` }))),
    );
  }
  const [first = [], ...others] = ofAll;
  const isEverywhere = ({ said }: Finding) => others.every((one) => one.some((other) => other.said === said));
  return [...found, ...(chosen.length < customers.length ? [] : first.filter(isEverywhere))];
}

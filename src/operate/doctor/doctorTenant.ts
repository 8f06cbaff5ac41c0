import type { LiveConfig } from '../../config/config.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import { hostsOf } from '../../run/findFileHosts.ts';
import { ask } from './ask.ts';
import { examineClock } from './doctorClock.ts';
import { examineRoleGroups } from './doctorRoleGroups.ts';
import { examineUnit } from './doctorUnit.ts';
import { type Finding, reportOn } from './finding.ts';
import { type Item, itemsOf, type Read, unread } from './readTenant.ts';
import type { SignedIn } from './signIn.ts';

type GraphConfig = LiveConfig['graph'];
type Customer = Policy['customers'][number];
const { ok, unsure, wrong } = reportOn('graph');

async function examineOrganization(read: Read): Promise<Finding[]> {
  const answered = await read('/organization?$select=id,displayName,onPremisesSyncEnabled');
  const [organization] = itemsOf(answered) ?? [];
  if (organization === undefined) return [unread('The organization', answered, 'Organization.Read.All')];
  const clock = typeof answered === 'string' ? undefined : answered.behindMs;
  return [
    ok(`The tenant is ${organization.displayName ?? organization.id}.`),
    ...(organization.onPremisesSyncEnabled === true
      ? [
          unsure(
            "Some people are synced from Active Directory. They are managed there: Rollcall can't change them or set new passwords for them.",
            'There is nothing to do. Tell your helpdesk about it: /user shows who is synced.',
          ),
        ]
      : []),
    ...examineClock(reportOn('graph'), "Microsoft's", clock),
  ];
}

function examineFileHosts(
  { teams, cloud = 'global' }: Partial<LiveConfig>,
  domains: readonly Item[],
): Finding[] {
  if (teams === undefined) return [];
  const initial = domains.find(({ isInitial }) => isInitial === true)?.id;
  const report = reportOn('teams');
  const hosts = [...new Set([...hostsOf(String(initial), cloud), ...teams.fileHosts])];
  if (hosts.length > 0) {
    return [
      report.ok(
        `Files that people attach are taken from ${hosts.join(', ')}. If your SharePoint was renamed or has several geographies, it has other hosts: add them to TEAMS_FILE_HOSTS.`,
      ),
    ];
  }
  return [
    report.unsure(
      "Rollcall can't tell where attached files are stored: the tenant has no domain of the form name.onmicrosoft.com.",
      'Set TEAMS_FILE_HOSTS to the host of your OneDrive, as the browser shows it.',
    ),
  ];
}

async function examineDomains(read: Read, settings: Partial<LiveConfig>): Promise<Finding[]> {
  const answered = await read('/domains?$select=id,isVerified,isDefault,isInitial,authenticationType');
  const domains = itemsOf(answered);
  if (domains === undefined) return [unread('The domains', answered, 'Domain.Read.All')];
  const usable = domains.filter(
    ({ isVerified, authenticationType }) => isVerified === true && authenticationType === 'Managed',
  );
  const federated = domains.filter(({ authenticationType }) => authenticationType === 'Federated');
  const names = (some: readonly Item[]) => some.map(({ id }) => id).join(', ');
  return [
    usable.length === 0
      ? wrong(
          'There is no verified domain to create people in.',
          'Verify one: admin.microsoft.com → Settings → Domains.',
        )
      : ok(
          `People can be created in ${names(usable)}${federated.length === 0 ? '' : `, but not in ${names(federated)}, which signs in through another system`}.`,
        ),
    ...examineFileHosts(settings, domains),
  ];
}

/** Licenses that the policy names for this customer, or for all of several, of which one may have it and another not. */
function listNamed(
  { customers = [], approvals = [], prices }: Partial<Policy>,
  customer: Customer,
): { id: string; where: string; ofAll: boolean }[] {
  const hasOthers = customers.length > 1;
  return [
    ...approvals
      .filter(({ when }) => when.customer === undefined || when.customer === customer.id)
      .flatMap(({ name, when }) =>
        (when.licenses ?? []).map((id) => ({
          ...{ id, where: `the rule "${name}"` },
          ofAll: hasOthers && when.customer === undefined,
        })),
      ),
    ...Object.keys(prices?.perMonth ?? {}).map((id) => ({ id, where: 'prices', ofAll: hasOthers })),
  ];
}

async function examineLicenses(read: Read, policy: Partial<Policy>, customer: Customer): Promise<Finding[]> {
  const answered = await read('/subscribedSkus?$select=skuId,skuPartNumber,prepaidUnits,consumedUnits');
  const skus = itemsOf(answered);
  if (skus === undefined) return [unread('The licenses', answered, 'LicenseAssignment.ReadWrite.All')];
  const known = new Set(
    skus.flatMap(({ skuId, skuPartNumber }) => [
      String(skuId).toLowerCase(),
      String(skuPartNumber).toLowerCase(),
    ]),
  );
  const unknown = listNamed(policy, customer).filter(({ id }) => !known.has(id.toLowerCase()));
  return [
    skus.length === 0
      ? unsure(
          'The tenant has no licenses, so people are created without any.',
          'Buy some at admin.microsoft.com → Billing, if they need any.',
        )
      : ok(
          `There are ${skus.length} licenses: ${skus.map(({ skuPartNumber }) => skuPartNumber).join(', ')}.`,
        ),
    ...unknown.map(({ id, where, ofAll }) => ({
      ...unsure(
        `${where} in the policy names the license ${id}, which ${ofAll ? "no customer's tenant has" : "this tenant doesn't have"}.`,
        "If it's a typo, correct it: npm run doctor -- graph lists the part numbers.",
      ),
      ...(ofAll ? { ofAll } : {}),
    })),
  ];
}

/** Rollcall's own operation ids: `op_…` from its id maker. */
const OPERATION_ID = /^op_[\w-]{16,}$/;

async function examineMarker(read: Read, { marker }: Customer): Promise<Finding[]> {
  const filter = encodeURIComponent(`onPremisesExtensionAttributes/${marker} ne null`);
  // Microsoft: "Advanced query capabilities": these attributes are filtered only so.
  const answered = await read(
    `/users?$filter=${filter}&$count=true&$top=100&$select=id,onPremisesExtensionAttributes`,
    { ConsistencyLevel: 'eventual' },
  );
  const people = itemsOf(answered);
  if (people === undefined)
    return [unread(`Whether something else uses ${marker}`, answered, 'User.ReadWrite.All')];
  const others = people.filter(({ onPremisesExtensionAttributes: attributes }) => {
    const value = (attributes as Item | null | undefined)?.[marker];
    return typeof value === 'string' && !OPERATION_ID.test(value);
  });
  if (others.length === 0)
    return [ok(`${marker}, which marks the people Rollcall created, isn't used by anything else.`)];
  return [
    wrong(
      `${marker} holds something else for ${others.length === 1 ? 'one person' : `${others.length} people`} of the first ${people.length} who have it, and Rollcall would write its marks there.`,
      'Name an attribute that nothing uses as "marker" of the customer in the policy, before the first person is created.',
    ),
  ];
}

async function examinePasses(read: Read, { temporaryAccessPass }: Customer): Promise<Finding[]> {
  if (temporaryAccessPass !== true) return [];
  const answered = await read(
    '/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/TemporaryAccessPass',
  );
  if (typeof answered === 'string' || answered.status !== 200) {
    return [unread('Whether the tenant allows Temporary Access Passes', answered, 'Policy.Read.All')];
  }
  const { state } = (answered.body ?? {}) as { state?: unknown };
  if (state === 'enabled') return [ok('The tenant allows Temporary Access Passes.')];
  return [
    wrong(
      'The policy says "temporaryAccessPass": true, and the tenant doesn\'t allow Temporary Access Passes.',
      'Turn them on (entra.microsoft.com → Authentication methods → Temporary Access Pass), or remove the key from the policy.',
    ),
  ];
}

/** The role that resets need, where the app has the permissions for them. */
async function examineDirectoryRole(
  read: Read,
  { claims: { oid, roles = [] } }: SignedIn,
): Promise<Finding[]> {
  if (
    !roles.includes('User-PasswordProfile.ReadWrite.All') ||
    !roles.includes('RoleManagement.Read.Directory')
  )
    return [];
  const filter = encodeURIComponent(`principalId eq '${oid}'`);
  const answered = await read(
    `/roleManagement/directory/roleAssignments?$filter=${filter}&$expand=roleDefinition`,
  );
  const assignments = itemsOf(answered);
  if (assignments === undefined)
    return [unread('The admin roles of the app', answered, 'RoleManagement.Read.Directory')];
  const names = assignments.flatMap(
    ({ roleDefinition }) => (roleDefinition as Item | undefined)?.displayName ?? [],
  );
  if (names.includes('User Administrator'))
    return [ok('The app has the role User Administrator, so it can give new passwords.')];
  return [
    unsure(
      `The app doesn't have the role User Administrator, so new passwords for people who exist are refused.${names.length === 0 ? '' : ` It has ${names.join(', ')}.`}`,
      'Assign it, if you want that: entra.microsoft.com → Roles & admins → User Administrator → Add assignments → the app.',
    ),
  ];
}

/** What a tenant is like, as far as the token may read it. */
export async function examineTenant(
  settings: Partial<LiveConfig>,
  { graphUrl }: GraphConfig,
  customer: Customer,
  signedIn: SignedIn,
): Promise<Finding[]> {
  const read: Read = (path, headers = {}) =>
    ask(`${graphUrl}/v1.0${path}`, {
      headers: { Authorization: `Bearer ${signedIn.token.reveal()}`, Accept: 'application/json', ...headers },
    });
  const found = await Promise.all([
    examineOrganization(read),
    examineDomains(read, settings),
    examineLicenses(read, settings.policy ?? {}, customer),
    examineMarker(read, customer),
    examinePasses(read, customer),
    customer.administrativeUnit === undefined
      ? examineDirectoryRole(read, signedIn)
      : examineUnit(read, customer.administrativeUnit, signedIn),
    settings.policy === undefined ? [] : examineRoleGroups(read, settings.policy, customer.id),
  ]);
  return found.flat();
}

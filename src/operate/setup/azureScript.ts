import { CLOUDS, type CloudName } from '../../domain/clouds.ts';
import { consentLink } from '../doctor/doctorGraph.ts';
import { listPermissions, USER_ADMINISTRATOR } from '../doctor/graphPermissions.ts';

/** Microsoft: "National clouds" of the Azure CLI (az cloud list). Azure has one cloud for both of the US government. */
const CLI_CLOUDS: Readonly<Record<CloudName, string>> = {
  global: 'AzureCloud',
  usgov: 'AzureUSGovernment',
  usgovdod: 'AzureUSGovernment',
  china: 'AzureChinaCloud',
};

/** The app id of Microsoft Graph, the same in every tenant. */
const GRAPH_APP = '00000003-0000-0000-c000-000000000000';

/** How Rollcall signs in: with a secret, with a certificate of its own, or as a managed identity of Azure. */
export type SignInKind = 'secret' | 'certificate' | 'system' | 'user';

/** What the script makes. */
export interface AzureWish {
  tenantId: string;
  cloud: CloudName;
  /** Where apps sign in. */
  authorityHost: string;
  graph: SignInKind;
  /** Client id of the managed identity, where it is known. */
  identity?: string;
  /** Object id of the administrative unit that the app is limited to. */
  unit?: string;
  /** Where Microsoft sends admins back to who have consented: the bot's `/consent`. Left out: there is no public address. */
  consentedAt?: string;
  /** People of several tenants are looked after, so that admins of other tenants can consent to the app. */
  isForSeveral?: boolean;
  /** Left out: no bot. */
  bot?: { endpoint: string; signIn: Exclude<SignInKind, 'system'> };
}

/** For bash, whatever is in it. */
const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
const isIdentity = (kind: SignInKind | undefined): boolean => kind === 'system' || kind === 'user';
const findRole = `az ad sp show --id ${GRAPH_APP} --query "appRoles[?value=='$name'].id | [0]" -o tsv`;
/** Waits for what was made a moment ago: it is not known everywhere at once. */
const MINUTE = 'for try in 1 2 3 4 5 6; do';

/** Each permission by its name; the id is looked up in the tenant. `give` may use $role. */
const forEachPermission = (give: readonly string[]): string[] => [
  'for name in "' + '$' + '{permissions[@]}"; do',
  `  role=$(${findRole})`,
  '  [ -n "$role" ] || { echo "There is no permission $name in this cloud: left out." >&2; continue; }',
  ...give.map((line) => `  ${line}`),
  'done',
];

const printSecret = (variable: string, app: string): string =>
  `echo "${variable}  $(az ad app credential reset --id "$${app}" --append --display-name Rollcall --years 1 --query password -o tsv)"`;
const askForCertificate = (app: string): string =>
  `echo "Upload your certificate: entra.microsoft.com → App registrations → $${app} → Certificates & secrets"`;

/** Microsoft: `az ad app create`; "Supported account types", and "Redirect URI (reply URL) outline and restrictions". */
function makeApp({ authorityHost, graph, consentedAt, isForSeveral }: AzureWish): string[] {
  const link = consentLink({ authorityHost, clientId: '$app' }, '$tenant');
  const audience = isForSeveral ? 'AzureADMultipleOrgs' : 'AzureADMyOrg';
  const redirect = consentedAt === undefined ? '' : ` --web-redirect-uris ${quote(consentedAt)}`;
  return [
    `app=$(az ad app create --display-name "Rollcall directory" --sign-in-audience ${audience}${redirect} --query appId -o tsv)`,
    'az ad sp create --id "$app" >/dev/null',
    ...forEachPermission([
      `az ad app permission add --id "$app" --api ${GRAPH_APP} --api-permissions "$role=Role" 2>/dev/null`,
    ]),
    '# A new app takes a moment to appear everywhere.',
    'consented=',
    `${MINUTE} az ad app permission admin-consent --id "$app" 2>/dev/null && consented=yes && break || sleep 10; done`,
    `[ -n "$consented" ] || echo "No one has consented yet. An admin of the tenant has to open ${link}" >&2`,
    'echo "AZURE_CLIENT_ID      $app"',
    graph === 'secret' ? printSecret('AZURE_CLIENT_SECRET', 'app') : askForCertificate('app'),
  ];
}

/** Microsoft: "Grant a managed identity permissions": there is no page for it, each role is assigned by a call. */
function permitIdentity({ cloud, graph, identity = '' }: AzureWish): string[] {
  const { graphUrl } = CLOUDS[cloud];
  const assignments = `"${graphUrl}/v1.0/servicePrincipals/$me/appRoleAssignments"`;
  return [
    '# Whose permissions: the client id or the object id of the managed identity.',
    `identity=${quote(identity)}; [ $# -eq 0 ] || identity=$1`,
    graph === 'user'
      ? '[ -n "$identity" ] || identity=$(az identity create --resource-group "$group" --name rollcall --query clientId -o tsv)'
      : '[ -n "$identity" ] || { echo "Run it with the id of the identity: portal.azure.com → the machine → Identity → Object ID" >&2; exit 1; }',
    'me=',
    `${MINUTE} me=$(az ad sp show --id "$identity" --query id -o tsv 2>/dev/null) && [ -n "$me" ] && break || sleep 10; done`,
    '[ -n "$me" ] || { echo "This tenant has no managed identity $identity" >&2; exit 1; }',
    `graph=$(az ad sp show --id ${GRAPH_APP} --query id -o tsv)`,
    `held=$(az rest --method GET --url ${assignments} --query "value[].appRoleId" -o tsv)`,
    ...forEachPermission([
      'case "$held" in *"$role"*) continue ;; esac',
      `az rest --method POST --url ${assignments} --headers Content-Type=application/json \\`,
      '  --body "{\\"principalId\\":\\"$me\\",\\"resourceId\\":\\"$graph\\",\\"appRoleId\\":\\"$role\\"}" >/dev/null',
    ]),
    'echo "AZURE_CLIENT_ID      $(az ad sp show --id "$me" --query appId -o tsv)"',
    ...(graph === 'user'
      ? [
          'echo "Assign the identity to the machine: portal.azure.com → the machine → Identity → User assigned"',
        ]
      : []),
  ];
}

/** Microsoft: "Assign Microsoft Entra roles": with an administrative unit as the scope. */
function limitToUnit(unit: string, { cloud }: AzureWish): string[] {
  const address = `"${CLOUDS[cloud].graphUrl}/v1.0/roleManagement/directory/roleAssignments"`;
  return [
    '',
    '# User Administrator over the people of this unit alone.',
    `unit=${quote(unit)}`,
    'me=$(az ad sp show --id "$' + '{me:-$app}" --query id -o tsv)',
    `held=$(az rest --method GET --url ${address} --url-parameters "\\$filter=principalId eq '$me'" --query "value[].directoryScopeId" -o tsv)`,
    'case "$held" in',
    '  *"$unit"*) ;;',
    `  *) az rest --method POST --url ${address} --headers Content-Type=application/json \\`,
    `    --body "{\\"principalId\\":\\"$me\\",\\"roleDefinitionId\\":\\"${USER_ADMINISTRATOR.templateId}\\",\\"directoryScopeId\\":\\"/administrativeUnits/$unit\\"}" >/dev/null \\`,
    '    || echo "Assign it by hand: entra.microsoft.com → Roles & admins → Admin units → $unit → User Administrator → the app" >&2 ;;',
    'esac',
  ];
}

function makeBot({ endpoint, signIn }: NonNullable<AzureWish['bot']>): string[] {
  const [app, type] =
    signIn === 'user'
      ? [
          [
            'bot=$(az identity create --resource-group "$group" --name rollcall-bot --query clientId -o tsv)',
            'msi=$(az identity show --resource-group "$group" --name rollcall-bot --query id -o tsv)',
          ],
          'UserAssignedMSI --msi-resource-id "$msi"',
        ]
      : [
          [
            'bot=$(az ad app create --display-name "Rollcall bot" --sign-in-audience AzureADMyOrg --query appId -o tsv)',
            'az ad sp create --id "$bot" >/dev/null',
          ],
          'SingleTenant',
        ];
  return [
    ...app,
    'name="rollcall-$(echo "$bot" | cut -c1-8)"',
    `az bot create --resource-group "$group" --name "$name" --app-type ${type} --appid "$bot" --tenant-id "$tenant" --endpoint ${quote(endpoint)} --sku F0 >/dev/null`,
    'az bot msteams create --resource-group "$group" --name "$name" >/dev/null',
    'echo "MicrosoftAppId        $bot"',
    ...(signIn === 'secret' ? [printSecret('MicrosoftAppPassword', 'bot')] : []),
    ...(signIn === 'certificate' ? [askForCertificate('bot')] : []),
    ...(signIn === 'user'
      ? [
          'echo "Assign the identity rollcall-bot to the machine: portal.azure.com → the machine → Identity → User assigned"',
        ]
      : []),
  ];
}

/**
 * A script for the Azure CLI that makes the app for the directory with its permissions, or gives them to a managed identity,
 * and for Teams makes the bot with its channel. It prints what `npm run setup` asks for next.
 */
export function writeAzureScript(wish: AzureWish): string {
  const { tenantId, cloud, graph, unit, bot } = wish;
  const needsGroup = bot !== undefined || graph === 'user';
  const lines = [
    '#!/usr/bin/env bash',
    `# ${isIdentity(graph) ? 'Gives the managed identity its permissions in the directory' : 'Makes the app registration for the directory'}${bot === undefined ? '.' : ', and makes the bot for Teams.'}`,
    '# Needs the Azure CLI (https://aka.ms/azure-cli) and someone who may register apps and consent for the tenant.',
    "# Run it once: each run makes new apps. Remove the optional permissions that you don't need.",
    'set -euo pipefail',
    `az cloud set --name ${CLI_CLOUDS[cloud]}`,
    `tenant=${quote(tenantId)}`,
    'az account show >/dev/null 2>&1 || az login --tenant "$tenant" --allow-no-subscriptions >/dev/null',
    '[ "$(az account show --query tenantId -o tsv)" = "$tenant" ] || { echo "Signed in to another tenant: az login --tenant $tenant" >&2; exit 1; }',
    ...(needsGroup
      ? [
          '# Bots and identities belong to a resource group in a subscription; they cost nothing.',
          'group=$' + '{RESOURCE_GROUP:-rollcall}',
          'az group show --name "$group" >/dev/null 2>&1 || az group create --name "$group" --location "$' +
            '{LOCATION:-westeurope}" >/dev/null',
        ]
      : []),
    '',
    'permissions=(',
    ...listPermissions({ inUnit: unit !== undefined }).map(
      ({ name, cost, isNeeded }) => `  ${name}  # ${isNeeded ? 'needed' : 'optional'}: without it ${cost}`,
    ),
    ')',
    ...(isIdentity(graph) ? permitIdentity(wish) : makeApp(wish)),
    ...(unit === undefined ? [] : limitToUnit(unit, wish)),
    ...(bot === undefined ? [] : ['', ...makeBot(bot)]),
  ];
  return `${lines.join('\n')}\n`;
}

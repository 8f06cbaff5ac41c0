import type { CloudName } from '../../domain/clouds.ts';
import { GRAPH_PERMISSIONS } from '../doctor/graphPermissions.ts';

/** Microsoft: "National clouds" of the Azure CLI (az cloud list). Azure has one cloud for both of the US government. */
const CLI_CLOUDS: Readonly<Record<CloudName, string>> = {
  global: 'AzureCloud',
  usgov: 'AzureUSGovernment',
  usgovdod: 'AzureUSGovernment',
  china: 'AzureChinaCloud',
};

/** The app id of Microsoft Graph, the same in every tenant. */
const GRAPH_APP = '00000003-0000-0000-c000-000000000000';

/**
 * A script for the Azure CLI that makes the app for the directory with its permissions and, for Teams, the bot with its
 * channel. It prints what `npm run setup` asks for next. Ids of permissions are looked up by their names in the tenant.
 */
export function writeAzureScript(given: {
  tenantId: string;
  cloud: CloudName;
  /** Left out: no bot. */
  botEndpoint?: string;
}): string {
  const { tenantId, cloud, botEndpoint } = given;
  const lines = [
    '#!/usr/bin/env bash',
    '# Makes the app registration for the directory' +
      (botEndpoint === undefined ? '.' : ', and the bot for Teams.'),
    '# Needs the Azure CLI (https://aka.ms/azure-cli) and somebody who may register apps and consent for the tenant.',
    '# Run it once: each run makes new apps. Take away the permissions whose loss you can do with.',
    'set -euo pipefail',
    `az cloud set --name ${CLI_CLOUDS[cloud]}`,
    `az account show >/dev/null 2>&1 || az login --tenant ${tenantId} --allow-no-subscriptions >/dev/null`,
    `[ "$(az account show --query tenantId -o tsv)" = "${tenantId}" ] || { echo "Signed in to another tenant: az login --tenant ${tenantId}" >&2; exit 1; }`,
    '',
    'permissions=(',
    ...GRAPH_PERMISSIONS.map(
      ({ name, cost, isNeeded }) => `  ${name}  # ${isNeeded ? 'needed' : 'optional'}: without it ${cost}`,
    ),
    ')',
    'app=$(az ad app create --display-name "Rollcall directory" --sign-in-audience AzureADMyOrg --query appId -o tsv)',
    'az ad sp create --id "$app" >/dev/null',
    'for name in "${permissions[@]}"; do',
    `  id=$(az ad sp show --id ${GRAPH_APP} --query "appRoles[?value=='$name'].id | [0]" -o tsv)`,
    `  az ad app permission add --id "$app" --api ${GRAPH_APP} --api-permissions "$id=Role" 2>/dev/null`,
    'done',
    '# A new app takes a moment to be known everywhere.',
    'for try in 1 2 3 4 5 6; do az ad app permission admin-consent --id "$app" 2>/dev/null && break || sleep 10; done',
    'echo "AZURE_CLIENT_ID      $app"',
    'echo "AZURE_CLIENT_SECRET  $(az ad app credential reset --id "$app" --append --display-name Rollcall --years 1 --query password -o tsv)"',
  ];
  if (botEndpoint === undefined) return `${lines.join('\n')}\n`;
  return `${[
    ...lines,
    '',
    '# The bot needs a subscription and a resource group; it costs nothing at F0.',
    'group=' + '$' + '{RESOURCE_GROUP:-rollcall}',
    'az group show --name "$group" >/dev/null 2>&1 || az group create --name "$group" --location ' +
      '"$' +
      '{LOCATION:-westeurope}" >/dev/null',
    'bot=$(az ad app create --display-name "Rollcall bot" --sign-in-audience AzureADMyOrg --query appId -o tsv)',
    'az ad sp create --id "$bot" >/dev/null',
    `az bot create --resource-group "$group" --name "rollcall-$(echo "$bot" | cut -c1-8)" --app-type SingleTenant --appid "$bot" --tenant-id ${tenantId} --endpoint ${botEndpoint} --sku F0 >/dev/null`,
    'az bot msteams create --resource-group "$group" --name "rollcall-$(echo "$bot" | cut -c1-8)" >/dev/null',
    'echo "MicrosoftAppId        $bot"',
    'echo "MicrosoftAppPassword  $(az ad app credential reset --id "$bot" --append --display-name Rollcall --years 1 --query password -o tsv)"',
  ].join('\n')}\n`;
}

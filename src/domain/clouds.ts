/** Microsoft's clouds. A tenant lives in one of them, and nothing of one is known in another. */
export type CloudName = 'global' | 'usgov' | 'usgovdod' | 'china';

/** Where a cloud's services are. Addresses end without a slash. */
export interface Cloud {
  authorityHost: string;
  /** Without a version; the tokens for it are asked for under the same address. */
  graphUrl: string;
  /** The Bot Framework: the audience of replies and the issuer of incoming tokens. */
  connector: string;
  connectorOAuthUrl: string;
  /** Whose tokens a bot of several tenants speaks with. */
  connectorTenant: string;
  openIdMetadataUrl: string;
  /** Where people sign in for the first time. */
  signInUrl: string;
  /** What follows <tenant>-my. where people keep their files. */
  sharePoint: string;
  /** Where somebody adds a sign-in method with a Temporary Access Pass; left out where the cloud makes no passes. */
  securityInfoUrl?: string;
}

const US_CONNECTOR = {
  connector: 'https://api.botframework.us',
  connectorOAuthUrl: 'https://api.botframework.azure.us',
  connectorTenant: 'MicrosoftServices.onmicrosoft.us',
  openIdMetadataUrl: 'https://login.botframework.azure.us/v1/.well-known/openidconfiguration',
} as const;

/**
 * aka.ms/mysecurityinfo leads to the global cloud's page. AzureAD/microsoft-authentication-library-common-for-android lists
 * this host as the US government's.
 */
const US_SECURITY_INFO = 'https://mysignins.azure.us/security-info';

/**
 * Microsoft: "National cloud deployments" (login, Graph), "Configure Azure Government for bots" and botframework-connector's
 * GovernmentConstants (connector), "Office 365 URLs and IP address ranges" of each cloud (files, sign-in), "Configure
 * Temporary Access Pass" (security info).
 */
export const CLOUDS: Readonly<Record<CloudName, Cloud>> = {
  global: {
    authorityHost: 'https://login.microsoftonline.com',
    graphUrl: 'https://graph.microsoft.com',
    connector: 'https://api.botframework.com',
    connectorOAuthUrl: 'https://api.botframework.com',
    connectorTenant: 'botframework.com',
    openIdMetadataUrl: 'https://login.botframework.com/v1/.well-known/openidconfiguration',
    signInUrl: 'https://www.office.com',
    sharePoint: 'sharepoint.com',
    securityInfoUrl: 'https://aka.ms/mysecurityinfo',
  },
  usgov: {
    authorityHost: 'https://login.microsoftonline.us',
    graphUrl: 'https://graph.microsoft.us',
    ...US_CONNECTOR,
    signInUrl: 'https://portal.office365.us',
    sharePoint: 'sharepoint.us',
    securityInfoUrl: US_SECURITY_INFO,
  },
  usgovdod: {
    authorityHost: 'https://login.microsoftonline.us',
    graphUrl: 'https://dod-graph.microsoft.us',
    ...US_CONNECTOR,
    signInUrl: 'https://portal.apps.mil',
    sharePoint: 'dps.mil',
    securityInfoUrl: US_SECURITY_INFO,
  },
  china: {
    authorityHost: 'https://login.chinacloudapi.cn',
    graphUrl: 'https://microsoftgraph.chinacloudapi.cn',
    connector: 'https://api.botframework.azure.cn',
    connectorOAuthUrl: 'https://api.botframework.azure.cn',
    connectorTenant: 'microsoftservices.partner.onmschina.cn',
    openIdMetadataUrl: 'https://login.botframework.azure.cn/v1/.well-known/openidconfiguration',
    signInUrl: 'https://portal.partner.microsoftonline.cn',
    sharePoint: 'sharepoint.cn',
    // No passes. Microsoft: "Create temporaryAccessPassMethod": not available in China operated by 21Vianet.
  },
};

/**
 * What tokens for this Graph are asked for under: Graph's own address, and the cloud's where Graph is reached by another
 * way. Tokens of one cloud are worth nothing in another.
 */
export function findGraphAudience(graphUrl: string, cloud: CloudName): string {
  const isKnown = Object.values(CLOUDS).some((one) => one.graphUrl === graphUrl);
  return isKnown ? graphUrl : CLOUDS[cloud].graphUrl;
}

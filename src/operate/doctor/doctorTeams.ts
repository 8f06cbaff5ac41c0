import type { LiveConfig } from '../../config/config.ts';
import { CLOUDS, type CloudName } from '../../domain/clouds.ts';
import { RollcallError } from '../../domain/errors.ts';
import { ask } from './ask.ts';
import { examineClock } from './doctorClock.ts';
import { type Finding, forOperator, reportOn } from './finding.ts';
import { type SignedIn, signIn } from './signIn.ts';

type TeamsConfig = NonNullable<LiveConfig['teams']>;
const { ok, unsure, wrong } = reportOn('teams');
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Microsoft's reasons are worded for the directory's app; the bot has variables of its own. */
function inBotsWords(text: string): string {
  return text
    .replaceAll('AZURE_CLIENT_SECRET', 'MicrosoftAppPassword')
    .replaceAll('AZURE_CLIENT_CERTIFICATE_PATH', 'MicrosoftAppCertificatePath')
    .replaceAll('AZURE_MANAGED_IDENTITY', 'MicrosoftAppType')
    .replaceAll('AZURE_CLIENT_ID', 'MicrosoftAppId')
    .replaceAll('AZURE_TENANT_ID', "MicrosoftAppTenantId (where it isn't set, AZURE_TENANT_ID)")
    .replaceAll(' that Rollcall signs in with', ' of the bot')
    .replaceAll(' that Rollcall signs in as', ' of the bot')
    .replaceAll(' that Rollcall signs in to', ' of the bot');
}

/** Whether a secret is that of the other app. Only Microsoft's login is shown it. */
async function isOtherAppsSecret(
  { graph }: Partial<LiveConfig>,
  { credential }: TeamsConfig,
): Promise<boolean> {
  if (graph === undefined || !('secret' in credential)) return false;
  const { tenantId, clientId, authorityHost, audience } = graph;
  const other = await signIn({ tenantId, clientId, credential, authorityHost }, audience);
  return !(other instanceof RollcallError);
}

async function explainRefusal(
  read: Partial<LiveConfig>,
  config: TeamsConfig,
  error: RollcallError,
): Promise<Finding> {
  const said = inBotsWords(error.message);
  if (error.code !== 'CREDENTIALS_REFUSED') return wrong(said, inBotsWords(forOperator(error.next)));
  if (await isOtherAppsSecret(read, config)) {
    return wrong(
      `${said} It belongs to the app in AZURE_CLIENT_ID: the two apps, or their secrets, are swapped.`,
      'Compare MicrosoftAppId and MicrosoftAppPassword with the Azure Bot (Configuration), and AZURE_CLIENT_ID and AZURE_CLIENT_SECRET with the app registration for the directory.',
    );
  }
  if ('secret' in config.credential && GUID.test(config.credential.secret.reveal())) {
    return wrong(
      `${said} It looks like a Secret ID.`,
      'Set MicrosoftAppPassword to the Value of the secret. It is shown only once: make a new one if it is gone.',
    );
  }
  return wrong(said, inBotsWords(forOperator(error.next)));
}

/** The bot's token for the Bot Framework, or why there is none. */
export function signInBot(read: Partial<LiveConfig>, config: TeamsConfig): Promise<SignedIn | RollcallError> {
  const { appId, credential, appType, tenantId } = config;
  const { cloud = 'global' } = read;
  return signIn(
    {
      tenantId:
        appType === 'SingleTenant' && tenantId !== undefined ? tenantId : CLOUDS[cloud].connectorTenant,
      clientId: appId,
      credential,
      authorityHost: read.graph?.authorityHost ?? CLOUDS[cloud].authorityHost,
    },
    CLOUDS[cloud].connector,
  );
}

async function examineToken(read: Partial<LiveConfig>, config: TeamsConfig): Promise<Finding[]> {
  const { appId, appType } = config;
  const signedIn = await signInBot(read, config);
  if (signedIn instanceof RollcallError) return [await explainRefusal(read, config, signedIn)];
  return [
    ok(
      `The bot ${appId} signs in to the Bot Framework. Its Teams channel can only be checked by writing to it (portal.azure.com → your Azure Bot → Channels).`,
    ),
    ...(appType === 'MultiTenant'
      ? [
          unsure(
            'MicrosoftAppType is MultiTenant. No new bots of that type can be made since July 31, 2025; existing ones still work.',
            'Plan to replace it with a Single Tenant bot.',
          ),
        ]
      : []),
  ];
}

async function examineKeys({ openIdMetadataUrl }: TeamsConfig, cloud: CloudName): Promise<Finding[]> {
  const url = openIdMetadataUrl ?? CLOUDS[cloud].openIdMetadataUrl;
  const answered = await ask(url);
  const keys =
    typeof answered === 'string'
      ? undefined
      : (answered.body as { jwks_uri?: unknown } | undefined)?.jwks_uri;
  if (typeof keys === 'string') {
    const clock = typeof answered === 'string' ? undefined : answered.behindMs;
    return [
      ok('The keys for incoming requests can be read.'),
      ...examineClock(reportOn('teams'), "Microsoft's", clock),
    ];
  }
  const why = typeof answered === 'string' ? answered : `HTTP ${answered.status}, and no such document`;
  return [
    wrong(
      `The keys that prove that a request comes from Teams can't be read at ${new URL(url).host} (${why}), so every request would be refused.`,
      'Check that this machine can reach it, and check CLOUD and TEAMS_OPENID_METADATA_URL.',
    ),
  ];
}

function examineTenants({ tenantId, appType }: TeamsConfig, { policy }: Partial<LiveConfig>): Finding[] {
  const named = policy?.teamsTenants ?? [];
  if (policy === undefined || tenantId === undefined || appType !== 'SingleTenant') return [];
  if (named.some((one) => one.toLowerCase() === tenantId.toLowerCase())) return [];
  return [
    wrong(
      `The bot belongs to the tenant ${tenantId}, and teamsTenants in the policy names ${named.join(', ') || 'none'}. Only people of its own tenant can use a Single Tenant bot.`,
      `Put "${tenantId}" into teamsTenants, or correct MicrosoftAppTenantId.`,
    ),
  ];
}

/** The bot's token, the keys of incoming requests, and whether the policy lets its people in. */
export async function examineTeams(read: Partial<LiveConfig>): Promise<Finding[]> {
  const { teams: config } = read;
  if (config === undefined) return [];
  return [
    ...(await examineToken(read, config)),
    ...(await examineKeys(config, read.cloud ?? 'global')),
    ...examineTenants(config, read),
  ];
}

import { TeamsAdapter } from '@microsoft/teams-ai/lib/TeamsAdapter.js';
import { CallerIdConstants, ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import { MsalServiceClientCredentialsFactory } from 'botframework-connector';
import { CLOUDS, type CloudName } from '../domain/clouds.ts';
import type { Turn } from '../service/ports/engine.ts';
import { waitForTurn } from '../service/ports/waitForTurn.ts';
import type { TokenClient } from './options.ts';

interface AdapterOptions {
  appId: string;
  client: TokenClient;
  cloud: CloudName;
  openIdMetadataUrl?: string;
  keysProxy?: { host: string; port: number };
  turn: Turn;
}

interface Pipeline {
  removePolicy(options: { name: string }): void;
}

/**
 * Every call of the connector is signed right before it is sent, those that open a conversation as well: once the token
 * is there, the turn is asked for.
 */
function createFencedCredentials({ appId, client, turn }: AdapterOptions) {
  const factory = new MsalServiceClientCredentialsFactory(appId, client as never);
  const create = factory.createCredentials.bind(factory);
  factory.createCredentials = async (...args) => {
    const credentials = await create(...args);
    const sign = credentials.signRequest.bind(credentials);
    credentials.signRequest = async (request) => {
      const signed = await sign(request);
      await waitForTurn(turn);
      return signed;
    };
    return credentials;
  };
  return factory;
}

/**
 * The Bot Framework adapter and the same checks on their own: the adapter answers 500 where a token is badly
 * signed, so the guard authenticates first and answers 401.
 */
export function createAdapter(options: AdapterOptions) {
  const credentials = createFencedCredentials(options);
  const { authorityHost, connector, connectorOAuthUrl, connectorTenant, openIdMetadataUrl } =
    CLOUDS[options.cloud];
  const keys = options.openIdMetadataUrl ?? openIdMetadataUrl;
  // One of these alone would be taken for the whole set and leave the others empty, so all are given.
  const settings = {
    MicrosoftAppId: options.appId,
    ToChannelFromBotLoginUrl: `${authorityHost}/${connectorTenant}`,
    ToChannelFromBotOAuthScope: connector,
    // Microsoft: "Bot Connector authentication": the audience of replies is the issuer of incoming tokens.
    ToBotFromChannelTokenIssuer: connector,
    OAuthUrl: connectorOAuthUrl,
    ToBotFromChannelOpenIdMetadataUrl: keys,
    // The emulator speaks as nobody's tenant: its tokens are judged like all others.
    ToBotFromEmulatorOpenIdMetadataUrl: keys,
    CallerId: options.cloud.startsWith('usgov')
      ? CallerIdConstants.USGovChannel
      : CallerIdConstants.PublicAzureChannel,
  };
  const adapter = new TeamsAdapter(settings, credentials);
  // The adapter takes the keys that this one has fetched; its calls of the connector look at HTTPS_PROXY by themselves.
  const { keysProxy } = options;
  const authentication = new ConfigurationBotFrameworkAuthentication(
    settings,
    credentials,
    undefined,
    undefined,
    keysProxy === undefined ? undefined : { proxySettings: keysProxy },
  );
  // The SDK sends a message again after a lost answer, up to four times; notify knows better what was sent.
  adapter.use(async (context, next) => {
    const connector = context.turnState.get(adapter.ConnectorClientKey) as
      | { client?: { pipeline?: Pipeline } }
      | undefined;
    connector?.client?.pipeline?.removePolicy({ name: 'defaultRetryPolicy' });
    await next();
  });
  return { adapter, authentication };
}

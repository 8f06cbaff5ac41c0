import type { ConfidentialClientApplication } from '@azure/msal-node';
import { TeamsAdapter } from '@microsoft/teams-ai/lib/TeamsAdapter.js';
import { ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import { MsalServiceClientCredentialsFactory } from 'botframework-connector';

/** The audience of replies, and the issuer of incoming tokens. Microsoft: Bot Connector authentication. */
export const CONNECTOR_AUDIENCE = 'https://api.botframework.com';

interface AdapterOptions {
  appId: string;
  client: ConfidentialClientApplication;
  openIdMetadataUrl?: string;
}

interface Pipeline {
  removePolicy(options: { name: string }): void;
}

/**
 * The Bot Framework adapter and the same checks on their own: the adapter answers 500 where a token is badly
 * signed, so the guard authenticates first and answers 401.
 */
export function createAdapter(options: AdapterOptions) {
  const credentials = new MsalServiceClientCredentialsFactory(options.appId, options.client as never);
  const settings = {
    MicrosoftAppId: options.appId,
    ...(options.openIdMetadataUrl === undefined
      ? {}
      : { ToBotFromChannelOpenIdMetadataUrl: options.openIdMetadataUrl }),
  };
  const adapter = new TeamsAdapter(settings, credentials);
  const authentication = new ConfigurationBotFrameworkAuthentication(settings, credentials);
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

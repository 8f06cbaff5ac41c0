import type { Context } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import type { Secret } from '../../secrets/secret.ts';
import type { Home } from '../incoming/atHome.ts';
import type { Calls } from '../outgoing/calls.ts';
import type { AppCheck } from './appCheck.ts';

/**
 * Slack's words for a token of an app that is not there any more (auth.test, errors). Others may pass: `invalid_auth` is
 * said to an address that is not allowed as well, and what is forgotten by mistake has to be installed again.
 */
export const GONE: readonly string[] = ['token_revoked', 'account_inactive'];

/** Where the app is installed, a workspace or a whole Enterprise Grid, and how it is spoken to there. */
export interface Workspace {
  /** T…, or E… of an installation for a whole organization. */
  id: string;
  /** Stands in user ids and messages that are kept. Undefined: the first of the policy's `slackTeams`, or the only one. */
  mark?: string;
  /** The bot's own user id there. */
  botUserId: string;
  botId: string;
  /** Sends the workspace's own token, and no other. */
  client: WebClient;
  calls: Calls;
  /** The bot's token of now. Throws RollcallError CHAT_DOWN where the app is not installed any more. */
  token(): Promise<Secret<string>>;
  /** Whose people are served there. */
  home(): Home;
  /** Compares the app that is written to with the one that answers. */
  apps: AppCheck;
  /**
   * Asks Slack in which organization it is, as it may have joined or left one; `home` knows then. Answers whether Slack said; never
   * throws.
   */
  lookUpOrganization(): Promise<boolean>;
}

/** Where a payload comes from, as `authorize` found it; undefined where the app is not, or may not be. */
export function workspaceOf(context: Context): Workspace | undefined {
  return context.workspace;
}

/** Where a payload comes from, as Bolt reads it. */
export interface PayloadSource {
  teamId?: string | undefined;
  enterpriseId?: string | undefined;
  isEnterpriseInstall: boolean;
}

/** The workspaces that are served. */
export interface Workspaces {
  /** Undefined for where the app is not installed, and for what the policy does not name. */
  find(source: PayloadSource): Promise<Workspace | undefined>;
  /** By the mark of a message or a user id that is kept. Throws RollcallError CHAT_DOWN where the app is not installed. */
  get(mark: string | undefined): Promise<Workspace>;
  /** Throws RollcallError CREDENTIALS_REFUSED, or CHAT_DOWN when Slack is not there. */
  start(): Promise<void>;
  /** Throws RollcallError CHAT_DOWN once the only token is gone; where there are several, admins elsewhere hear of each. */
  check(): void;
  /** Slack says that the app was removed there, or its token revoked. */
  revoked(source: PayloadSource): Promise<void>;
}

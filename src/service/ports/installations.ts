import type { Sealed, WrappedKey } from '../../secrets/sealing.ts';

/** Where the Slack app is installed: in a workspace, or in a whole Enterprise Grid. Its tokens are sealed. */
export interface InstallationRecord {
  /** T…, or E… of one for a whole organization. */
  id: string;
  /** What Slack calls it, to show. */
  name: string;
  /** E…, where the workspace belongs to an Enterprise Grid. */
  enterpriseId?: string;
  /** A…, the app that was installed; left out of one that was kept before this was. */
  appId?: string;
  botId: string;
  botUserId: string;
  /** What the bot's token may do. */
  scopes: readonly string[];
  installedAt: number;
  /** The Slack user id of whoever installed it. */
  installedBy?: string;
  key: WrappedKey;
  /** The bot's token. */
  token: Sealed;
  /** With what its next one is asked for; left out: it lasts until it is revoked. */
  refreshToken?: Sealed;
  /** Until when the token lasts. */
  expiresAt?: number;
  /** One instance asks for the next token until then, and the others wait: each refresh token is good once. */
  renewingUntil?: number;
}

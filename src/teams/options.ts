import type { CloudName } from '../domain/clouds.ts';
import type { Flows, Speaker } from '../flows/action.ts';
import type { OutFile } from '../flows/reply.ts';
import type { SignsOptions } from '../flows/signs.ts';
import type { AuditRefusal } from '../service/audit/refusalAudit.ts';
import type { Turn } from '../service/ports/engine.ts';
import type { Store } from '../service/ports/store.ts';
import type { Clock, Ids, Log } from '../service/ports/surroundings.ts';

/** What tokens for replies are asked of: MSAL's client, or one that asks as it does. */
export interface TokenClient {
  acquireTokenByClientCredential(request: {
    scopes: string[];
    skipCache?: boolean;
  }): Promise<{ accessToken: string } | null>;
}

/** What the Teams room needs. */
export interface TeamsOptions {
  /** Microsoft app id of the bot. Never empty: without it botbuilder checks no token. */
  appId: string;
  /** Makes the tokens for replies. */
  client: TokenClient;
  /** Its Bot Framework. */
  cloud: CloudName;
  /** Where the keys of incoming tokens are published; undefined is the cloud's own. */
  openIdMetadataUrl?: string;
  /** The proxy by which those are fetched. Left out: none. */
  keysProxy?: { host: string; port: number };
  /** Tenants whose people may speak to the bot. */
  allowedTenants: readonly string[];
  /** Exact hosts that Teams may be answered at; `http://127.0.0.1:port` for a loopback. */
  serviceHosts: readonly string[];
  /** Exact hosts that files are taken from and put to; `http://127.0.0.1:port` for a loopback. */
  fileHosts: readonly string[];
  /** Looks whether there are more of them by now, before a file is refused. Left out: there never are. */
  lookForHosts?(): Promise<void>;
  /** Bytes; more is refused while streaming. */
  maxFileBytes: number;
  flows: Flows;
  /** An address where whoever speaks can fetch a file, once; undefined without one. See `Handouts.give`. */
  handOut?(file: OutFile, speaker: Speaker): Promise<string | undefined>;
  store: SignsOptions['store'] &
    Pick<
      Store,
      | 'seen'
      | 'keepSeen'
      | 'saveDirect'
      | 'loadDirect'
      | 'forgetDirect'
      | 'audit'
      | 'saveDraft'
      | 'loadDraft'
      | 'listDrafts'
      | 'deleteDraft'
      | 'saveShown'
      | 'forgetShown'
      | 'listShown'
    >;
  /** How often cards are looked for that another instance left. Left out: there is no other. */
  lookForLeftMs?: number;
  /** How often is looked for whoever waits for the answer of a process that died. Left out: never. */
  lookForSignsMs?: number;
  auditRefusal: AuditRefusal;
  /** Asked right before each call of Teams. */
  turn: Turn;
  clock: Clock;
  ids: Ids;
  log: Log;
}

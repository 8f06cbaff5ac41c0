import type { Flows } from '../flows/action.ts';
import type { SignsOptions } from '../flows/signs.ts';
import type { NoticeView } from '../flows/views/parts.ts';
import type { Secret } from '../secrets/secret.ts';
import type { AuditRefusal } from '../service/audit/refusalAudit.ts';
import type { Turn } from '../service/ports/engine.ts';
import type { Quota } from '../service/ports/quota.ts';
import type { ReadBody } from '../service/ports/readBody.ts';
import type { Store } from '../service/ports/store.ts';
import type { Clock, Ids, Log } from '../service/ports/surroundings.ts';
import type { InstallOptions } from './workspaces/installOptions.ts';

/**
 * How requests of Slack come in: over HTTP, proven by a secret that is never empty; or by a socket that is opened with an
 * app-level token (xapp-…), which needs no address of ours.
 */
export type SlackDoor = { signingSecret: Secret<string> } | { appToken: Secret<string> };

/** What the Slack room needs. */
export interface SlackOptions {
  /** How requests come in. */
  door: SlackDoor;
  /** xoxb-… of one workspace. Left out: `install` says which app workspaces are added to. */
  botToken?: Secret<string>;
  install?: InstallOptions;
  /** The Web API's address, ending in `/api/`. */
  apiUrl: string;
  /** Exact hosts that files are taken from and put to; `http://127.0.0.1:port` or `127.0.0.1:port` for a loopback. */
  fileHosts: readonly string[];
  /** Slack team ids whose people may speak to the bot; the first is the one that ids and messages of before belong to. */
  allowedTeams: readonly string[];
  /** Bytes; more is refused while streaming. */
  maxFileBytes: number;
  flows: Flows;
  store: Pick<Store, 'seen' | 'keepSeen' | 'saveDirect' | 'loadDirect'> & SignsOptions['store'];
  /** How often is looked for whoever waits for the answer of a process that died. Left out: never. */
  lookForSignsMs?: number;
  readBody: ReadBody;
  auditRefusal: AuditRefusal;
  /** Asked right before each call of Slack. */
  turn: Turn;
  /** Tells admins, wherever they can be reached, that Slack takes the token of `botToken` no more. Never throws. */
  tellAdmins?: (view: NoticeView) => void;
  /** Told whenever the socket comes or goes; never over HTTP. */
  onSocket?: (isOpen: boolean) => void;
  clock: Clock;
  /** Counts what all processes send. */
  quota: Quota;
  ids: Ids;
  log: Log;
}

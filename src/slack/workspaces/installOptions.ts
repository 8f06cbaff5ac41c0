import type { ServerResponse } from 'node:http';
import type { NoticeView } from '../../flows/views/parts.ts';
import type { Sealer } from '../../secrets/sealing.ts';
import type { Secret } from '../../secrets/secret.ts';
import type { Store } from '../../service/ports/store.ts';
import type { Clock } from '../../service/ports/surroundings.ts';

/** A page for whoever installs the app: plain text. */
export interface InstallPage {
  title: string;
  text: readonly string[];
}

/** The app that workspaces are added to. */
export interface InstallOptions {
  clientId: string;
  clientSecret: Secret<string>;
  /** Where Slack sends whoever adds a workspace back to, without a slash at its end. */
  publicUrl: string;
  store: Pick<
    Store,
    | 'saveInstallation'
    | 'loadInstallation'
    | 'listInstallations'
    | 'updateInstallation'
    | 'dropInstallation'
    | 'seen'
    | 'audit'
  >;
  /** The one that all instances share: they agree on it when a token is to be renewed. */
  clock: Clock;
  sealer: Sealer;
  /** Proves that a state is ours; 32 bytes. */
  stateKey: Secret<Buffer>;
  /** Whether the policy names a Slack user group. */
  readsUserGroups(): boolean;
  /** Whether another instance goes by a newer policy file, which may name other workspaces. */
  isBehind(): Promise<boolean>;
  /** Whether somebody at this address may open a page of the installation now, of which there are few. */
  mayOpen(ip: string): boolean;
  showPage(response: ServerResponse, status: number, page: InstallPage): void;
  /**
   * Tells admins wherever the app still is, as far as what they act for has to do with that workspace, as soon as one of them
   * can be reached. Never throws.
   */
  tellAdmins(view: NoticeView, team: string): void;
  /** Messages that could not be sent to a workspace can be sent now. */
  onInstalled(team: string): Promise<void>;
}

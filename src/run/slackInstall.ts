import { hkdfSync } from 'node:crypto';
import type { SlackConfig } from '../config/configParts.ts';
import type { NoticeView } from '../flows/views/parts.ts';
import { createSealer, type SealerOptions } from '../secrets/sealing.ts';
import { Secret } from '../secrets/secret.ts';
import type { Store } from '../service/ports/store.ts';
import type { Clock } from '../service/ports/surroundings.ts';
import type { InstallOptions } from '../slack/workspaces/installOptions.ts';
import { showPlainPage } from '../web/plainPage.ts';

/** What adding a workspace needs of the rest of the house. */
export interface InstallSurroundings {
  store: Store;
  masterKeys: SealerOptions;
  /** Of now. */
  policy: { readonly groups: readonly { slack?: string | undefined }[] };
  /** The one that all instances share. */
  clock: Clock;
  tellAdmins(view: NoticeView): Promise<void>;
  /** Sends again what could not be sent. */
  tellUnsaid(): Promise<void>;
}

/** HKDF (RFC 5869) with SHA-256, so that every instance proves states with one key, and nobody keeps another. */
function deriveStateKey({ current, keys }: SealerOptions): Secret<Buffer> {
  const key = keys.get(current);
  if (key === undefined) throw new Error('There is no current key.');
  return new Secret(Buffer.from(hkdfSync('sha256', key.reveal(), '', 'rollcall slack install state', 32)));
}

/** The Slack app that workspaces are added to. `publicUrl` is there: config/ has seen to it. */
export function createInstall(
  { clientId, clientSecret }: NonNullable<SlackConfig['install']>,
  publicUrl: string,
  { store, policy, masterKeys, clock, tellAdmins, tellUnsaid }: InstallSurroundings,
): InstallOptions {
  return {
    ...{ clientId, clientSecret, publicUrl, store, clock, tellAdmins },
    sealer: createSealer(masterKeys),
    stateKey: deriveStateKey(masterKeys),
    readsUserGroups: () => policy.groups.some(({ slack }) => slack !== undefined),
    showPage: showPlainPage,
    onInstalled: tellUnsaid,
  };
}

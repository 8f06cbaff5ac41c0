import { hkdfSync } from 'node:crypto';
import type { SlackConfig } from '../config/configParts.ts';
import type { NoticeView } from '../flows/views/parts.ts';
import { createSealer, type SealerOptions } from '../secrets/sealing.ts';
import { Secret } from '../secrets/secret.ts';
import type { Store } from '../service/ports/store.ts';
import type { Clock } from '../service/ports/surroundings.ts';
import type { InstallOptions } from '../slack/workspaces/installOptions.ts';
import { networkOf } from '../web/networkOf.ts';
import { showPlainPage } from '../web/plainPage.ts';
import { createTokenBucket } from '../web/tokenBucket.ts';

/** What adding a workspace needs of the rest of the house. */
export interface InstallSurroundings {
  store: Store;
  masterKeys: SealerOptions;
  /** Of now. */
  policy: { readonly groups: readonly { slack?: string | undefined }[] };
  /** The one that all instances share. */
  clock: Clock;
  tellAdmins(view: NoticeView, team: string): void;
  /** What is still to be told of a workspace's removal is over. */
  installed(team: string): void;
  isBehind(): Promise<boolean>;
  /** Sends again what could not be sent. */
  tellUnsaid(): Promise<void>;
}

/**
 * Two openings make an installation, and a person makes a few. Each redirect costs a call of oauth.v2.access, which
 * Slack limits for the whole app: fewer hold up a roll-out, more let a flood use that up. Our own numbers.
 */
const EACH = { burst: 20, perMinute: 20 };
const ALL = { burst: 60, perMinute: 60 };

function createMayOpen({ clock }: Pick<InstallSurroundings, 'clock'>): (ip: string) => boolean {
  const now = () => clock.now();
  const each = createTokenBucket({ ...EACH, now });
  const all = createTokenBucket({ ...ALL, now });
  return (ip) => each.take(networkOf(ip)) && all.take('all');
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
  { store, policy, masterKeys, clock, tellAdmins, installed, isBehind, tellUnsaid }: InstallSurroundings,
): InstallOptions {
  return {
    ...{ clientId, clientSecret, publicUrl, store, clock, tellAdmins, isBehind },
    sealer: createSealer(masterKeys),
    stateKey: deriveStateKey(masterKeys),
    readsUserGroups: () => policy.groups.some(({ slack }) => slack !== undefined),
    mayOpen: createMayOpen({ clock }),
    showPage: showPlainPage,
    async onInstalled(team) {
      installed(team);
      await tellUnsaid();
    },
  };
}

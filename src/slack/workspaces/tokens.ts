import { WebClient } from '@slack/web-api';
import { RollcallError } from '../../domain/errors.ts';
import { Secret } from '../../secrets/secret.ts';
import type { InstallationRecord } from '../../service/ports/installations.ts';
import { clientOptions } from '../client.ts';
import type { SlackOptions } from '../options.ts';
import { slackError } from '../outgoing/calls.ts';
import type { InstallOptions } from './installOptions.ts';
import { WORKSPACE_WORDS } from './words.ts';

/** Slack, "Using token rotation": a token lasts 12 hours. Slack's own library asks for the next one 2 hours before. */
const RENEW_BEFORE_MS = 2 * 3_600_000;

/**
 * One instance asks, and the others leave it to that one for so long: a call of ours is given up after 15 s. Shorter asks
 * twice with one refresh token, of whose two answers one is void (node-slack-sdk#2504); longer only keeps the old token.
 */
const RENEWING_MS = 30_000;

/** Until what somebody else asked for is there; only where the old token is over. */
const LOOK_AGAIN_MS = 500;

/** Slack's words for a refresh token that gets no other any more (oauth.v2.access, errors). */
const OVER = ['invalid_refresh_token', 'token_revoked', 'invalid_grant'];

/** Slack gives no next token, and may later. */
export function notRenewed(team: string, cause?: unknown): RollcallError {
  const { message, next } = WORKSPACE_WORDS.notRenewed;
  return new RollcallError('CHAT_DOWN', message, { next, cause, detail: { team } });
}

/** What Slack answers to a code, or to a refresh token. */
export interface Granted {
  token: string;
  refreshToken?: string | undefined;
  expiresAt?: number | undefined;
}

/** The tokens of installations, sealed and opened, and renewed in time. */
export interface Tokens {
  /** What is kept of them, under a key of their own. */
  seal(
    id: string,
    granted: Granted,
  ): Pick<InstallationRecord, 'key' | 'token' | 'refreshToken' | 'expiresAt'>;
  open(record: InstallationRecord): Secret<string>;
  /** Whether it is time for the next one. */
  isOld(record: InstallationRecord): boolean;
  /**
   * The record with the next token: asked for by one instance, once. The same record where that does not work and its
   * token still lasts; `over` where none lasts and Slack gives no other; undefined where the app is not installed any more.
   * Throws what Slack's client throws, and RollcallError CHAT_DOWN where another instance waits in vain.
   */
  renew(record: InstallationRecord): Promise<InstallationRecord | 'over' | undefined>;
}

export function createTokens(options: SlackOptions, install: InstallOptions): Tokens {
  const { log } = options;
  const { clock, store, sealer } = install;
  const client = new WebClient(undefined, clientOptions(options));

  function sealWith(key: InstallationRecord['key'], id: string, granted: Granted) {
    const { token, refreshToken, expiresAt } = granted;
    return {
      key,
      token: sealer.seal(key, id, 'token', new Secret(token)),
      ...(refreshToken === undefined
        ? {}
        : { refreshToken: sealer.seal(key, id, 'refreshToken', new Secret(refreshToken)) }),
      ...(expiresAt === undefined ? {} : { expiresAt }),
    };
  }

  async function ask(refreshToken: Secret<string>): Promise<Granted> {
    const answer = await client.oauth.v2.access({
      client_id: install.clientId,
      client_secret: install.clientSecret.reveal(),
      grant_type: 'refresh_token',
      refresh_token: refreshToken.reveal(),
    });
    const { access_token: token = '', refresh_token, expires_in: seconds = 0 } = answer;
    return { token, refreshToken: refresh_token, expiresAt: clock.now() + seconds * 1_000 };
  }

  const lasts = ({ expiresAt = Number.POSITIVE_INFINITY }: InstallationRecord): boolean =>
    expiresAt > clock.now();

  /** True for the one who is to ask. */
  async function claim({ id, installedAt, expiresAt }: InstallationRecord): Promise<boolean> {
    const now = clock.now();
    const claimed = await store.updateInstallation(id, (one) =>
      one.installedAt === installedAt && one.expiresAt === expiresAt && (one.renewingUntil ?? 0) <= now
        ? { ...one, renewingUntil: now + RENEWING_MS }
        : undefined,
    );
    return claimed !== undefined;
  }

  /** What Slack gave and no write has kept yet, by the record's id: its refresh token is the only one that is left. */
  const unkept = new Map<string, { granted: Granted; installedAt: number }>();

  /** Keeps what was granted; stays in hand until that works. Throws what the store throws. */
  async function keep(record: InstallationRecord, granted: Granted): Promise<InstallationRecord | undefined> {
    const { id, key, installedAt } = record;
    unkept.set(id, { granted, installedAt });
    const renewed = await store.updateInstallation(id, ({ renewingUntil: _, ...one }) =>
      one.installedAt === installedAt ? { ...one, ...sealWith(key, id, granted) } : undefined,
    );
    unkept.delete(id);
    log.info({ team: id }, 'slack.tokenRenewed');
    return renewed;
  }

  async function askOnce(record: InstallationRecord): Promise<InstallationRecord | 'over' | undefined> {
    const { id, key, installedAt, refreshToken } = record;
    if (refreshToken === undefined) return record;
    try {
      const before = unkept.get(id);
      if (before?.installedAt === installedAt) return await keep(record, before.granted);
      return await keep(record, await ask(sealer.open(key, id, 'refreshToken', refreshToken)));
    } catch (error) {
      const word = slackError(error);
      log.error({ team: id, slack: word, error }, 'slack.tokenNotRenewed');
      // Asked again when the claim is over; a token that still lasts does until then.
      if (lasts(record)) return record;
      if (word === undefined || !OVER.includes(word)) throw error;
      // One that was frozen while it asked may have kept its answer by now.
      const now = await store.loadInstallation(id);
      const isSame = now?.installedAt === installedAt && now.expiresAt === record.expiresAt;
      return isSame ? 'over' : now;
    }
  }

  return {
    seal: (id, granted) => sealWith(sealer.newJobKey(`slack:${id}`), id, granted),
    open: ({ id, key, token }) => sealer.open(key, id, 'token', token),
    isOld: ({ refreshToken, expiresAt }) =>
      refreshToken !== undefined && expiresAt !== undefined && expiresAt - clock.now() < RENEW_BEFORE_MS,
    async renew(record) {
      for (let waited = 0; waited <= RENEWING_MS; waited += LOOK_AGAIN_MS) {
        if (await claim(record)) return askOnce(record);
        const now = await store.loadInstallation(record.id);
        if (now === undefined || now.expiresAt !== record.expiresAt) return now;
        if (lasts(record)) return record;
        await clock.sleep(LOOK_AGAIN_MS);
      }
      throw notRenewed(record.id);
    },
  };
}

import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { type InstallURLOptions, InvalidStateError, type StateStore } from '@slack/oauth';
import type { Secret } from '../../secrets/secret.ts';
import type { Store } from '../../service/ports/store.ts';

/**
 * As long as the cookie that binds it to a browser. Slack's page takes a minute, and an approval by an admin of the
 * workspace starts anew; longer only helps whoever has stolen one.
 */
export const STATE_MS = 10 * 60_000;

/**
 * The `state` of an installation: made here, for ten minutes, good once on whichever instance it comes back to. RFC 6749,
 * 10.12; what is none of that throws InvalidStateError, as Slack's own do. That it came back in the same browser is for the cookie of Slack's own InstallProvider.
 */
export function createInstallState(
  key: Secret<Buffer>,
  store: Pick<Store, 'seen'>,
  install: InstallURLOptions,
): StateStore {
  const prove = (text: string): string => createHmac('sha256', key.reveal()).update(text).digest('base64url');

  function isOurs(made: string, proof: string): boolean {
    const [given, right] = [Buffer.from(proof), Buffer.from(prove(made))];
    return given.length === right.length && timingSafeEqual(given, right);
  }

  return {
    generateStateParam: async (_install, now) => {
      const made = `${now.getTime()}.${randomBytes(24).toString('base64url')}`;
      return `${made}.${prove(made)}`;
    },
    async verifyStateParam(now, state) {
      const [at = '', drawn = '', proof = '', ...more] = state.split('.');
      const age = now.getTime() - Number(at);
      if (more.length > 0 || !isOurs(`${at}.${drawn}`, proof))
        throw new InvalidStateError("The state isn't ours.");
      if (!(age >= 0 && age < STATE_MS)) throw new InvalidStateError('The state has expired.');
      const used = createHash('sha256').update(state).digest('hex');
      if (await store.seen(`slack:state:${used}`, STATE_MS))
        throw new InvalidStateError('The state was used.');
      return install;
    },
  };
}

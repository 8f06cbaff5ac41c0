import { createHash } from 'node:crypto';
import { RollcallError } from '../domain/errors.ts';
import type { Policies, PolicyAge } from '../service/ports/policies.ts';
import type { Store } from '../service/ports/store.ts';
import type { Clock } from '../service/ports/surroundings.ts';
import { takeAlone } from '../service/ports/takeAlone.ts';

/**
 * Our own number: of two instances that are given a text in the same moment, the other one lets the first write it into
 * the audit for so long. Shorter has it there twice; longer keeps the text from holding when the first one has died.
 */
const WRITING_MS = 10_000;

/** Whether this instance goes by the newest text of the policy file. */
export interface NewestPolicy {
  /**
   * Notes that this instance has a text now. `before` runs once among all instances, before the text holds: when it
   * throws, it doesn't.
   *
   * @throws what the store throws, or Error while another instance does the same; then nothing was noted, and it's
   *   to be tried again
   */
  take(text: string, before: () => Promise<void>): Promise<PolicyAge>;
  /** Throws RollcallError POLICY_BEHIND while another instance has a newer one, and what the store throws. */
  check(): Promise<void>;
}

/** SHA-256 of a policy file's text, in hex. */
export const hashPolicy = (text: string): string => createHash('sha256').update(text).digest('hex');

export function createNewestPolicy(
  policies: Policies,
  sharing: { store: Pick<Store, 'seen' | 'keepSeen'>; clock: Pick<Clock, 'now'> },
): NewestPolicy {
  let mine: string | undefined;

  async function writeOnce(hash: string, before: () => Promise<void>): Promise<void> {
    const since = (await policies.held())?.since ?? 0;
    const taken = await takeAlone(sharing, `policy:${since}:${hash}`, WRITING_MS);
    if (taken === undefined) throw new Error('Another instance takes the same policy file over.');
    try {
      await before();
    } catch (error) {
      await taken.letGo();
      throw error;
    }
  }

  return {
    async take(text, before) {
      const hash = hashPolicy(text);
      const age = await policies.judge(hash, mine);
      if (age === 'newest') await writeOnce(hash, before);
      const came = age === 'newest' ? await policies.hold(hash, mine) : age;
      mine = hash;
      return came;
    },
    async check() {
      const held = await policies.held();
      if (held === undefined || held.hash === mine) return;
      throw new RollcallError(
        'POLICY_BEHIND',
        "This instance of Rollcall doesn't have the newest policy file, so it takes nothing on.",
        {
          done: 'Nothing was done.',
          next: 'Try again in a minute. If it goes on, ask the person who runs Rollcall to run "npm run doctor store".',
          detail: { newestSince: new Date(held.since).toISOString(), sha256: held.hash.slice(0, 12) },
        },
      );
    },
  };
}

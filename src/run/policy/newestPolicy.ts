import { createHash } from 'node:crypto';
import { RollcallError } from '../../domain/errors.ts';
import {
  GONE_AFTER_MS,
  type HeldPolicy,
  type Policies,
  type PolicyAge,
} from '../../service/ports/policies.ts';
import type { Store } from '../../service/ports/store.ts';
import type { Clock } from '../../service/ports/surroundings.ts';
import { takeAlone } from '../../service/ports/takeAlone.ts';

/**
 * Our own number: of two instances that are given a text in the same moment, the other one lets the first write it into
 * the audit for so long. Shorter has it there twice; longer keeps the text from holding when the first one has died.
 */
const WRITING_MS = 10_000;

/** Our own number: an instance that starts beside another waits for it and looks this often. Longer keeps people waiting. */
const LOOK_AGAIN_MS = 200;

/**
 * Our own number: four looks (`watchNewest`). Where more lies between two, the first says nothing: the process stood still, or the
 * database answered late. Longer counts such a time as one in which the others said nothing; shorter counts a busy one for nothing.
 */
const UNBROKEN_MS = 120_000;

/** Whether this instance goes by the newest text of the policy file. */
export interface NewestPolicy {
  /**
   * Notes that this instance has a text now. `before` runs once among all instances, before the text holds: when it
   * throws, it doesn't.
   *
   * Waits while another instance does the same.
   *
   * @throws what the store throws, or Error when another instance doesn't come to an end; then nothing was noted, and it's
   *   to be tried again
   */
  take(text: string, before: () => Promise<void>): Promise<PolicyAge>;
  /** Says that this instance is alive, for others to know whether any has the newest text. Throws what the store throws. */
  noteAlive(): Promise<void>;
  /** Whether another instance has a newer one, or this one has none yet. Throws what the store throws. */
  isBehind(): Promise<boolean>;
  /** Whether what holds is an older file, as no instance with the newest is alive. Throws what the store throws. */
  standsIn(): Promise<boolean>;
  /** Throws RollcallError POLICY_BEHIND while another instance has a newer one, and what the store throws. */
  check(): Promise<void>;
}

/** SHA-256 of a policy file's text, in hex. */
export const hashPolicy = (text: string): string => createHash('sha256').update(text).digest('hex');

export function createNewestPolicy(
  policies: Policies,
  sharing: { store: Pick<Store, 'holdKey' | 'freeKey'>; clock: Pick<Clock, 'now' | 'elapsed' | 'sleep'> },
): NewestPolicy {
  let mine: string | undefined;
  /** The last word of an instance with the one that holds: since when none came after it, and when that was last looked at. */
  let heard: { hash: string; aliveAt: number | undefined; from: number; to: number } | undefined;

  /** What holds. */
  async function look(): Promise<HeldPolicy | undefined> {
    const before = heard;
    // A look that fails says nothing of them.
    heard = undefined;
    const held = await policies.held();
    if (held === undefined) return undefined;
    const { hash, aliveAt } = held;
    const to = sharing.clock.elapsed?.() ?? sharing.clock.now();
    const isSame = before?.hash === hash && before.aliveAt === aliveAt && to - before.to <= UNBROKEN_MS;
    heard = { hash, aliveAt, from: isSame ? before.from : to, to };
    return held;
  }

  /** The last word, where so long none came after it that nobody is there. */
  const readSilence = (): number | undefined =>
    heard !== undefined && heard.to - heard.from > GONE_AFTER_MS ? heard.aliveAt : undefined;

  /** Undefined: another instance is at it. */
  async function holdAlone(hash: string, before: () => Promise<void>): Promise<PolicyAge | undefined> {
    const taken = await takeAlone(sharing.store, `policy:${hash}`, WRITING_MS);
    if (taken === undefined) return undefined;
    try {
      // Another one may have come to its end since it was judged.
      if ((await policies.judge(hash, mine, readSilence())) === 'newest') await before();
      return await policies.hold(hash, mine, readSilence());
    } finally {
      // A process that starts again at once would wait for itself.
      await taken.letGo();
    }
  }

  async function findNewer(): Promise<HeldPolicy | undefined> {
    const held = await look();
    return held?.hash === mine ? undefined : held;
  }

  return {
    isBehind: async () => (await findNewer()) !== undefined,
    standsIn: async () => (await look())?.over !== undefined,
    async noteAlive() {
      if (mine !== undefined) await policies.noteAlive(mine);
    },
    async take(text, before) {
      const { clock } = sharing;
      const hash = hashPolicy(text);
      const until = clock.now() + WRITING_MS;
      for (;;) {
        await look();
        const age = await policies.judge(hash, mine, readSilence());
        const came = age === 'newest' ? await holdAlone(hash, before) : age;
        if (came !== undefined) {
          mine = hash;
          return came;
        }
        if (clock.now() >= until) throw new Error('Another instance takes the same policy file over.');
        await clock.sleep(LOOK_AGAIN_MS);
      }
    },
    async check() {
      const held = await findNewer();
      if (held === undefined) return;
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

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
 * Our own number: four times what lies between two looks at most (`watchNewest`; tasks, clicks, and `/readyz` look more often). Where
 * more lies between two, the first says nothing: the process stood still, or the database answered late. Longer counts such a time as
 * one in which the others said nothing; shorter counts a busy one for nothing.
 */
const UNBROKEN_MS = 120_000;

/** What was heard of instances with the text that holds. Milliseconds of a clock that never stands. */
interface Heard {
  hash: string;
  /** Their last word. */
  aliveAt: number | undefined;
  /** Since when none came after it. */
  from: number;
  /** When that was last looked at. */
  to: number;
}

/** With one more look. Nothing of before counts where they said something since, or nobody looked for too long. */
function hearOn(before: Heard | undefined, { hash, aliveAt }: HeldPolicy, to: number): Heard {
  const isSame = before?.hash === hash && before.aliveAt === aliveAt && to - before.to <= UNBROKEN_MS;
  return { hash, aliveAt, from: isSame ? before.from : to, to };
}

interface Look {
  /** What holds. */
  held: HeldPolicy | undefined;
  /** The last word, where so long none came after it that nobody is there. */
  silentSince: number | undefined;
}

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
  /** Something waits for a newer file than the one that stands in. */
  noteLeft(): void;
  /**
   * Which file stands in, and since when, where something waits for a newer one; undefined: nothing does. Throws what the store
   * throws.
   */
  findLeft(): Promise<string | undefined>;
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
  let heard: Heard | undefined;
  let isLeft = false;

  /** Any number of these may be under way: each goes on from the one that was answered before it. */
  async function look(): Promise<Look> {
    const held = await policies.held().catch((error: unknown) => {
      // As far as this one knows, none could say anything.
      heard = undefined;
      throw error;
    });
    const to = sharing.clock.elapsed?.() ?? sharing.clock.now();
    heard = held === undefined ? undefined : hearOn(heard, held, to);
    const isSilent = heard !== undefined && heard.to - heard.from > GONE_AFTER_MS;
    return { held, silentSince: isSilent ? heard?.aliveAt : undefined };
  }

  /**
   * Undefined: another instance is at it.
   *
   * @param silentSince for all of it: a word that came after it is seen where the text is kept
   */
  async function holdAlone(
    hash: string,
    before: () => Promise<void>,
    silentSince: number | undefined,
  ): Promise<PolicyAge | undefined> {
    const taken = await takeAlone(sharing.store, `policy:${hash}`, WRITING_MS);
    if (taken === undefined) return undefined;
    try {
      // Another one may have come to its end since it was judged.
      if ((await policies.judge(hash, mine, silentSince)) === 'newest') await before();
      return await policies.hold(hash, mine, silentSince);
    } finally {
      // A process that starts again at once would wait for itself.
      await taken.letGo();
    }
  }

  async function findNewer(): Promise<HeldPolicy | undefined> {
    const { held } = await look();
    return held?.hash === mine ? undefined : held;
  }

  return {
    isBehind: async () => (await findNewer()) !== undefined,
    standsIn: async () => (await look()).held?.over !== undefined,
    noteLeft() {
      isLeft = true;
    },
    async findLeft() {
      if (!isLeft) return undefined;
      const { held } = await look();
      if (held?.over !== undefined) return `${held.hash} ${held.since}`;
      isLeft = false;
      return undefined;
    },
    async noteAlive() {
      if (mine !== undefined) await policies.noteAlive(mine);
    },
    async take(text, before) {
      const { clock } = sharing;
      const hash = hashPolicy(text);
      const until = clock.now() + WRITING_MS;
      for (;;) {
        const { silentSince } = await look();
        const age = await policies.judge(hash, mine, silentSince);
        const came = age === 'newest' ? await holdAlone(hash, before, silentSince) : age;
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

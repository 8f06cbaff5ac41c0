import type { Clock } from './surroundings.ts';

/** A text of the policy file, which all instances go by. */
export interface HeldPolicy {
  /** SHA-256 of it, in hex. */
  hash: string;
  /** Milliseconds since the epoch. */
  since: number;
}

/** `holds`: it does already; `newest`: it's to hold from now on; `older`: other instances have had a newer one. */
export type PolicyAge = 'holds' | 'newest' | 'older';

/**
 * Which text of the policy file is the newest, where each instance has a file of its own. A text that no instance ever
 * had is newer than all others. One that was had before is older, unless an instance was changed to it from the one that
 * holds: that takes a mistake back.
 */
export interface Policies {
  /** Undefined before the first start of all. */
  held(): Promise<HeldPolicy | undefined>;
  /** What `hold` would come to. */
  judge(hash: string, from: string | undefined): Promise<PolicyAge>;
  /**
   * Lets a text hold if it is the newest.
   *
   * @param from what this instance had before; undefined at its start
   * @throws RollcallError STORE_BROKEN
   */
  hold(hash: string, from: string | undefined): Promise<PolicyAge>;
}

/** What is known of texts, the one that holds last, and how old another one is beside them. */
export function judgePolicy(known: readonly HeldPolicy[], hash: string, from: string | undefined): PolicyAge {
  const held = known.at(-1)?.hash;
  if (hash === held) return 'holds';
  const isTakenBack = from !== undefined && from === held;
  return isTakenBack || !known.some((one) => one.hash === hash) ? 'newest' : 'older';
}

/** For one process: what it has is the newest. */
export function createSolePolicies({ now }: Pick<Clock, 'now'>): Policies {
  let held: HeldPolicy | undefined;
  const judge = (hash: string): PolicyAge => (hash === held?.hash ? 'holds' : 'newest');
  return {
    held: async () => held,
    judge: async (hash) => judge(hash),
    async hold(hash) {
      const age = judge(hash);
      if (age === 'newest') held = { hash, since: now() };
      return age;
    },
  };
}

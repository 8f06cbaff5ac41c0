import type { Clock } from './surroundings.ts';

/** A text of the policy file, which all instances go by. */
export interface HeldPolicy {
  /** SHA-256 of it, in hex. */
  hash: string;
  /** Milliseconds since the epoch. */
  since: number;
  /** When an instance that has it last said so. Left out: a version kept it that doesn't say so. */
  aliveAt?: number;
  /** Newer ones that it stands in for, as no instance with them is alive, the newest last. */
  over?: readonly string[];
}

/** One that some instance has had, as it is kept. */
export type KnownPolicy = HeldPolicy;

/**
 * Our own number: instances that have the newest text say so every half a minute. After so long without a word, in which the
 * one that listens could read what is kept all the time, there is none of them: while the database is away, none can say anything. Longer lets a text that nobody has any more keep all others out, as one that was put back at a restart; shorter lets
 * an instance with an older file act by that while the one with the newest starts again, or its machine.
 */
export const GONE_AFTER_MS = 5 * 60_000;

/** `holds`: it does already; `newest`: it's to hold from now on; `older`: other instances have had a newer one. */
export type PolicyAge = 'holds' | 'newest' | 'older';

/**
 * Which text of the policy file is the newest, where each instance has a file of its own. A text that no instance ever
 * had is newer than all others. One that was had before is older, unless an instance was changed to it from the one that
 * holds: that takes a mistake back. Where no instance with the one that holds is alive any more, an older one stands in for
 * it, until it is there again.
 */
export interface Policies {
  /** Undefined before the first start of all. */
  held(): Promise<HeldPolicy | undefined>;
  /** What `hold` would come to. */
  judge(hash: string, from: string | undefined, silentSince?: number): Promise<PolicyAge>;
  /**
   * Lets a text hold if it is the newest.
   *
   * @param from what this instance had before; undefined at its start
   * @param silentSince the `aliveAt` of the one that holds, where this instance has heard nothing newer for `GONE_AFTER_MS`
   * @throws RollcallError STORE_BROKEN
   */
  hold(hash: string, from: string | undefined, silentSince?: number): Promise<PolicyAge>;
  /** An instance that has this text is alive, which counts where it is the one that holds. Harmless often. */
  noteAlive(hash: string): Promise<void>;
}

/** What is known of texts, the one that holds last, and how old another one is beside them. */
export function judgePolicy(
  known: readonly KnownPolicy[],
  hash: string,
  from: string | undefined,
  silentSince: number | undefined,
): PolicyAge {
  const held = known.at(-1);
  if (held === undefined) return 'newest';
  if (hash === held.hash) return 'holds';
  if (isChange(known, hash, from) || held.over?.includes(hash)) return 'newest';
  return silentSince !== undefined && held.aliveAt === silentSince ? 'newest' : 'older';
}

/** Somebody has written it since: it's new, or what holds was changed to it. */
function isChange(known: readonly KnownPolicy[], hash: string, from: string | undefined): boolean {
  return (from !== undefined && from === known.at(-1)?.hash) || !known.some((one) => one.hash === hash);
}

/** One that was judged to be the newest, as it is kept from now on. */
export function keepNewest(
  known: readonly KnownPolicy[],
  hash: string,
  from: string | undefined,
  now: number,
): KnownPolicy {
  const kept = { hash, since: now, aliveAt: now };
  const held = known.at(-1);
  if (held === undefined || isChange(known, hash, from)) return kept;
  // One of those that it stood in for is there again, or it stands in for the one that held.
  const { over = [] } = held;
  const newer = over.includes(hash) ? over.slice(over.indexOf(hash) + 1) : [held.hash, ...over];
  return newer.length === 0 ? kept : { ...kept, over: newer };
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
    noteAlive: async () => undefined,
  };
}

/** A customer as the policy file has it. */
export interface CustomerEntry {
  id: string;
  name: string;
  tenantId: string;
}

/** The policy file, as far as Rollcall may write it. */
export interface PolicyFile {
  /** Whether whoever runs Rollcall lets it. */
  readonly mayWrite: boolean;
  /** Throws RollcallError CONFIG_INVALID where the file would be wrong then, was changed meanwhile, or can't be written. */
  addCustomer(entry: CustomerEntry): Promise<void>;
  /** Also from lists that name others as well. Throws as {@link PolicyFile.addCustomer} does. */
  removeCustomer(id: string): Promise<void>;
}

import type { ProvisioningOptions } from '../context.ts';

/**
 * Beyond what any instance can have counted past another, at one a minute for each: what one has noticed is no news to the
 * others, which would take the time of that note for the copy's. Less lets them ask again, and know less of what is older.
 */
const PAST_OTHERS = 1_000_000;

/** When the records were last in use, and whether an operator says that they come from a backup. */
export interface Alive {
  at: number;
  restored?: true;
  /** Each note has a higher one than all before: an instance whose own is not reached any more knows that it is gone. */
  count?: number;
}

const NOTE = 'data.alive';

type Noted = Pick<ProvisioningOptions, 'store'>['store'];

/** Undefined: of a version that kept no note, or of no time at all. */
export async function readAlive(store: Pick<Noted, 'loadNote'>): Promise<Alive | undefined> {
  return (await store.loadNote(NOTE)) as Alive | undefined;
}

/** When anything was last noted in the audit, where no note says when the records were in use. */
export async function readLastEntry(store: Pick<Noted, 'readAudit'>): Promise<Alive> {
  const [last] = await store.readAudit({ limit: 1 });
  return { at: last?.at ?? 0 };
}

/**
 * Notes that the records are in use now. What an operator says of them stays, unless that was noticed. Answers its count.
 *
 * @param after its own last one, which may be gone
 */
export async function noteAlive(
  { store, clock }: Pick<ProvisioningOptions, 'store' | 'clock'>,
  { after = 0, isNoticed }: { after?: number; isNoticed: boolean },
): Promise<number> {
  const { count = 0 } = await store.updateNote<Alive>(NOTE, (before) => ({
    at: clock.now(),
    count: Math.max(before?.count ?? 0, after) + (isNoticed ? PAST_OTHERS : 1),
    ...(before?.restored && !isNoticed ? { restored: true } : {}),
  }));
  return count;
}

/** Says that the records are a restored copy, whatever their age: the next start asks. Answers when they were last in use. */
export async function sayRestored(store: Pick<Noted, 'updateNote' | 'readAudit'>): Promise<number> {
  const last = await readLastEntry(store);
  const { at } = await store.updateNote<Alive>(NOTE, (alive = last) => ({ ...alive, restored: true }));
  return at;
}

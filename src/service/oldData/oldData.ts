import type { Actor } from '../../domain/terms.ts';
import type { ProvisioningOptions } from '../context.ts';
import { isBehind } from '../door/leaveToNewest.ts';
import type { Emit } from '../events.ts';
import type { OneAtATime } from '../ports/oneAtATime.ts';
import { type Alive, noteAlive, readAlive, readLastEntry } from './alive.ts';
import { cancelPending } from './cancelPending.ts';
import { isNothing, listPending } from './listPending.ts';
import { type LeftToDo, lookAround } from './lookAround.ts';
import { changeOldCopy, type OldCopy, readOldCopy, saveOldCopy } from './oldCopy.ts';

/**
 * Records that were not in use for longer than this may be an older copy that somebody restored. Our own number: longer than
 * a machine takes to start again or to be upgraded. Longer notices fewer restores, and what was done since such a copy is
 * done again unasked, which is the worse failure; shorter asks after a long stop in which nothing happened.
 */
const OLD_AFTER_MS = 30 * 60_000;
/** How often the records note that they are in use: so much earlier than it was, at most, a copy is thought to end. Each costs one small write. */
const BEAT_MS = 60_000;
/** Our own number: while it was noticed that records were put back, and nothing could be written of it, everything goes on. */
const AGAIN_MS = 1_000;
/**
 * Clocks of instances differ by what a message to the database takes. More would not notice records that are older than the
 * copy of the audit by less; less would take another instance's clock for that.
 */
const CLOCKS_DIFFER_MS = 10_000;
/** What would begin by itself, and what Microsoft 365 says of it. */
export interface OldDataState {
  savedAt: number;
  jobs: readonly LeftToDo[];
  undos: number;
  mails: number;
  requests: number;
  waves: number;
}

/**
 * Notices that the records are older than what has happened, and lets nothing of before go on unasked.
 *
 * A restored copy cannot be told from the records of a crash by looking at them: everything in it is as it was. So the
 * records note each minute that they are in use. At a start that finds the last note old, and something that would begin by
 * itself, admins are asked; a weekend without power is the same thing, and worth the same question. A younger copy is
 * noticed when an operator says so (`npm run restored`, as `manifests/backup.md` asks), or when the copy of the audit that is kept
 * elsewhere has newer entries. A database that is put back under running instances is noticed by the end of the audit that one of
 * them has seen, or by its own last note, where that is gone. What was noticed holds for every job of before from then on: see
 * {@link readOldCopy}.
 */
export interface OldData {
  /**
   * At the start, before anything is resumed: pauses Rollcall where it may be one. Of several instances, one does.
   *
   * @param copiedUntil when the last entry of a copy of the audit was made, which is kept elsewhere
   */
  look(copiedUntil?: number): Promise<void>;
  /**
   * Each minute until the signal, notes that the records are in use, and sees whether they were put back meanwhile. `ask`,
   * which never throws, asks about that then, and about what nobody could be asked before.
   */
  keepAlive(signal: AbortSignal, ask: () => Promise<void>): Promise<void>;
  /** Asks with `tell`, once for each copy and on one instance, while Rollcall is paused for it. */
  ask(tell: (state: OldDataState) => Promise<void>): Promise<void>;
  /** Rollcall is paused, and nobody has said yet what is to become of it. */
  isAsked(): Promise<boolean>;
  /** Undefined: Rollcall isn't paused for it. Never throws for a directory that is away. */
  read(): Promise<OldDataState | undefined>;
  /** Ends what is pending, and lets Rollcall go on. Undefined: it isn't paused for it. */
  cancel(actor: Actor): Promise<OldDataState | undefined>;
  /** Part of letting Rollcall go on: what has a later time has been done since. */
  answered(): Promise<void>;
}

export function createOldData(context: ProvisioningOptions, oneAtATime: OneAtATime, emit: Emit): OldData {
  const { store, clock, brake, log } = context;
  const alone = <T>(work: () => Promise<T>) => oneAtATime('oldData', work);
  /** When something was last seen that is gone since, while nothing was done about that. */
  let goneSince: number | undefined;
  let waking = new AbortController();
  store.onPutBack?.((seenAt) => {
    goneSince = seenAt;
    waking.abort();
  });

  /** Another instance may have noticed it first. */
  async function isGone(): Promise<boolean> {
    if (goneSince === undefined) return false;
    const copy = await readOldCopy(store);
    if (copy !== undefined && copy.noticedAt >= goneSince) goneSince = undefined;
    return goneSince !== undefined;
  }

  async function notice({ at, restored }: Alive): Promise<void> {
    const pending = await listPending(store, clock.now());
    const isPending = !isNothing(pending);
    // What was only asked for then, and is approved now, is of before, too.
    if (!isPending && restored === undefined) return;
    if (isPending) await brake.pauseItself(at);
    const noticedAt = clock.now();
    await saveOldCopy(store, { savedAt: at, noticedAt, ...(isPending ? {} : { answeredAt: noticedAt }) });
    log.warn({ savedAt: new Date(at).toISOString(), isPending }, 'old_data.noticed');
  }

  async function describe({ savedAt }: OldCopy): Promise<OldDataState> {
    const { jobs, undos, mails, requests, waves } = await listPending(store, clock.now());
    return {
      savedAt,
      jobs: await lookAround(context, jobs, savedAt),
      ...{ undos: undos.length, mails: mails.length, requests: requests.length, waves: waves.length },
    };
  }

  async function findUnanswered(): Promise<OldCopy | undefined> {
    const copy = await readOldCopy(store);
    return copy === undefined || copy.answeredAt !== undefined || brake.paused() === undefined
      ? undefined
      : copy;
  }

  async function findUnasked(): Promise<OldCopy | undefined> {
    const copy = await findUnanswered();
    return copy?.askedAt === undefined ? copy : undefined;
  }

  async function read(): Promise<OldDataState | undefined> {
    const copy = await findUnanswered();
    return copy === undefined ? undefined : describe(copy);
  }

  return {
    async look(copiedUntil) {
      await brake.load();
      await alone(async () => {
        // An instance that was first has paused it already, and said that the records are in use.
        if (brake.paused() === undefined) await brake.load();
        const last = await readLastEntry(store);
        const isBehind = copiedUntil !== undefined && copiedUntil - last.at > CLOCKS_DIFFER_MS;
        const alive = (await readAlive(store)) ?? (isBehind ? last : undefined);
        const isOld = alive !== undefined && clock.now() - alive.at > OLD_AFTER_MS;
        const isNoticed = isBehind || isOld || alive?.restored === true;
        if (alive !== undefined && isNoticed) await notice(isBehind ? { ...alive, restored: true } : alive);
        await noteAlive(context, { isNoticed });
      });
    },
    async keepAlive(signal, ask) {
      let mine = 0;
      /** Nobody's clock is asked. One of a version before counts nothing, and says nothing. */
      const isPutBack = async (alive: Alive | undefined) =>
        alive?.restored === true ||
        (mine > 0 && (alive === undefined || (alive.count ?? mine) < mine)) ||
        (await isGone());
      while (!signal.aborted) {
        waking = new AbortController();
        try {
          let isNoticed = false;
          // Before this instance notes that the records are in use, which would be taken for the end of the copy.
          if (store.onPutBack !== undefined) await store.check();
          if (await isPutBack(await readAlive(store))) {
            await alone(async () => {
              const alive = await readAlive(store);
              // Another instance may have noticed it meanwhile.
              if (!(await isPutBack(alive))) return;
              await notice({ ...(alive ?? (await readLastEntry(store))), restored: true });
              goneSince = undefined;
              mine = await noteAlive(context, { after: mine, isNoticed: true });
              isNoticed = true;
            });
          }
          if (!isNoticed) mine = await noteAlive(context, { after: mine, isNoticed });
          if (isNoticed || (await findUnasked()) !== undefined) await ask();
        } catch (error) {
          log.warn({ err: error }, 'old_data.not_noted');
        }
        const pauseMs = goneSince === undefined ? BEAT_MS : AGAIN_MS;
        await clock.sleep(pauseMs, AbortSignal.any([signal, waking.signal]));
      }
    },
    async ask(tell) {
      // Who the admins are is said by the newest policy file: an instance that has it asks.
      const state = (await isBehind(context)) ? undefined : await read();
      if (state === undefined) return;
      await alone(async () => {
        const copy = await findUnasked();
        if (copy === undefined) return;
        await tell(state);
        // Somebody who was told first may have answered, while others were still to be told.
        await changeOldCopy(store, copy, (now) => ({ ...now, askedAt: clock.now() }));
      });
    },
    isAsked: async () => (await findUnanswered()) !== undefined,
    read,
    async cancel(actor) {
      const state = await read();
      if (state === undefined) return undefined;
      await cancelPending(context, await listPending(store, clock.now()), actor, emit);
      await brake.goOn(actor);
      return state;
    },
    async answered() {
      const copy = await readOldCopy(store);
      if (copy === undefined || copy.answeredAt !== undefined) return;
      await changeOldCopy(store, copy, (now) => ({ ...now, answeredAt: clock.now() }));
    },
  };
}

import type { Log } from '../service/ports/surroundings.ts';

/** Keeps a process from taking tasks that it would judge by rules which don't hold any more. */
export interface StandBy {
  /** Tasks are neither fetched nor begun. */
  isOn(): boolean;
  /** Asks anew; false: what was fetched is to be handed over. Never throws. */
  mayBegin(): Promise<boolean>;
  /** Asks anew, where that can change anything: while tasks run, or none is taken. Never throws. */
  look(): Promise<void>;
}

export interface StandByOptions {
  /** Whether this process goes by rules that don't hold any more. Throws when nobody can say. */
  isBehind(): Promise<boolean>;
  /** Whether any task runs here. */
  isBusy(): boolean;
  /** It has fallen behind: what runs here is to be handed over. */
  onBehind(): void;
  /** Tasks may be taken again. */
  onBack(): void;
  log: Log;
}

/**
 * Nobody asks before a fetch that finds nothing: what is fetched was sent before, so that an answer after the fetch covers
 * whatever led to it. Where nobody can say, nothing is begun, and what runs goes on: a database that is away for a
 * moment takes no job from anybody.
 */
export function createStandBy({ isBehind, isBusy, onBehind, onBack, log }: StandByOptions): StandBy {
  let state: 'taking' | 'unsure' | 'behind' = 'taking';
  let why: unknown;
  let asking: Promise<boolean | undefined> | undefined;

  async function ask(): Promise<boolean | undefined> {
    const behind = await isBehind().catch((error: unknown) => {
      if (state === 'taking') why = error;
      return undefined;
    });
    if (behind === true && state !== 'behind') {
      state = 'behind';
      log.warn({}, 'engine.stands_by');
      onBehind();
    }
    if (behind === false && state !== 'taking') {
      state = 'taking';
      onBack();
    }
    return behind;
  }

  return {
    isOn: () => state !== 'taking',
    async mayBegin() {
      const behind = await ask();
      if (behind === undefined && state === 'taking') {
        state = 'unsure';
        log.warn({ err: why }, 'engine.standing_unknown');
      }
      return behind === false;
    },
    async look() {
      if (state === 'taking' && !isBusy()) return;
      asking ??= ask().finally(() => {
        asking = undefined;
      });
      await asking;
    },
  };
}

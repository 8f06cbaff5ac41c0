import type { Policy } from '../../domain/policy/policy.ts';
import type { Actor } from '../../domain/terms.ts';
import type { Engine } from '../ports/engine.ts';
import { createOneAtATime, type OneAtATime } from '../ports/oneAtATime.ts';
import type { AuditEntry } from '../ports/records.ts';
import type { Store } from '../ports/store.ts';
import type { Clock, Log } from '../ports/surroundings.ts';
import { readActorNames } from '../roleGroups/lastNames.ts';

/** Who paused Rollcall, and since when. */
export interface Paused {
  by: string;
  at: number;
  /** Rollcall paused itself: what it keeps may be an older copy. */
  byItself?: true;
}

/** Stops everything that has an effect, in all chats and for all customers, until somebody lets it go on. */
export interface Brake {
  /** Undefined while everything goes on. */
  paused(): Paused | undefined;
  /** Undefined while everything goes on; `old_data`: Rollcall paused itself. */
  reason(): 'admin' | 'old_data' | undefined;
  /** Resolves once nothing is paused, at once when nothing is. Asked right before an effect; `signal` ends the wait. */
  released(signal?: AbortSignal): Promise<void>;
  /** Aborted by the next pause: it ends the wait of what stands in the directory's queue and was not sent yet. */
  pausing(): AbortSignal;
  /** Effect first, then the audit. Answers who had paused it before, if somebody had and the audit says so. */
  pause(actor: Actor): Promise<Paused | undefined>;
  /**
   * The same by Rollcall itself, as its data may be an older copy, last in use at `savedAt`. A pause that there is stays, and
   * is written again where that copy has nothing of it.
   */
  pauseItself(savedAt: number): Promise<void>;
  /** Audit first, then the effect. Answers who had paused it; undefined when nothing was paused. */
  goOn(actor: Actor): Promise<Paused | undefined>;
  /** Takes up the pause of before a restart. Call it before anything is resumed. */
  load(): Promise<void>;
  /** Pauses and goes on whenever another instance does, until the signal. */
  follow(signal: AbortSignal): void;
}

/** What the audit is about. The newest entry that says so tells how things stand: a restart goes on pausing. */
const SUBJECT = 'rollcall';
const PAUSED = 'rollcall.paused';
const WENT_ON = 'rollcall.went_on';
/** Whoever pauses it when nobody does. */
const ITSELF = { actor: 'rollcall', platform: 'system' } as const;

/** Entries that are looked through for a newer one: more than histories of `SUBJECT` that are read between two looks. */
const LOOK_AT = 50;
/**
 * Pausing is told at once, and that may be lost. Our own number, as often as an instance says that it lives: more seldom
 * lets others act for longer after somebody has pressed Pause.
 */
const LOOK_EVERY_MS = 3_000;

/** What the brake is made with. */
interface BrakeOptions {
  policy: Pick<Policy, 'people'>;
  store: Pick<Store, 'audit' | 'auditOnce' | 'readAudit' | 'loadNote'>;
  engine: Pick<Engine, 'wake' | 'onWake'>;
  clock: Clock;
  log: Log;
  /** On all instances. */
  oneAtATime: OneAtATime;
  /** While nothing goes on yet. When it throws, nothing does. */
  beforeGoingOn(paused: Paused): Promise<void>;
  /** Set where other instances share the records. */
  sweepEveryMs?: number;
}

const isSameAs =
  (entry: AuditEntry) =>
  ({ what, at, actor }: AuditEntry): boolean =>
    what === entry.what && at === entry.at && actor === entry.actor;

export function createBrake(options: BrakeOptions): Brake {
  const { store, engine, clock, log, beforeGoingOn, sweepEveryMs } = options;
  /** Pressed here, the last one counts: a pause that comes after it waits, and is one until then. */
  const oneAtATimeHere = createOneAtATime();
  let now: Paused | undefined;
  /** What the audit says of that pause. */
  let entryOfPause: AuditEntry | undefined;
  /** A pause that a restart would lose: its entry could not be written. */
  let isUnwritten = false;
  /** Presses here: what was read before one of them is not news any more. */
  let presses = 0;
  let waiting = new AbortController();
  let pausing = new AbortController();

  function describe({ id, platform, customer, where }: Actor, what: string, at: number): AuditEntry {
    const seenAt = where === undefined ? {} : { where };
    return { at, actor: id, platform, ...seenAt, customer, what, outcome: 'done', subject: SUBJECT };
  }

  function hold(paused: Paused, entry: AuditEntry): void {
    now = paused;
    entryOfPause = entry;
    pausing.abort();
  }

  function release(): void {
    now = undefined;
    entryOfPause = undefined;
    isUnwritten = false;
    waiting.abort();
    waiting = new AbortController();
    pausing = new AbortController();
  }

  /** Of several instances that find it missing, one does. */
  async function writeAgain(entry: AuditEntry): Promise<void> {
    await store.auditOnce({ ...entry, subject: SUBJECT }, isSameAs(entry));
    log.warn({ actor: entry.actor }, 'rollcall.still_paused');
  }

  /**
   * Others are about the same word, too: whoever reads the history of it is audited under it. An older copy of the audit, which
   * somebody put back, may end with a "went on" of before the pause that is held here: that ends nothing.
   */
  async function look(limit: number): Promise<void> {
    const before = presses;
    const read = (most: number) => store.readAudit({ subject: SUBJECT, limit: most });
    let entries = await read(limit);
    const isMissing = () => entryOfPause !== undefined && !entries.some(isSameAs(entryOfPause));
    if (isMissing() && entries.length >= limit) entries = await read(Number.MAX_SAFE_INTEGER);
    const last = entries.find(({ what }) => what === PAUSED || what === WENT_ON);
    const isNews = last?.what === PAUSED && now === undefined;
    const by = isNews ? ((await readActorNames(options)).nameOf(last.actor) ?? last.actor) : '';
    if (presses !== before || isUnwritten) return;
    if (entryOfPause !== undefined && isMissing()) await writeAgain(entryOfPause);
    else if (last?.what === WENT_ON && now !== undefined) {
      release();
      log.warn({ actor: last.actor }, WENT_ON);
    } else if (isNews) {
      hold({ by, at: last.at, ...(last.platform === ITSELF.platform ? { byItself: true } : {}) }, last);
      log.warn({ actor: last.actor }, 'rollcall.still_paused');
    }
  }

  /** While the records cannot be read nothing has an effect anyhow. */
  const lookAgain = (): Promise<void> =>
    look(LOOK_AT).catch((error: unknown) => log.warn({ err: error }, 'brake.not_looked'));

  /** One after the other on all instances: who comes second finds that it goes on, or that the first one failed. */
  function goOnAlone(actor: Actor, pressed: Paused): Promise<Paused> {
    return options.oneAtATime('brake', async () => {
      await look(LOOK_AT);
      const before = now;
      // Another one let it go on, and somebody may have paused it anew since.
      if (before === undefined || before.at !== pressed.at) return pressed;
      await beforeGoingOn(before);
      await store.audit(describe(actor, WENT_ON, clock.now()));
      presses += 1;
      release();
      engine.wake('brake', SUBJECT);
      log.warn({ actor: actor.id }, WENT_ON);
      return before;
    });
  }

  return {
    paused: () => now,
    reason: () => now && (now.byItself ? 'old_data' : 'admin'),
    pausing: () => pausing.signal,
    async released(signal) {
      while (now !== undefined && !signal?.aborted) {
        const both = signal === undefined ? [waiting.signal] : [waiting.signal, signal];
        const either = AbortSignal.any(both);
        await new Promise<void>((resolve) => {
          if (either.aborted) resolve();
          else either.addEventListener('abort', () => resolve(), { once: true });
        });
      }
    },
    pause: (actor) =>
      oneAtATimeHere(SUBJECT, async () => {
        if (now !== undefined && !isUnwritten) return now;
        presses += 1;
        const at = clock.now();
        isUnwritten = true;
        const entry = describe(actor, PAUSED, at);
        hold({ by: actor.name, at }, entry);
        log.warn({ actor: actor.id }, PAUSED);
        await store.audit(entry);
        isUnwritten = false;
        engine.wake('brake', SUBJECT);
        return undefined;
      }),
    pauseItself: (savedAt) =>
      oneAtATimeHere(SUBJECT, async () => {
        if (now !== undefined) await look(LOOK_AT);
        if (now !== undefined && !isUnwritten) return;
        presses += 1;
        const at = clock.now();
        // A store that cannot be written is not started on.
        const detail = { savedAt: new Date(savedAt).toISOString() };
        const entry: AuditEntry = { at, ...ITSELF, what: PAUSED, outcome: 'done', subject: SUBJECT, detail };
        await store.audit(entry);
        isUnwritten = false;
        hold({ by: ITSELF.actor, at, byItself: true }, entry);
        engine.wake('brake', SUBJECT);
        log.warn({ actor: ITSELF.actor }, PAUSED);
      }),
    goOn: (actor) =>
      oneAtATimeHere(SUBJECT, async () => {
        if (now === undefined) await lookAgain();
        return now === undefined ? undefined : goOnAlone(actor, now);
      }),
    load: () => look(Number.MAX_SAFE_INTEGER),
    follow(signal) {
      const over = engine.onWake('brake', () => void lookAgain());
      signal.addEventListener('abort', over, { once: true });
      if (sweepEveryMs === undefined) return;
      void (async () => {
        while (!signal.aborted) {
          await clock.sleep(LOOK_EVERY_MS, signal);
          if (!signal.aborted) await lookAgain();
        }
      })();
    },
  };
}

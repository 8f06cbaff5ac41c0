import { setMaxListeners } from 'node:events';
import type { Engine, TaskHandler, TaskKind, TaskRecord, Turn } from '../service/ports/engine.ts';
import type { Store } from '../service/ports/store.ts';
import type { Clock, Log } from '../service/ports/surroundings.ts';
import { AT_ONCE, findPauseMs } from './pace.ts';
import { describeEnd } from './turnErrors.ts';
import { createWakes } from './wakes.ts';

export interface LocalEngineOptions {
  store: Pick<Store, 'saveTask' | 'dropTask' | 'listTasks'>;
  /** The process's hold on the store. */
  turn: Turn;
  clock: Clock;
  log: Log;
}

/**
 * The longest sleep: Node's timers end at once above 2^31 ms, and a machine that slept or whose clock was set finds out
 * so much later at most.
 */
const MAX_SLEEP_MS = 60_000;
/** As for jobs: service managers kill after 30 s (Kubernetes' terminationGracePeriodSeconds). */
const DRAIN_MS = 25_000;

/** One task in memory. It is on disk until its handler has ended without an error. */
interface Held {
  kind: string;
  id: string;
  startAfter: number;
  active: boolean;
  /** Sent again while it ran: not before this. */
  again?: number;
  failures: number;
}

/**
 * When a task kept by an earlier process is due. Its wait never lasts longer than it was sent for, whatever the machine's
 * clock says by now.
 */
function dueAfterRestart({ startAfter, sentAt }: TaskRecord, now: number): number {
  return Math.min(startAfter, now + Math.max(0, startAfter - sentAt));
}

/** The Engine port for one process, kept by its store. */
export function createLocalEngine({ store, turn, clock, log }: LocalEngineOptions): Engine {
  const held = new Map<string, Held>();
  const handlers = new Map<string, { handler: TaskHandler; atOnce: number }>();
  const wakes = createWakes();
  const running = new Set<Promise<void>>();
  const stopping = new AbortController();
  const ofTasks: Turn = {
    mayAct: () => turn.mayAct(),
    signal: AbortSignal.any([turn.signal, stopping.signal]),
  };
  // One for each task that runs, of which there may be many: Node warns of more than ten.
  setMaxListeners(0, ofTasks.signal);
  let waking = new AbortController();

  const keyOf = (kind: string, id: string): string => `${kind} ${id}`;

  /** What an earlier process left. */
  async function load(): Promise<void> {
    for (const task of await store.listTasks()) {
      const { kind, id } = task;
      const startAfter = dueAfterRestart(task, clock.now());
      held.set(keyOf(kind, id), { kind, id, startAfter, active: false, failures: 0 });
    }
    wake();
  }

  let last: Promise<unknown> = load();
  last.catch((error: unknown) => log.error({ err: error }, 'tasks.not_loaded'));

  /** One change after the other, so that what is on disk is the last of them. */
  function inTurn<T>(change: () => Promise<T>): Promise<T> {
    const own = last.then(change);
    last = own.catch(() => undefined);
    return own;
  }

  function keep(kind: string, id: string, startAfter: number): Promise<void> {
    return store.saveTask({ kind, id, startAfter, sentAt: clock.now() });
  }

  async function settle(task: Held, failed: boolean): Promise<void> {
    const { kind, id, again } = task;
    task.active = false;
    if (failed) {
      task.failures += 1;
      task.startAfter = Math.min(clock.now() + findPauseMs(task.failures), again ?? Number.POSITIVE_INFINITY);
    } else if (again !== undefined) {
      task.failures = 0;
      task.startAfter = again;
      // One that is kept with an earlier time only runs too early, should this fail.
      await keep(kind, id, again);
    } else {
      held.delete(keyOf(kind, id));
      await store.dropTask(kind, id);
    }
    delete task.again;
  }

  async function run(task: Held, handler: TaskHandler): Promise<void> {
    const { kind, id } = task;
    const failed = await handler(id, ofTasks).then(
      () => false,
      (error: unknown) => {
        if (!ofTasks.signal.aborted)
          log.warn({ kind, id, failures: task.failures + 1, err: error }, 'task.failed');
        return true;
      },
    );
    await inTurn(() => settle(task, failed)).catch((error: unknown) =>
      log.error({ kind, id, err: error }, 'task.not_kept'),
    );
  }

  function beginDue(): void {
    const now = clock.now();
    const due = [...held.values()]
      .filter(({ active, startAfter }) => !active && startAfter <= now)
      .sort((one, other) => one.startAfter - other.startAfter);
    for (const task of due) {
      const worker = handlers.get(task.kind);
      const busy = [...held.values()].filter(({ kind, active }) => active && kind === task.kind).length;
      if (worker === undefined || busy >= worker.atOnce) continue;
      task.active = true;
      const done = run(task, worker.handler).finally(() => {
        running.delete(done);
        wake();
      });
      running.add(done);
    }
  }

  /** Until the next task is due; for ever when there is none. A full kind is looked at when one of it has ended. */
  async function sleep(): Promise<void> {
    const signal = AbortSignal.any([waking.signal, stopping.signal]);
    const now = clock.now();
    const waits = [...held.values()]
      .filter(({ kind, active, startAfter }) => !active && startAfter > now && handlers.has(kind))
      .map(({ startAfter }) => startAfter - now);
    if (waits.length > 0) return clock.sleep(Math.min(...waits, MAX_SLEEP_MS), signal);
    await new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      else signal.addEventListener('abort', () => resolve(), { once: true });
    });
  }

  function wake(): void {
    waking.abort();
  }

  async function watch(): Promise<void> {
    while (!stopping.signal.aborted) {
      if (waking.signal.aborted) waking = new AbortController();
      beginDue();
      await sleep();
    }
  }

  const watching = watch();

  return {
    send: (kind: TaskKind, id, { startAfter = clock.now() } = {}) =>
      inTurn(async () => {
        const key = keyOf(kind, id);
        const before = held.get(key);
        if (before?.active === true) {
          before.again = Math.min(startAfter, before.again ?? Number.POSITIVE_INFINITY);
          return;
        }
        if (before !== undefined && before.startAfter <= startAfter) return;
        await keep(kind, id, startAfter);
        // It may have begun meanwhile.
        if (before === undefined) held.set(key, { kind, id, startAfter, active: false, failures: 0 });
        else if (before.active) before.again = startAfter;
        else before.startAfter = startAfter;
        wake();
      }),
    work(kind, handler) {
      handlers.set(kind, { handler, atOnce: AT_ONCE[kind] });
      wake();
    },
    wake: wakes.tell,
    onWake: wakes.listen,
    async drain() {
      stopping.abort(describeEnd());
      const ended = new AbortController();
      await Promise.race([Promise.all([watching, ...running]), clock.sleep(DRAIN_MS, ended.signal)]);
      ended.abort();
    },
  };
}

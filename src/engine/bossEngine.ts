import { PgBoss } from 'pg-boss';
import type { Engine, TaskHandler, TaskKind, Turn } from '../service/ports/engine.ts';
import type { Log } from '../service/ports/surroundings.ts';
import { type BeatOptions, createBeat, type HeldAttempt } from './beat.ts';
import { createCurrentTurn } from './currentTurn.ts';
import { isFresh, type Moment, readMoment } from './lease.ts';
import { AT_ONCE, findPauseMs } from './pace.ts';
import { startQueues } from './queues.ts';
import { createStandBy } from './standBy.ts';
import { createTaskQueue, openTaskPool, type TaskDb } from './taskQueue.ts';
import { describeBehind, describeEnd, describeLost, describeUnsent } from './turnErrors.ts';
import { createWakes } from './wakes.ts';

/**
 * How often each queue is looked at. What is sent is told at once; this is for what was sent for later, what others left
 * behind, and notices that were lost.
 */
const LOOK_EVERY_MS = 1_000;
/**
 * `STOP_WITHIN_MS` is 20 s, and the chats' last messages come after this. Shorter cuts off calls to Graph that would have
 * been answered; longer, and others begin only when the heartbeat is over.
 */
const DRAIN_MS = 12_000;

interface Task extends HeldAttempt {
  key: string;
  failures: number;
  /** When the last sign of life for it was sent. */
  sentAt: Moment;
  ending: AbortController;
  isLost: boolean;
  /** What is left of it is for an instance that has the newest policy file. */
  isForOthers: boolean;
}

interface Worker {
  handler: TaskHandler;
  isLooking: boolean;
  lookAgain: boolean;
}

/** Runs tasks beside other processes on one database. */
export interface BossEngine extends Engine {
  /** The process's turn; within a handler also the task's. */
  turn: Turn;
  /** Milliseconds since the epoch by the database's clock, which all processes share. */
  now(): number;
  /** As `send`, in a transaction of the caller's: with it or not at all. */
  sendWithin(db: TaskDb, kind: TaskKind, id: string, options?: { startAfter?: number }): Promise<void>;
  /** Lets go of the database. After it nothing may act any more. Harmless twice. */
  close(): Promise<void>;
}

export interface BossEngineOptions {
  connectionString: string;
  /** Where LISTEN works, past a pooler. Left out: the same. */
  directConnectionString?: string;
  /**
   * Whether other processes go by a newer policy file: then this one takes nothing, and hands over what it runs. Left out:
   * never.
   */
  isBehind?: () => Promise<boolean>;
  log: Log;
}

/**
 * Begins to live on a database that `migrateQueues` has prepared.
 *
 * @throws RollcallError CONFIG_INVALID when it has not; whatever `pg` throws when it cannot be reached
 */
export async function openBossEngine({
  connectionString,
  directConnectionString = connectionString,
  isBehind = async () => false,
  log,
}: BossEngineOptions): Promise<BossEngine> {
  const workers = new Map<TaskKind, Worker>();
  const held = new Map<string, Task>();
  const running = new Set<Promise<void>>();
  const wakes = createWakes();
  const closed = new AbortController();
  let isDraining = false;
  let lastBeat: Moment | undefined;
  /** The server's clock at the last beat, from which it is counted on by one that nobody sets. */
  let counted = { from: Date.now(), at: performance.now() };
  const now = (): number => counted.from + performance.now() - counted.at;

  const pool = openTaskPool(connectionString, log);
  const boss = new PgBoss({
    db: pool,
    migrate: false,
    schedule: false,
    registerInstance: false,
    reindex: false,
    monitorVacuum: false,
    // Whatever lost its heartbeat is found within a second, and begun within another. Less often, and what a process that
    // died leaves stands still for longer than 13 s.
    superviseIntervalSeconds: 1,
    monitorIntervalSeconds: 1,
    maintenanceIntervalSeconds: 60 * 60,
  });
  boss.on('error', (error) => log.warn({ err: error }, 'engine.queue_failed'));
  const queue = createTaskQueue(boss, pool);

  const { turn, runWith } = createCurrentTurn({
    mayAct: () => isFresh(lastBeat) && !closed.signal.aborted,
    signal: closed.signal,
  });

  /** The same row may be held again, by a later attempt. */
  function forget(task: Task): void {
    if (held.get(task.id) === task) held.delete(task.id);
  }

  function lose(task: Task): void {
    task.isLost = true;
    forget(task);
    log.warn({ kind: task.kind, id: task.key }, 'task.taken_over');
    task.ending.abort(describeLost(task.kind, task.key));
  }

  async function settle(task: Task, failure: { error: unknown } | undefined): Promise<void> {
    if (task.isLost) return;
    if (failure === undefined) return queue.complete(task);
    if (isDraining || task.isForOthers) return queue.handOver(task);
    const failures = task.failures + 1;
    log.warn({ kind: task.kind, id: task.key, failures, err: failure.error }, 'task.failed');
    await queue.putOff(task, failures, findPauseMs(failures));
  }

  async function run(task: Task, handler: TaskHandler): Promise<void> {
    const ofTask: Turn = {
      mayAct: () => !task.isLost && isFresh(task.sentAt),
      signal: task.ending.signal,
    };
    const failure = await runWith(ofTask, () => handler(task.key, ofTask)).then(
      () => undefined,
      (error: unknown) => ({ error }),
    );
    // One that is not settled is taken over when its heartbeat is over.
    await settle(task, failure).catch((error: unknown) =>
      log.error({ kind: task.kind, id: task.key, err: error }, 'task.not_settled'),
    );
    forget(task);
  }

  /** As many as there is room for. */
  async function take(kind: TaskKind, { handler }: Worker): Promise<void> {
    const busy = [...held.values()].filter((task) => task.kind === kind).length;
    const room = AT_ONCE[kind] - busy;
    if (room <= 0 || isDraining || standBy.isOn() || !isFresh(lastBeat)) return;
    const sentAt = readMoment();
    const fetched = await queue.fetch(kind, room);
    const mayBegin = fetched.length > 0 && (await standBy.mayBegin());
    for (const { id, retryCount, data } of fetched) {
      const ending = new AbortController();
      const task: Task = { id, kind, retryCount, sentAt, ending, isLost: false, isForOthers: false, ...data };
      // Its own earlier attempt, given up by pg-boss: no beat asks for that one any more, so none would end it.
      const earlier = held.get(id);
      if (earlier !== undefined) lose(earlier);
      held.set(id, task);
      if (isDraining || !mayBegin) {
        // One that is not handed over is taken over when its heartbeat is over, which nothing here keeps any more.
        await queue.handOver(task).finally(() => forget(task));
        continue;
      }
      const done = run(task, handler).finally(() => {
        running.delete(done);
        look(kind);
      });
      running.add(done);
    }
  }

  function look(kind: TaskKind): void {
    const worker = workers.get(kind);
    if (worker === undefined || isDraining) return;
    worker.lookAgain = true;
    if (worker.isLooking) return;
    worker.isLooking = true;
    void (async () => {
      while (worker.lookAgain) {
        worker.lookAgain = false;
        await take(kind, worker);
      }
    })()
      .catch((error: unknown) => log.warn({ kind, err: error }, 'engine.not_looked'))
      .finally(() => {
        worker.isLooking = false;
      });
  }

  function lookEverywhere(): void {
    for (const kind of workers.keys()) look(kind);
  }

  const standBy = createStandBy({
    isBehind,
    isBusy: () => held.size > 0,
    onBehind() {
      for (const task of held.values()) {
        task.isForOthers = true;
        task.ending.abort(describeBehind());
      }
    },
    onBack: lookEverywhere,
    log,
  });

  const onBeat: BeatOptions['onBeat'] = ({ sentAt, asked, kept, now: serverNow }) => {
    // Those that others have taken first: only then may the process act again.
    for (const { id, retryCount } of asked) {
      const task = held.get(id);
      if (task === undefined || task.retryCount !== retryCount) continue;
      if (kept.has(id)) task.sentAt = sentAt;
      else lose(task);
    }
    lastBeat = sentAt;
    counted = { from: serverNow, at: (sentAt.steady + performance.now()) / 2 };
  };

  const beat = createBeat({
    connectionString: directConnectionString,
    log,
    listHeld: () => [...held.values()],
    onBeat,
    onNotice(payload) {
      const [topic = '', id = ''] = payload.split(' ', 2);
      if (topic === 'sent') look(id as TaskKind);
      else wakes.tell(topic as Parameters<Engine['wake']>[0], id);
    },
    onConnected: lookEverywhere,
  });

  try {
    await startQueues(boss);
    await beat.begin();
  } catch (error) {
    await boss.stop({ graceful: false });
    await pool.close();
    throw error;
  }
  const looking = setInterval(() => {
    if (!isDraining) void standBy.look();
    lookEverywhere();
  }, LOOK_EVERY_MS);

  const delayOf = (startAfter: number | undefined): number =>
    startAfter === undefined ? 0 : Math.max(0, startAfter - now());

  return {
    turn,
    now,
    async send(kind, id, { startAfter } = {}) {
      await queue.send(pool, kind, id, delayOf(startAfter)).catch((error: unknown) => {
        throw describeUnsent(error);
      });
    },
    sendWithin: (db, kind, id, { startAfter } = {}) => queue.send(db, kind, id, delayOf(startAfter)),
    work(kind, handler) {
      workers.set(kind, { handler, isLooking: false, lookAgain: false });
      look(kind);
    },
    wake(topic, id) {
      queue
        .notify(pool, `${topic} ${id}`)
        .catch((error: unknown) => log.warn({ topic, id, err: error }, 'engine.not_told'));
    },
    onWake: wakes.listen,
    async drain() {
      isDraining = true;
      for (const { ending } of held.values()) ending.abort(describeEnd());
      let late: NodeJS.Timeout | undefined;
      await Promise.race([
        Promise.all(running),
        new Promise((resolve) => {
          late = setTimeout(resolve, DRAIN_MS);
        }),
      ]);
      clearTimeout(late);
      for (const task of [...held.values()]) {
        // First it may not act, then others may.
        task.isLost = true;
        forget(task);
        await queue
          .handOver(task)
          .catch((error: unknown) => log.error({ id: task.key, err: error }, 'task.not_handed_over'));
      }
    },
    async close() {
      if (closed.signal.aborted) return;
      isDraining = true;
      closed.abort(describeEnd());
      clearInterval(looking);
      await beat.end();
      await boss.stop({ graceful: false });
      await pool.close();
    },
  };
}

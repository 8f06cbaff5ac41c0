/**
 * A hold on what is worked on: this process's on all of it, or a task's on what the task is about. Whoever has an effect
 * outside asks first, right before it.
 */
export interface Turn {
  /**
   * Whether the hold is surely still ours. Synchronous, and true only within a bound after the last sign of life was
   * sent that is shorter than what another process waits before it takes over: a process that stood still hears no
   * before any of its timers ran.
   */
  mayAct(): boolean;
  /**
   * Aborts when the hold is lost. A task's does so too when its process ends: what is under way then is finished and
   * written down, nothing more is begun, and the handler throws the signal's reason, so that another takes the task up
   * at once.
   */
  readonly signal: AbortSignal;
}

/**
 * What has to happen later, also after a restart. `one` and `bulk` run a job, `undo` deletes again what one created.
 * `tell`: a message that did not arrive in its chat. `due`: something whose time has come, such as a mail that was put
 * off. `sweep`: looks through the records for what nobody runs. The id says what it is about; the rest is in the records.
 */
export const TASK_KINDS = ['one', 'bulk', 'undo', 'tell', 'due', 'sweep'] as const;
export type TaskKind = (typeof TASK_KINDS)[number];

/** Carries one task out. Throws for being tried again. */
export type TaskHandler = (id: string, turn: Turn) => Promise<void>;

/**
 * What other processes are told at once. `stop`: a job is to be stopped; `settled`: its run has ended; `seats`: free seats
 * of a customer have changed; `brake`: everything was paused, or goes on; `forgotten`: somebody of a customer was forgotten.
 */
export type WakeTopic = 'stop' | 'settled' | 'seats' | 'brake' | 'forgotten';

/** Runs what was sent, in this process or in another one; after a crash, in the next one. */
export interface Engine {
  /**
   * A record that causes a task is written before it is sent, and a process may die in between. For jobs that are
   * accepted, several instances send it in the same transaction. The rest is made good by looking at the records: an undo,
   * an approval, a plan, and what is unsaid by the sweep, within 5 minutes; a mail that was put off by whoever takes up
   * the task that put it off; and all of it at a start, where there is one process.
   *
   * Has the kind's handler run for this id, once, not before `startAfter` (milliseconds since the epoch; left out: now).
   * Durable on return. While one waits, a second is the same one, at the earlier of both times; while one runs, a
   * second waits until it has ended. It may run twice after a crash, so a handler looks at the records first.
   *
   * @throws RollcallError STORE_BROKEN
   */
  send(kind: TaskKind, id: string, options?: { startAfter?: number }): Promise<void>;
  /**
   * Begins to work on a kind. A handler that throws is tried again, with growing pauses, until it does not. Of one kind
   * and id no two run at a time; one whose turn was lost may still be ending while another process has begun.
   */
  work(kind: TaskKind, handler: TaskHandler): void;
  /** Tells every process, this one too, at once. It may be lost: whoever needs it looks at the records now and then. */
  wake(topic: WakeTopic, id: string): void;
  /** Calls `listener` with the id of each `wake` of a topic. Call what is answered to hear no more. */
  onWake(topic: WakeTopic, listener: (id: string) => void): () => void;
  /**
   * Begins nothing any more, and waits a while for what runs; what is cut off runs again elsewhere, or at the next
   * start.
   */
  drain(): Promise<void>;
}

/** Something the embedded engine is to run later; see {@link Engine}. */
export interface TaskRecord {
  /** One that this version does not know is left alone. */
  kind: string;
  id: string;
  startAfter: number;
  sentAt: number;
}

/** This process's hold on what it works on. Whoever has an effect outside asks first, right before it. */
export interface Turn {
  /**
   * Whether the hold is surely still ours. Synchronous, and true only within a bound after the last sign of life was
   * sent that is shorter than what another process waits before it takes over: a process that stood still hears no
   * before any of its timers ran.
   */
  mayAct(): boolean;
  /** Aborts when the hold is lost. */
  signal: AbortSignal;
}

/**
 * What has to happen later, also after a restart. `tell`: a message that did not arrive in its chat. `due`: something
 * whose time has come, such as a mail that was put off. The id says what it is about; the rest is in the records.
 */
export type TaskKind = 'tell' | 'due';

/** Runs what was sent, in this process or, after a crash, in the next one. */
export interface Engine {
  /**
   * Has the kind's handler run for this id, once, not before `startAfter` (milliseconds since the epoch; left out: now).
   * Durable on return. While one waits, a second is the same one, at the earlier of both times; while one runs, a
   * second waits until it has ended. It may run twice after a crash, so a handler looks at the records first.
   *
   * @throws RollcallError STORE_BROKEN
   */
  send(kind: TaskKind, id: string, options?: { startAfter?: number }): Promise<void>;
  /** Begins to work on a kind. A handler that throws is tried again, with growing pauses, until it does not. */
  work(kind: TaskKind, handler: (id: string) => Promise<void>): void;
  /** Begins nothing any more, and waits a while for what runs; what is cut off runs again at the next start. */
  drain(): Promise<void>;
}

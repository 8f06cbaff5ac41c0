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

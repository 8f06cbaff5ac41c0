import type { Log } from './ports/surroundings.ts';

export interface ServiceEvents {
  /** Rows changed. At most a few times a second. */
  progress: (jobId: string) => void;
  /** Done or stopped, with deliveries made. Settled messages are stored before this fires. */
  finished: (jobId: string) => void;
  /** First passwords were revealed, or may be again: messages about the job are drawn anew. */
  revealed: (jobId: string) => void;
  /** Something that was left for a person is done: messages about the job are drawn anew. */
  tickedOff: (jobId: string) => void;
  /** A one-time link was opened or tried in vain. The message about it is stored before this fires. */
  linkUsed: (jobId: string) => void;
  /** Taken up again at start. */
  resumed: (jobId: string) => void;
  /** A request for approval was made or has changed. What its copies show is stored before this fires. */
  request: (requestId: string) => void;
  /** These were looked through for what an instance that died left behind: messages may be among it. */
  swept: (what: string) => void;
  /** Something became of a file for several customers: its message is drawn anew. */
  wave: (waveId: string) => void;
  /** Somebody of this customer was forgotten: what a room keeps in memory may name them. */
  forgotten: (customer: string) => void;
}

export type Emit = (event: keyof ServiceEvents, jobId: string) => void;

/** Tells listeners what happens to jobs. A listener that throws is logged and harms nobody else. */
export interface Events {
  on<E extends keyof ServiceEvents>(event: E, listener: ServiceEvents[E]): void;
  emit: Emit;
}

export function createEvents(log: Log): Events {
  const listeners = new Map<keyof ServiceEvents, ((jobId: string) => void)[]>();
  return {
    on(event, listener) {
      listeners.set(event, [...(listeners.get(event) ?? []), listener]);
    },
    emit(event, jobId) {
      for (const listener of listeners.get(event) ?? []) {
        try {
          listener(jobId);
        } catch (error) {
          log.error({ event, jobId, err: error }, 'event.listener_failed');
        }
      }
    },
  };
}

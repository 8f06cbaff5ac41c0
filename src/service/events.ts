import type { Log } from './ports/surroundings.ts';
import type { ServiceEvents } from './provisioning.ts';

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

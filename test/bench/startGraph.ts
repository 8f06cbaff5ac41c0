import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { GraphSwitches } from '../../src/sandbox/graph/switches.ts';

/** How the loopback Graph behaves. */
export interface GraphSettings {
  /** Milliseconds of its own clock, for each HTTP request. */
  latencyMs: number;
  quota: GraphSwitches['quota'];
  /** How many times as fast as the real clock its own runs. */
  speed: number;
  /** When it began to run so fast. Left out: at its start. Milliseconds since the epoch. */
  startedAt?: number;
  /** How many people are there who can leave. Left out: nobody. */
  leavers?: number;
}

/** Writes as Graph counts them: the items of a batch, and a POST alone. */
export interface GraphTally {
  requests: number;
  throttled: number;
  /** Refused with 400 or 409. */
  conflicts: number;
}

/** A loopback Graph in its own process. */
export interface GraphProcess {
  /** Without the version. */
  url: string;
  tally(): Promise<GraphTally & { users: number; licensed: number; left: number }>;
  stop(): Promise<void>;
}

async function nextMessage<T>(child: ChildProcess): Promise<T> {
  const listening = new AbortController();
  const { signal } = listening;
  const gone = once(child, 'exit', { signal }).then(() => {
    throw new Error('The loopback Graph ended.');
  });
  // The end of its listening is no news.
  gone.catch(() => undefined);
  try {
    const [message] = await Promise.race([once(child, 'message', { signal }), gone]);
    return message as T;
  } finally {
    listening.abort();
  }
}

/** Starts an empty tenant whose licenses do not run out. */
export async function startGraph(settings: GraphSettings): Promise<GraphProcess> {
  const script = fileURLToPath(new URL('graphProcess.js', import.meta.url));
  const child = fork(script, [JSON.stringify(settings)], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const { port } = await nextMessage<{ port: number }>(child);
  return {
    url: `http://127.0.0.1:${port}/graph`,
    tally() {
      child.send('tally');
      return nextMessage(child);
    },
    async stop() {
      const gone = once(child, 'exit');
      child.disconnect();
      await gone;
    },
  };
}

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { JobSettings } from './jobProcess.ts';

/** The compiled process; the drill itself may run from source, in tests. */
const PROCESS = fileURLToPath(
  new URL(
    import.meta.url.endsWith('.ts') ? '../../dist-test/test/drills/jobProcess.js' : 'jobProcess.js',
    import.meta.url,
  ),
);
/** A process takes a few seconds here; one that hangs is a failure, found late on a busy machine. */
const PROCESS_MS = 120_000;

/** A process that carries a job out. */
export interface JobProcess {
  kill: ChildProcess['kill'];
  /** The exit code, `null` after a kill, and what it wrote to stderr. */
  ended: Promise<{ code: number | null; said: string }>;
}

/** Starts a process with a job, or with the rest of one. */
export function startJobProcess(settings: JobSettings): JobProcess {
  const child = spawn(process.execPath, [PROCESS, JSON.stringify(settings)], {
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: PROCESS_MS,
  });
  return {
    kill: child.kill.bind(child),
    ended: Promise.all([once(child, 'exit'), text(child.stderr)]).then(([[code], said]) => ({ code, said })),
  };
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

/** A process takes seconds here; one that hangs is a failure, found late on a busy machine. */
const PROCESS_MS = 120_000;

/** How a process of a drill came to its end. */
export interface Ended {
  signal: NodeJS.Signals | null;
  code: number | null;
  /** The names of the points it came to. */
  points: string[];
  said: string;
}

/**
 * Runs a compiled process of this folder with its settings, until it ends or dies; the drill itself may run from source,
 * in tests.
 */
export async function runProcess(name: string, settings: unknown): Promise<Ended> {
  const script = import.meta.url.endsWith('.ts') ? `../../dist-test/test/drills/${name}.js` : `${name}.js`;
  const path = fileURLToPath(new URL(script, import.meta.url));
  const child = spawn(process.execPath, [path, JSON.stringify(settings)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const timer = setTimeout(() => child.kill('SIGTERM'), PROCESS_MS);
  const [out, said, [code, signal]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>,
  ]);
  clearTimeout(timer);
  return { signal, code, points: out.split('\n').slice(0, -1), said };
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { StoreKind } from '../../../src/service/ports/carried.ts';

const script = fileURLToPath(new URL('../../../dist/operate/move/move.js', import.meta.url));
/** Beside the drills, which are compiled to a folder of their own. */
const compiled = fileURLToPath(new URL('../../../src/operate/move/move.js', import.meta.url));

/** How `npm run move` ended. */
export interface MoveRun {
  /** Null: it was killed. */
  code: number | null;
  said: string;
}

/**
 * `npm run move`, as an operator runs it.
 *
 * @param kill it is killed as soon as it has printed so many lines, or after so many milliseconds
 */
export async function runMove(
  to: StoreKind | undefined,
  env: Readonly<Record<string, string | undefined>>,
  kill: { line?: number; afterMs?: number } = {},
): Promise<MoveRun> {
  const words = to === undefined ? [] : ['--to', to];
  const path = import.meta.url.endsWith('.ts') ? script : compiled;
  const child = spawn(process.execPath, [path, ...words], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  const hear = (piece: Buffer): void => {
    said += String(piece);
    if (said.split('\n').length > (kill.line ?? Number.POSITIVE_INFINITY)) child.kill('SIGKILL');
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  const timer =
    kill.afterMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), kill.afterMs);
  const [code] = await once(child, 'close');
  clearTimeout(timer);
  return { code: code as number | null, said };
}

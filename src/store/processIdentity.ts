import { readFile, readlink } from 'node:fs/promises';
import { hostname } from 'node:os';

/** Who holds a data folder. Everything that tells a living process from one whose pid was given away since. */
export interface ProcessIdentity {
  pid: number;
  host: string;
  /** Linux: changes with every boot. Empty elsewhere. */
  boot: string;
  /** Linux: the same pid in another container is another process. Empty elsewhere. */
  pidNamespace: string;
  /** Linux: when the process started, in clock ticks since boot. Empty elsewhere. */
  started: string;
}

/**
 * proc(5): field 22 of stat, counted after the command, which may hold spaces and brackets itself. Empty for a zombie without
 * another thread: it has ended, and stays for as long as its parent does not ask how (in a container perhaps for good).
 */
async function readStarted(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, threads] = [fields[0] ?? '', Number(fields[17])];
  return /[ZX]/.test(state) && threads <= 1 ? '' : (fields[19] ?? '');
}

/** This process. */
export async function identifyProcess(): Promise<ProcessIdentity> {
  const [boot, pidNamespace, started] = await Promise.all([
    readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => ''),
    readlink('/proc/self/ns/pid').catch(() => ''),
    readStarted(process.pid),
  ]);
  return { pid: process.pid, host: hostname(), boot: boot.trim(), pidNamespace, started };
}

function hasPid(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives and belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/**
 * Whether the process still lives. `unknown` when this process cannot see it: another host or container, or one
 * from before the last boot (which on a shared disk looks the same).
 */
export async function isAlive(
  holder: ProcessIdentity,
  us: ProcessIdentity,
): Promise<'alive' | 'gone' | 'unknown'> {
  const visible = (['host', 'boot', 'pidNamespace'] as const).every((part) => holder[part] === us[part]);
  if (!visible) return 'unknown';
  if (!hasPid(holder.pid)) return 'gone';
  return (await readStarted(holder.pid)) === holder.started ? 'alive' : 'gone';
}

import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { makePeople } from '../composition/tenant.ts';
import { checkNaive, checkService, type Findings, NOTHING_FOUND } from './checkTenant.ts';
import type { Drill, DrillOptions } from './drill.ts';
import type { KillSettings } from './killProcess.ts';
import { type LoopbackTenant, startLoopbackTenant } from './loopbackTenant.ts';
import type { DeathPoint } from './points.ts';

/** Three batches of creates and of licenses. */
const ROWS = 60;
const SHORT_ROWS = 25;
/** Kills that the short form has time for, spread over all points. */
const SHORT_KILLS = 16;
/** Processes at once: one for each of two cores. */
const AT_ONCE = 2;
/** A process takes less than a second here; one that hangs is a failure, found late on a busy machine. */
const PROCESS_MS = 60_000;
const HOUR_MS = 3_600_000;

/** The compiled process; the drill itself may run from source, in tests. */
const PROCESS = fileURLToPath(
  new URL(
    import.meta.url.endsWith('.ts') ? '../../dist-test/test/drills/killProcess.js' : 'killProcess.js',
    import.meta.url,
  ),
);

interface Ended {
  signal: NodeJS.Signals | null;
  code: number | null;
  /** The names of the points it came to. */
  points: string[];
  said: string;
}

async function runProcess(settings: KillSettings): Promise<Ended> {
  const child = spawn(process.execPath, [PROCESS, JSON.stringify(settings)], {
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

interface Trial {
  findings: Findings;
  points: string[];
  /** The process died where it was told to, at the same thing as in the dry run. */
  reached: boolean;
}

/** One job in a tenant of its own: with a death on the way, and a second process that finds what it left. */
async function tryOnce(
  rows: number,
  naive: boolean,
  death?: DeathPoint & { name: string | undefined },
): Promise<Trial> {
  const tenant: LoopbackTenant = await startLoopbackTenant();
  try {
    const masterKey = randomBytes(32);
    const settings: KillSettings = {
      naive,
      rows,
      folder: tenant.dataFolder,
      graphUrl: tenant.graphUrl,
      smtpUrl: tenant.mail.url,
      masterKey: masterKey.toString('base64'),
      startedAt: Date.now(),
    };
    let reached = true;
    if (death !== undefined) {
      const { signal, points } = await runProcess({ ...settings, death });
      reached = signal === 'SIGKILL' && points.length === death.nth && points.at(-1) === death.name;
    }
    const { code, points, said } = await runProcess({ ...settings, startedAt: Date.now() + HOUR_MS });
    const where = death === undefined ? 'without a death' : `dead ${death.when} ${death.name} (${death.nth})`;
    if (code !== 0) throw new Error(`The process did not come to its end, ${where}:\n${said}`);
    const names = makePeople(rows).map(({ userPrincipalName }) => userPrincipalName);
    const findings = naive
      ? await checkNaive(tenant, names)
      : await checkService(tenant, { names, recipients: ['it@contoso.com'], masterKey });
    for (const finding of findings.said) console.error(`${where}: ${finding}`);
    return { findings, points, reached };
  } finally {
    await tenant.stop();
  }
}

/** Both sides of every point; a part of them, evenly spread, for the short form. */
function planDeaths(names: readonly string[], short: boolean): (DeathPoint & { name: string | undefined })[] {
  const all = names.flatMap((name, index) =>
    (['before', 'after'] as const).map((when) => ({ nth: index + 1, when, name })),
  );
  if (!short || all.length <= SHORT_KILLS) return all;
  // An odd step meets both sides.
  const step = Math.ceil(all.length / SHORT_KILLS) | 1;
  return all.filter((_, index) => index % step === 0);
}

async function killEverywhere({ short }: DrillOptions, naive: boolean): ReturnType<Drill> {
  const rows = short ? SHORT_ROWS : ROWS;
  const dry = await tryOnce(rows, naive);
  const deaths = planDeaths(dry.points, short);
  const total = { ...NOTHING_FOUND, ...dry.findings };
  let kills = 0;
  let notReached = 0;
  let next = 0;
  async function work(): Promise<void> {
    for (let death = deaths[next++]; death !== undefined; death = deaths[next++]) {
      const { findings, reached } = await tryOnce(rows, naive, death);
      if (reached) kills += 1;
      else {
        notReached += 1;
        console.error(`not reached: ${death.when} ${death.name} (${death.nth})`);
      }
      total.lost += findings.lost;
      total.duplicated += findings.duplicated;
      total.passwordsLost += findings.passwordsLost;
      total.mailsAgain += findings.mailsAgain;
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  const { lost, duplicated, passwordsLost, mailsAgain } = total;
  const line = { rows, points: dry.points.length, kills, notReached, lost, duplicated, passwordsLost };
  return [{ drill: 'kill', ...(naive ? { runner: 'naive' } : { mailsAgain }), ...line }];
}

/**
 * Kills a process at each of its points (every change to the disk, every call of Graph and of the mail server), before
 * and after, and lets another one finish. Everybody must exist once, with the sealed password, the license and one
 * result.
 */
export const drillKill: Drill = (options) => killEverywhere(options, false);

/** The same with a runner that creates first and records after; it loses passwords, and the drill must see it. */
export const drillKillNaive: Drill = (options) => killEverywhere(options, true);

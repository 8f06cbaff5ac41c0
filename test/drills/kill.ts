import { randomBytes } from 'node:crypto';
import { makePeople } from '../composition/tenant.ts';
import { seedActs } from './actsScene.ts';
import { checkActs, findUnblocked } from './checkActs.ts';
import { checkNaive, checkService, type Findings, NOTHING_FOUND } from './checkTenant.ts';
import type { Drill, DrillOptions } from './drill.ts';
import type { KillSettings } from './killProcess.ts';
import { type LoopbackTenant, startLoopbackTenant } from './loopbackTenant.ts';
import { type PlannedDeath, SEED, sampleDeaths, spreadDeaths } from './planDeaths.ts';
import { runProcess } from './runProcess.ts';

/** Three batches of creates and of licenses. */
const ROWS = 60;
const SHORT_ROWS = 25;
/** Kills that the short form has time for, spread over all points. */
const SHORT_KILLS = { create: 16, naive: 16, acts: 6 } as const;
/** Processes at once: one for each of two cores. */
const AT_ONCE = 2;
const HOUR_MS = 3_600_000;

interface Trial {
  /** `untrue`: what the records say and what did not happen, or not in that order. */
  findings: Findings & { untrue: number };
  points: string[];
  /** The process died where it was told to, at the same thing as in the dry run. */
  reached: boolean;
}

/** What the tenant and the records say once all is done. */
async function check(
  { work, rows }: Pick<KillSettings, 'work' | 'rows'>,
  tenant: LoopbackTenant,
  masterKey: Buffer,
): Promise<Trial['findings']> {
  if (work === 'acts') {
    const { lost, duplicated, untrue } = await checkActs(tenant, masterKey);
    return {
      ...NOTHING_FOUND,
      lost: lost.length,
      duplicated: duplicated.length,
      untrue: untrue.length,
      said: [...lost, ...duplicated, ...untrue],
    };
  }
  const names = makePeople(rows).map(({ userPrincipalName }) => userPrincipalName);
  const findings = await (work === 'naive'
    ? checkNaive(tenant, names)
    : checkService(tenant, { names, recipients: ['it@contoso.com'], masterKey }));
  return { ...findings, untrue: 0 };
}

/** The work in a tenant of its own: with a death on the way, and a second process that finds what it left. */
async function tryOnce(work: KillSettings['work'], rows: number, death?: PlannedDeath): Promise<Trial> {
  const unblocked = new Set<string>();
  const tenant: LoopbackTenant = await startLoopbackTenant({
    onAnswer: (graph) => {
      for (const finding of findUnblocked(graph)) unblocked.add(finding);
    },
  });
  try {
    if (work === 'acts') seedActs(tenant.graph);
    const masterKey = randomBytes(32);
    const settings: KillSettings = {
      work,
      rows,
      folder: tenant.dataFolder,
      graphUrl: tenant.graphUrl,
      smtpUrl: tenant.mail.url,
      masterKey: masterKey.toString('base64'),
      startedAt: Date.now(),
    };
    let reached = true;
    if (death !== undefined) {
      const { signal, points } = await runProcess('killProcess', { ...settings, death });
      reached = signal === 'SIGKILL' && points.length === death.nth && points.at(-1) === death.name;
    }
    const { code, points, said } = await runProcess('killProcess', {
      ...settings,
      startedAt: Date.now() + HOUR_MS,
    });
    const where = death === undefined ? 'without a death' : `dead ${death.when} ${death.name} (${death.nth})`;
    if (code !== 0) throw new Error(`The process did not come to its end, ${where}:\n${said}`);
    const { said: found, ...counts } = await check(settings, tenant, masterKey);
    const findings = {
      ...counts,
      untrue: counts.untrue + unblocked.size,
      said: [...found, ...unblocked],
    };
    for (const finding of findings.said) console.error(`${where}: ${finding}`);
    return { findings, points, reached };
  } finally {
    await tenant.stop();
  }
}

async function killEverywhere({ short }: DrillOptions, work: KillSettings['work']): ReturnType<Drill> {
  const rows = short ? SHORT_ROWS : ROWS;
  const dry = await tryOnce(work, rows);
  const deaths = short ? spreadDeaths(dry.points, SHORT_KILLS[work]) : sampleDeaths(dry.points);
  const total = { ...dry.findings };
  let kills = 0;
  let notReached = 0;
  let next = 0;
  async function keepKilling(): Promise<void> {
    for (let death = deaths[next++]; death !== undefined; death = deaths[next++]) {
      const { findings, reached } = await tryOnce(work, rows, death);
      if (reached) kills += 1;
      else {
        notReached += 1;
        console.error(`not reached: ${death.when} ${death.name} (${death.nth})`);
      }
      total.lost += findings.lost;
      total.duplicated += findings.duplicated;
      total.passwordsLost += findings.passwordsLost;
      total.mailsAgain += findings.mailsAgain;
      total.untrue += findings.untrue;
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, keepKilling));
  const { lost, duplicated, passwordsLost, mailsAgain, untrue } = total;
  const line = {
    points: dry.points.length,
    kills,
    leftOut: dry.points.length * 2 - deaths.length,
    ...(short ? {} : { seed: SEED }),
    notReached,
    lost,
    duplicated,
    passwordsLost,
  };
  if (work === 'acts') return [{ drill: 'kill', work, ...line, untrue }];
  return [{ drill: 'kill', ...(work === 'naive' ? { runner: 'naive' } : { mailsAgain }), rows, ...line }];
}

/**
 * Kills a process before and after its points (changes to the disk, calls of Graph and of the mail server), at as many of
 * them as `sampleDeaths` says, and lets another one finish. Everybody must exist once, with the sealed password, the
 * license and one result.
 */
export const drillKill: Drill = (options) => killEverywhere(options, 'create');

/**
 * The same while somebody leaves, is changed, is put back and is restored. Each act must be done and told once, nobody
 * may get a new password before they are blocked, and how they were must be kept as it was before the first act.
 */
export const drillKillActs: Drill = (options) => killEverywhere(options, 'acts');

/** The same with a runner that creates first and records after; it loses passwords, and the drill must see it. */
export const drillKillNaive: Drill = (options) => killEverywhere(options, 'naive');

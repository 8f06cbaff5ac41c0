import { randomBytes } from 'node:crypto';
import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { RollcallError } from '../../src/domain/errors.ts';
import { openLowdbStore } from '../../src/store/openLowdbStore.ts';
import { createScaledClock } from '../bench/scaledClock.ts';
import { makePeople } from '../composition/tenant.ts';
import { createFaultyFs, noSpace } from '../store/faultyFs.ts';
import { checkService, type Findings } from './checkTenant.ts';
import type { Drill } from './drill.ts';
import { silentLog, startJobInProcess } from './jobInProcess.ts';
import { type LoopbackTenant, startLoopbackTenant } from './loopbackTenant.ts';
import { startJobProcess } from './startJobProcess.ts';

const SHAPES = { long: { rows: 600, fills: 12 }, short: { rows: 120, fills: 3 } } as const;
/** Tries of the store at a disk that refuses come soon. */
const SPEED = 20;
/** Of a second instance. */
const SECOND_TRIES = 2;
const SECOND_LATENCY_MS = 3_000;
const RECIPIENTS = ['it@contoso.com'];
/** A results document is written while batches are under way. Milliseconds of scaled time. */
const FLUSH_MS = 200;

/** A busy machine. */
const PATIENCE_MS = 60_000;

async function waitUntil(isSo: () => boolean): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!isSo()) {
    if (Date.now() > deadline) throw new Error('The job does not go on.');
    await delay(5);
  }
}

function namesOf(rows: number): string[] {
  return makePeople(rows).map(({ userPrincipalName }) => userPrincipalName);
}

interface Found extends Pick<Findings, 'lost' | 'duplicated' | 'passwordsLost'> {
  said: string[];
  /** Faults that really met something. */
  met: number;
}

/** The disk is full again and again during a job; every write stops halfway, as a torn one does. */
async function playFull(rows: number, fills: number): Promise<Found> {
  const tenant = await startLoopbackTenant();
  const fs = createFaultyFs();
  const clock = createScaledClock(SPEED);
  try {
    tenant.graph.switches.latencyMs = 60;
    const job = await startJobInProcess(tenant, {
      rows,
      recipients: RECIPIENTS,
      clock,
      fs,
      flushMs: FLUSH_MS,
    });
    let met = 0;
    let isOver = false;
    async function fillAgainAndAgain(): Promise<void> {
      for (let fill = 0; fill < fills && !isOver; fill += 1) {
        await delay(15);
        let refused = 0;
        fs.before = ({ name, path }) => {
          if (name !== 'write' || !/rows-/.test(path)) return;
          refused += 1;
          throw noSpace();
        };
        await delay(25);
        fs.before = undefined;
        if (refused > 0) met += 1;
      }
    }
    // Accepted while there is room: a refusal of that is told to whoever pressed the button.
    await job.begin();
    const [finished] = await Promise.all([
      job.finish().finally(() => {
        isOver = true;
      }),
      fillAgainAndAgain(),
    ]);
    fs.before = undefined;
    await job.stop();
    const findings = await checkService(tenant, {
      names: namesOf(rows),
      recipients: RECIPIENTS,
      masterKey: job.masterKey,
    });
    if (!finished) findings.said.push('the job did not end');
    return { ...findings, lost: findings.lost + (finished ? 0 : 1), met };
  } finally {
    await tenant.stop();
  }
}

const DAMAGES: readonly { name: string; damage(whole: Buffer): Buffer }[] = [
  { name: 'empty', damage: () => Buffer.alloc(0) },
  { name: 'null', damage: () => Buffer.from('null') },
  { name: 'half', damage: (whole) => whole.subarray(0, whole.length >> 1) },
  { name: 'zeros', damage: (whole) => Buffer.alloc(whole.length) },
];

async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !/\.bak$|^lock|key/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

/** Restores the version before, as the refusal tells the operator to. */
async function followAdvice(file: string): Promise<boolean> {
  try {
    await writeFile(file, await readFile(`${file}.bak`));
    return true;
  } catch {
    return false;
  }
}

async function opens(folder: string): Promise<RollcallError | undefined> {
  const clock = createScaledClock(SPEED);
  try {
    const store = await openLowdbStore({ folder, clock, log: silentLog });
    try {
      for (const job of await store.listJobs({ limit: 10 })) await store.loadRows(job.id);
    } finally {
      await store.close();
    }
    return undefined;
  } catch (error) {
    if (error instanceof RollcallError && error.code === 'STORE_BROKEN') return error;
    throw error;
  }
}

/**
 * Each file of a job that is half done is damaged in each way, and the service started again. It must refuse and name
 * the file, or go on; with the file restored as the refusal says, everybody must be there in the end.
 */
async function playDamage(rows: number): Promise<Found> {
  const found: Found = { lost: 0, duplicated: 0, passwordsLost: 0, said: [], met: 0 };
  const tenant: LoopbackTenant = await startLoopbackTenant();
  const masterKey = randomBytes(32);
  const clock = createScaledClock(SPEED);
  const whole = `${tenant.dataFolder}.whole`;
  try {
    tenant.graph.switches.latencyMs = 20;
    const first = await startJobInProcess(tenant, {
      rows,
      recipients: RECIPIENTS,
      clock,
      masterKey,
      flushMs: FLUSH_MS,
    });
    await first.begin();
    await waitUntil(() => tenant.graph.state.users.size >= rows / 2);
    await first.stop();
    await cp(tenant.dataFolder, whole, { recursive: true });
    for (const file of await listFiles(tenant.dataFolder)) {
      for (const { name, damage } of DAMAGES) {
        const bytes = await readFile(file);
        if (bytes.length === 0) continue;
        await writeFile(file, damage(bytes));
        found.met += 1;
        const refusal = await opens(tenant.dataFolder);
        const short = file.slice(tenant.dataFolder.length + 1);
        if (refusal !== undefined && !refusal.message.includes(short)) {
          found.lost += 1;
          found.said.push(`${short} ${name}: the refusal does not name it: ${refusal.message}`);
        }
        if (refusal !== undefined && (await followAdvice(file))) {
          const again = await opens(tenant.dataFolder);
          if (again !== undefined) {
            found.lost += 1;
            found.said.push(`${short} ${name}: the advice does not help: ${again.message}`);
          }
        }
        const jobs = await countJobs(tenant.dataFolder).catch(() => 1);
        if (jobs !== 1) {
          found.lost += 1;
          found.said.push(`${short} ${name}: ${jobs} jobs without a word`);
        }
        await rm(tenant.dataFolder, { recursive: true });
        await cp(whole, tenant.dataFolder, { recursive: true });
      }
    }
    const rowFiles = (await listFiles(tenant.dataFolder)).filter((file) => /rows-/.test(file));
    // The version before the last write knows less: what it lacks is looked up and adopted.
    for (const file of rowFiles) await followAdvice(file);
    const last = await startJobInProcess(tenant, { rows, recipients: RECIPIENTS, clock, masterKey });
    const finished = await last.finish();
    await last.stop();
    const findings = await checkService(tenant, { names: namesOf(rows), recipients: RECIPIENTS, masterKey });
    if (!finished) findings.said.push('the job did not end');
    found.lost += findings.lost + (finished ? 0 : 1);
    found.duplicated += findings.duplicated;
    found.passwordsLost += findings.passwordsLost;
    found.said.push(...findings.said);
    return found;
  } finally {
    await rm(whole, { recursive: true, force: true });
    await tenant.stop();
  }
}

async function countJobs(folder: string): Promise<number> {
  const store = await openLowdbStore({ folder, clock: createScaledClock(SPEED), log: silentLog });
  try {
    return (await store.listJobs({ limit: 10 })).length;
  } finally {
    await store.close();
  }
}

/** A second process on the same folder is refused with what to do, and the first one's job goes on. */
async function playSecondInstance(rows: number): Promise<Found> {
  const tenant = await startLoopbackTenant();
  const masterKey = randomBytes(32);
  const said: string[] = [];
  let met = 0;
  try {
    // Longer than two starts, so that the job is under way meanwhile.
    tenant.graph.switches.latencyMs = SECOND_LATENCY_MS;
    const settings = {
      graphUrl: tenant.graphUrl,
      smtpUrl: tenant.mail.url,
      dataFolder: tenant.dataFolder,
      masterKey: masterKey.toString('base64'),
      rows,
      recipients: RECIPIENTS,
      speed: SPEED,
    };
    const first = startJobProcess(settings);
    await waitUntil(() => tenant.graph.requests.length > 0);
    for (let tries = 0; tries < SECOND_TRIES; tries += 1) {
      const second = await startJobProcess(settings).ended;
      const isRefused = second.code === 1 && /another/i.test(second.said);
      if (isRefused) met += 1;
      else said.push(`the second instance ended with ${second.code} and said: ${second.said}`);
    }
    tenant.graph.switches.latencyMs = 0;
    const { code, said: lastWords } = await first.ended;
    if (code !== 0) said.push(`the first instance ended with ${code} and said: ${lastWords}`);
    const findings = await checkService(tenant, { names: namesOf(rows), recipients: RECIPIENTS, masterKey });
    return { ...findings, lost: findings.lost + said.length, said: [...said, ...findings.said], met };
  } finally {
    await tenant.stop();
  }
}

/**
 * A disk that is full and tears writes, files that are empty, `null`, cut off or zeros, and a second instance on the
 * same data folder.
 */
export const drillDisk: Drill = async ({ short }) => {
  const { rows, fills } = short ? SHAPES.short : SHAPES.long;
  const scenes = {
    full: () => playFull(rows, fills),
    damaged: () => playDamage(Math.min(rows, 300)),
    second: () => playSecondInstance(Math.min(rows, 120)),
  };
  const line = {
    drill: 'disk',
    rows,
    full: 0,
    damaged: 0,
    second: 0,
    notReached: 0,
    lost: 0,
    duplicated: 0,
    passwordsLost: 0,
  };
  for (const [name, play] of Object.entries(scenes) as [keyof typeof scenes, () => Promise<Found>][]) {
    const { met, lost, duplicated, passwordsLost, said } = await play();
    for (const sentence of said) console.error(`disk ${name}: ${sentence}`);
    line[name] = met;
    line.notReached += met === 0 ? 1 : 0;
    line.lost += lost;
    line.duplicated += duplicated;
    line.passwordsLost += passwordsLost;
  }
  return [line];
};

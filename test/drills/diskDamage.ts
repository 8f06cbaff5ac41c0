import { randomBytes } from 'node:crypto';
import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RollcallError } from '../../src/domain/errors.ts';
import { openLowdbStore } from '../../src/store/openLowdbStore.ts';
import { createScaledClock } from '../bench/scaledClock.ts';
import { masterKeysOf } from '../composition/composeService.ts';
import { removeFolder } from '../composition/removeFolder.ts';
import { checkService } from './checkTenant.ts';
import { type DiskFound, FLUSH_MS, namesOf, RECIPIENTS, SPEED, waitUntil } from './diskScene.ts';
import { silentLog, startJobInProcess } from './jobInProcess.ts';
import { type LoopbackTenant, startLoopbackTenant } from './loopbackTenant.ts';

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

async function opens(folder: string, masterKey: Buffer): Promise<RollcallError | undefined> {
  const clock = createScaledClock(SPEED);
  try {
    const store = await openLowdbStore({
      folder,
      masterKeys: masterKeysOf(masterKey),
      clock,
      log: silentLog,
    });
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
export async function playDamage(rows: number): Promise<DiskFound> {
  const found: DiskFound = { lost: 0, duplicated: 0, passwordsLost: 0, said: [], met: 0 };
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
        const refusal = await opens(tenant.dataFolder, masterKey);
        const short = file.slice(tenant.dataFolder.length + 1);
        if (refusal !== undefined && !refusal.message.includes(short)) {
          found.lost += 1;
          found.said.push(`${short} ${name}: the refusal does not name it: ${refusal.message}`);
        }
        if (refusal !== undefined && (await followAdvice(file))) {
          const again = await opens(tenant.dataFolder, masterKey);
          if (again !== undefined) {
            found.lost += 1;
            found.said.push(`${short} ${name}: the advice does not help: ${again.message}`);
          }
        }
        const jobs = await countJobs(tenant.dataFolder, masterKey).catch(() => 1);
        if (jobs !== 1) {
          found.lost += 1;
          found.said.push(`${short} ${name}: ${jobs} jobs without a word`);
        }
        await removeFolder(tenant.dataFolder);
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
    await removeFolder(whole);
    await tenant.stop();
  }
}

async function countJobs(folder: string, masterKey: Buffer): Promise<number> {
  const store = await openLowdbStore({
    folder,
    masterKeys: masterKeysOf(masterKey),
    clock: createScaledClock(SPEED),
    log: silentLog,
  });
  try {
    return (await store.listJobs({ limit: 10 })).length;
  } finally {
    await store.close();
  }
}

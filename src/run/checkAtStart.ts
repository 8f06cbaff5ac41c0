import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { showStartFindings } from '../flows/operating/startNews.ts';
import type { CheckName, Finding } from '../operate/doctor/finding.ts';
import type { Store } from '../service/ports/store.ts';
import type { Clock, Log } from '../service/ports/surroundings.ts';
import type { TellOnce } from './telling/tellOnce.ts';

/** Those that ask the services. What is in the settings and the policy was read to start, and the audit when it was opened. */
const QUIET: readonly CheckName[] = ['store', 'slack', 'teams', 'graph', 'people', 'mail', 'address'];
/**
 * Our own number, four times what one call may take: nobody waits for it. Shorter gives up on a slow service, and says
 * nothing; longer holds connections of a service that will not answer any more.
 */
const WITHIN_MS = 60_000;
/**
 * How much later it is looked at anew what no admin could be told: what went right meanwhile is no news any more. Our own
 * number: each look is a call or two to every service. Shorter asks them in vain while a chat is away, longer keeps admins
 * waiting for what is still wrong.
 */
const AGAIN_MS = 5 * 60_000;
const NOTE = 'start.wrong';

interface Options {
  env: NodeJS.ProcessEnv;
  /** Absolute; chats are told its variable in its place. */
  dataDir: string;
  store: Pick<Store, 'saveNote' | 'loadNote'>;
  tellOnce: TellOnce;
  clock: Clock;
  log: Log;
  /** Aborts when Rollcall stops. */
  stopping: AbortSignal;
}

/** The same fault has the same words, but for what is counted in them. */
function keyOf({ check, said }: Finding): string {
  return createHash('sha256')
    .update(`${check} ${said.replace(/\b\d+\b/g, '#')}`)
    .digest('hex')
    .slice(0, 16);
}

async function examine({ env, dataDir, clock, stopping }: Options): Promise<Finding[] | 'late'> {
  // After the start, so that it takes no longer.
  const { examineAll } = await import('../operate/doctor/examineAll.ts');
  const found = examineAll(env, (path) => readFileSync(path, 'utf8'), { checks: QUIET, dataDir });
  return Promise.race([found, clock.sleep(WITHIN_MS, stopping).then(() => 'late' as const)]);
}

/** Answers whether that was all: false where no admin could be told what is wrong. */
async function look(options: Options): Promise<boolean> {
  const { dataDir, store, tellOnce, log, stopping } = options;
  const found = await examine(options);
  if (stopping.aborted) return true;
  if (found === 'late') {
    log.warn({ withinMs: WITHIN_MS }, 'start.unchecked');
    return true;
  }
  for (const { check, result, said, fix } of found) {
    if (result === 'wrong') log.error({ check, said, fix }, 'start.wrong');
    if (result === 'unsure') log.info({ check, said, fix }, 'start.unsure');
  }
  const wrong = found.filter(({ result }) => result === 'wrong');
  log.info({ wrong: wrong.length }, 'start.checked');
  const before = (await store.loadNote(NOTE)) as readonly string[] | undefined;
  const keys = wrong.map(keyOf);
  const isNew = keys.some((key) => before?.includes(key) !== true);
  if (isNew) {
    // Where it lies is for the log.
    const hide = (text = '') => text.replaceAll(dataDir, 'DATA_DIR');
    const isTold = await tellOnce(`start ${keys.join(' ')}`, ({ actsFor }) => {
      const theirs = wrong.filter(({ customer }) => customer === undefined || actsFor(customer));
      const said = theirs.map((one) => ({ said: hide(one.said), fix: hide(one.fix) }));
      return said.length === 0 ? undefined : showStartFindings(said);
    });
    // Known is what somebody was told: the next look says it again otherwise, and so does the next start.
    if (!isTold) return false;
  }
  if (isNew || keys.length !== (before ?? []).length) await store.saveNote(NOTE, keys);
  return true;
}

/**
 * Lets the doctor look at a Rollcall that has just started: what is wrong goes to the log each time, and to the admins once,
 * until something else is. Where none of them can be reached, it looks again until one was told, or nothing is wrong. Holds
 * nothing up, changes nothing, and never throws.
 */
export async function checkAtStart(options: Options): Promise<void> {
  const { clock, log, stopping } = options;
  while (!stopping.aborted) {
    const isAll = await look(options).catch((error: unknown) => {
      if (!stopping.aborted) log.error({ err: error }, 'start.unchecked');
      return true;
    });
    if (isAll) return;
    await clock.sleep(AGAIN_MS, stopping);
  }
}

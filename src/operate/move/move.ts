import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readDatabase } from '../../config/configDatabase.ts';
import { createReader } from '../../config/configReader.ts';
import * as values from '../../config/configValues.ts';
import { RollcallError } from '../../domain/errors.ts';
import { openPostgresStore } from '../../postgres/openPostgresStore.ts';
import { createLog } from '../../run/logging/log.ts';
import type { MovableStore, Moving, StoreKind } from '../../service/ports/carried.ts';
import type { Clock } from '../../service/ports/surroundings.ts';
import { findKeyFile, KEY_SHAPE, parseMasterKeys } from '../../store/keyFile.ts';
import { refuseNeverRun } from '../../store/moveMark.ts';
import { openLowdbStore } from '../../store/openLowdbStore.ts';
import { runCommand } from '../runCommand.ts';
import { refuseInUse } from '../stoppedStore.ts';
import { type Moved, moveEverything } from './moveEverything.ts';

/**
 * `npm run move`: takes everything over from the data folder to PostgreSQL, or back, while Rollcall is stopped. Until all of
 * it has arrived and was checked, Rollcall belongs where it was; broken off, it is run again and begins anew.
 */

const HELP = `Usage: npm run move -- --to postgres|embedded

Moves everything that Rollcall keeps from the data folder (DATA_DIR) to PostgreSQL (DATABASE_URL), or from PostgreSQL
to the data folder ("embedded"). Stop Rollcall first, every instance of it. What it is moved to must be empty: for
PostgreSQL run "npm run migrate" first. Reads DATA_DIR, DATABASE_URL, and SECRET_KEY from the environment or .env, and
needs all three. If it's interrupted, run it again.`;

function refuse(message: string, next: string): RollcallError {
  return new RollcallError('CONFIG_INVALID', message, { done: 'Nothing was moved.', next });
}

function readTarget(): StoreKind {
  try {
    const { to } = parseArgs({ options: { to: { type: 'string' } } }).values;
    if (to === 'postgres' || to === 'embedded') return to;
  } catch {
    // Said below, with what there is.
  }
  throw refuse(
    "It isn't clear where to move everything.",
    'Run "npm run move -- --to postgres" or "npm run move -- --to embedded".',
  );
}

async function readSettings() {
  const dataDir = resolve(process.env.DATA_DIR || './data');
  const reader = createReader(process.env);
  if (!reader.has('DATABASE_URL')) {
    throw refuse("DATABASE_URL isn't set.", 'Set it to the database to move to, or to move from.');
  }
  if (!reader.has('SECRET_KEY')) {
    const isInFolder = (await findKeyFile(dataDir)) !== undefined;
    throw refuse(
      "SECRET_KEY isn't set, and PostgreSQL needs it.",
      isInFolder
        ? 'Set it to what secret.key in DATA_DIR holds: passwords that are stored open with nothing else.'
        : 'Set the one that Rollcall last ran with.',
    );
  }
  const database = readDatabase(reader);
  const masterKeys = parseMasterKeys(reader.need('SECRET_KEY', values.text) ?? '');
  if (reader.problems.length > 0 || database === undefined) {
    throw refuse(reader.problems.join('\n'), 'Set it as Rollcall has it.');
  }
  if (masterKeys === undefined) throw refuse("SECRET_KEY isn't a key.", `It holds ${KEY_SHAPE}.`);
  // A pooler would hide who else is connected.
  return { dataDir, url: database.directUrl.reveal(), masterKeys };
}

const log = createLog({ level: 'error' });

const countOf = (counts: Moved['counts']): number => Object.values(counts).reduce((sum, one) => sum + one, 0);

function report({ counts, audit, openedPassword }: Moved): void {
  console.log(`All of it arrived: ${countOf(counts)} records, compared one by one.`);
  console.log(
    audit.whole
      ? `The audit is whole: its chain has ${audit.entries} entries.`
      : `The audit was damaged before the move, at line ${audit.line}, and is as it was: npm run doctor audit.`,
  );
  console.log(openedPassword ? 'A stored password opens with SECRET_KEY.' : 'No password is stored.');
}

async function moveTo(to: StoreKind): Promise<number> {
  const { dataDir, url, masterKeys } = await readSettings();
  const now = Date.now();
  // It stands still meanwhile, so that nothing expires between what is sent and what is compared.
  const clock: Clock = { now: () => now, sleep: () => Promise.resolve() };
  const other: StoreKind = to === 'postgres' ? 'embedded' : 'postgres';
  if (to === 'postgres') await refuseNeverRun(dataDir);
  await refuseInUse(url, log);
  const openFolder = (moving: Moving) => openLowdbStore({ folder: dataDir, masterKeys, clock, log, moving });
  const openShared = (moving: Moving) =>
    openPostgresStore({ url, masterKeys, clock, keysNow: clock.now, log, moving });
  // The source first: what can't be read leaves the target as it is.
  const from: MovableStore = await (to === 'postgres'
    ? openFolder({ way: 'out' })
    : openShared({ way: 'out' }));
  try {
    const mark = await from.loadMoveMark();
    const move = mark === undefined ? randomUUID() : mark.move;
    const moving: Moving = { way: 'in', move, isBegun: mark !== undefined };
    const target: MovableStore = await (to === 'postgres' ? openShared(moving) : openFolder(moving)).catch(
      (error: unknown) => {
        if (mark === undefined || !(error instanceof RollcallError)) throw error;
        const day = new Date(mark.at).toISOString().slice(0, 10);
        throw refuse(
          `Everything was moved already, on ${day}. ${error.message}`,
          'Start Rollcall with what it was moved to. To finish a move that was cut off, name the same target.',
        );
      },
    );
    try {
      const say = (kind: string, count: number) => console.log(`Copied ${kind}: ${count}`);
      const moved = await moveEverything({ from, to: target, masterKeys, now, say });
      await refuseInUse(url, log);
      // In this order: cut off in between, neither starts, and running this again finishes it.
      await from.saveMoveMark({ state: 'left', other: to, at: now, ...(move === undefined ? {} : { move }) });
      await target.audit({
        at: now,
        actor: 'rollcall',
        platform: 'system',
        what: 'store.moved',
        outcome: 'done',
        detail: { from: other, to, records: countOf(moved.counts) },
      });
      await target.saveMoveMark(undefined);
      report(moved);
    } finally {
      await target.close();
    }
  } finally {
    await from.close();
  }
  console.log(
    to === 'postgres'
      ? 'Start Rollcall with DATABASE_URL set. What is in the data folder stays there; delete it once you no longer need it.'
      : 'Take DATABASE_URL (and DATABASE_DIRECT_URL) away, and start Rollcall. What is in the database stays there; drop it once you no longer need it.',
  );
  return 0;
}

process.exitCode = await runCommand(HELP, () => moveTo(readTarget()));

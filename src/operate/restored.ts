import { createLog } from '../run/logging/log.ts';
import { sayRestored } from '../service/oldData/alive.ts';
import type { Clock } from '../service/ports/surroundings.ts';
import { runCommand } from './runCommand.ts';
import { openStoppedStore, readKeptState } from './stoppedStore.ts';

/**
 * `npm run restored`: says that what is in DATA_DIR or DATABASE_URL comes from a backup, so that the next start lets nothing
 * of it go on before an admin says so. Harmless twice.
 */

const HELP = `Usage: npm run restored

Run it after a backup was put back, before Rollcall is started: it then asks its admins before anything in that backup goes on. Stop Rollcall first, every instance of it. Reads DATA_DIR or DATABASE_URL, and SECRET_KEY, as Rollcall does, from the environment or .env.`;

const clock: Clock = { now: () => Date.now(), sleep: () => Promise.resolve() };

async function run(): Promise<number> {
  const log = createLog({ level: 'error' });
  const state = await readKeptState(process.env, log);
  const store = await openStoppedStore(state, state.keys, clock, log);
  try {
    const savedAt = await sayRestored(store);
    const when = savedAt === 0 ? 'at an unknown time' : `on ${new Date(savedAt).toISOString()}`;
    console.log(`This data was last in use ${when}.`);
    console.log('Start Rollcall. Whatever was still to do then waits until an admin decides in the chat.');
    return 0;
  } finally {
    await store.close();
  }
}

process.exitCode = await runCommand(HELP, run);

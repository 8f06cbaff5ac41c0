import { config as loadDotenv } from 'dotenv';
import { readConfig } from './config/config.ts';
import { RollcallError } from './domain/errors.ts';
import { logFatalErrors, redirectConsoleToLog } from './run/fatalErrors.ts';
import { createLog } from './run/log.ts';

/** More is no easier to watch, and each takes 150 MB. */
const MOST_INSTANCES = 9;

/** What may stand behind `npm start --`. Throws RollcallError CONFIG_INVALID for anything else. */
function readSwitches(words: readonly string[]): { instances?: number; several?: true } {
  const said = words.flatMap((word) => word.split('='));
  const several = said.includes('--customers') ? { several: true as const } : {};
  const rest = said.filter((word) => word !== '--customers');
  if (rest.length === 0) return several;
  const [name, count, ...others] = rest;
  const instances = Number(count);
  const isRight = name === '--instances' && others.length === 0;
  if (!isRight || !Number.isInteger(instances) || instances < 2 || instances > MOST_INSTANCES) {
    throw new RollcallError('CONFIG_INVALID', `Rollcall doesn't understand "${words.join(' ')}".`, {
      next: `npm start takes nothing, or for a sandbox "-- --instances 3" with 2 to ${MOST_INSTANCES} instances, "-- --customers" with three customers, or both.`,
    });
  }
  return { instances, ...several };
}

/** Starts Rollcall, or with no credentials set its sandbox. Rooms are loaded only for what is set up. */
async function main(): Promise<void> {
  loadDotenv({ quiet: true });
  const config = readConfig(process.env);
  if (config.mode === 'sandbox') {
    const { startSandbox } = await import('./sandbox/start.ts');
    const { port, sandboxPort } = config;
    await startSandbox({ port, sandboxPort, ...readSwitches(process.argv.slice(2)) });
    return;
  }
  if (process.argv.length > 2) {
    throw new RollcallError(
      'CONFIG_INVALID',
      '--instances and --customers are for the sandbox, and credentials are set.',
      {
        next: 'Start each instance by itself, with the same DATABASE_URL.',
      },
    );
  }
  redirectConsoleToLog(createLog({ level: config.logLevel }));
  const { startRollcall } = await import('./run/startRollcall.ts');
  await startRollcall(config);
}

logFatalErrors();
try {
  await main();
} catch (error) {
  // The operator reads this: sentences for what they can mend, a line of the log for what they cannot.
  if (error instanceof RollcallError) process.stderr.write(`${error.message}\n${error.next}\n`);
  else createLog({ level: 'error' }).error({ err: error }, 'rollcall.notStarted');
  process.exitCode = 1;
  // What had started already may hold the process open for good.
  setTimeout(() => process.exit(), 1_000).unref();
}

import { parseArgs } from 'node:util';
import { config as loadDotenv } from 'dotenv';
import { readConfig } from './config/config.ts';
import { RollcallError } from './domain/errors.ts';
import { logFatalErrors, redirectConsoleToLog } from './run/fatalErrors.ts';
import { createLog } from './run/logging/log.ts';

/** More is no easier to watch, and each takes 150 MB. */
const MOST_INSTANCES = 9;

interface Switches {
  instances?: number;
  several?: true;
  socket?: true;
  workspaces?: true;
  grid?: true;
  groups?: true;
}

const SWITCHES = {
  instances: { type: 'string' },
  customers: { type: 'boolean' },
  socket: { type: 'boolean' },
  workspaces: { type: 'boolean' },
  grid: { type: 'boolean' },
  groups: { type: 'boolean' },
} as const;

/** What may stand behind `npm start --`. Throws RollcallError CONFIG_INVALID for anything else. */
function readSwitches(words: readonly string[]): Switches {
  try {
    const { values } = parseArgs({ args: [...words], options: SWITCHES });
    const { instances: count, customers, socket, workspaces, grid, groups } = values;
    const instances = Number(count ?? 2);
    if (Number.isInteger(instances) && instances >= 2 && instances <= MOST_INSTANCES) {
      return {
        ...(count === undefined ? {} : { instances }),
        ...(customers ? { several: true } : {}),
        ...(socket ? { socket: true } : {}),
        ...(workspaces ? { workspaces: true } : {}),
        ...(grid ? { grid: true } : {}),
        ...(groups ? { groups: true } : {}),
      };
    }
  } catch {
    // A word that is no switch is told as a number is that can't be.
  }
  throw new RollcallError('CONFIG_INVALID', `Rollcall doesn't understand "${words.join(' ')}".`, {
    next: `npm start takes nothing, or for a sandbox "-- --instances 3" with 2 to ${MOST_INSTANCES} instances, "-- --customers" with three customers, "-- --socket" with Slack over Socket Mode, "-- --workspaces" with two Slack workspaces, "-- --grid" with an Enterprise Grid, "-- --groups" with groups that give roles, or several of them.`,
  });
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
      `${process.argv.slice(2).join(' ')} is for the sandbox, and credentials are set.`,
      {
        next: 'Start each instance by itself, with the same DATABASE_URL. SLACK_APP_TOKEN makes Slack use a socket.',
      },
    );
  }
  const log = createLog({ level: config.logLevel });
  redirectConsoleToLog(log);
  if (config.proxy !== undefined) {
    const { useProxy } = await import('./run/useProxy.ts');
    log.info({ proxy: useProxy(config.proxy) }, 'rollcall.proxied');
  }
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

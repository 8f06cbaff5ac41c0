import { config as loadDotenv } from 'dotenv';
import { readConfig } from './config/config.ts';
import { RollcallError } from './domain/errors.ts';
import { logFatalErrors, redirectConsoleToLog } from './run/fatalErrors.ts';
import { createLog } from './run/log.ts';

/** Starts Rollcall, or with no credentials set its sandbox. Rooms are loaded only for what is set up. */
async function main(): Promise<void> {
  loadDotenv({ quiet: true });
  const config = readConfig(process.env);
  if (config.mode === 'sandbox') {
    const { startSandbox } = await import('./sandbox/start.ts');
    await startSandbox({ port: config.port, sandboxPort: config.sandboxPort });
    return;
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

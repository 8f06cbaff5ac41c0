import { config as loadDotenv } from 'dotenv';
import { readConfig } from './config.ts';
import { RollcallError } from './domain/errors.ts';

/** Starts Rollcall, or with no credentials set its sandbox. Rooms are loaded only for what is set up. */
async function main(): Promise<void> {
  loadDotenv({ quiet: true });
  const config = readConfig(process.env);
  if (config.mode === 'sandbox') {
    const { startSandbox } = await import('./sandbox/start.ts');
    await startSandbox({ port: config.port, sandboxPort: config.sandboxPort });
    return;
  }
  const { startRollcall } = await import('./startRollcall.ts');
  await startRollcall(config);
}

try {
  await main();
} catch (error) {
  // The operator reads this: sentences for what they can mend, the whole error for what they cannot.
  console.error(error instanceof RollcallError ? `${error.message}\n${error.next}` : error);
  process.exitCode = 1;
  // What had started already may hold the process open for good.
  setTimeout(() => process.exit(), 1_000).unref();
}

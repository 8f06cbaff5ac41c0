import { config as loadDotenv } from 'dotenv';
import { readProxy } from '../config/configParts.ts';
import { createReader } from '../config/configReader.ts';
import { RollcallError } from '../domain/errors.ts';
import { useProxy } from '../run/useProxy.ts';

/**
 * Runs what an operator has typed, with the variables of `.env`, through the proxy that they name: `--help` says what it does, and an error of ours is said
 * in words. Answers the process's exit code.
 */
export async function runCommand(help: string, work: () => Promise<number>): Promise<number> {
  loadDotenv({ quiet: true });
  if (process.argv.slice(2).some((word) => word === '--help' || word === '-h')) {
    console.log(help);
    return 0;
  }
  // What is wrong with it is for whoever reads all of the settings.
  const { proxy } = readProxy(createReader(process.env));
  if (proxy !== undefined) useProxy(proxy);
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof RollcallError)) throw error;
    console.error([error.message, error.done, error.next].filter(Boolean).join('\n'));
    return 1;
  }
}

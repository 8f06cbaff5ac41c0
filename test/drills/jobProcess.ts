import { RollcallError } from '../../src/domain/errors.ts';
import { createScaledClock } from '../bench/scaledClock.ts';
import { startJobInProcess } from './jobInProcess.ts';

/** One job, or the rest of it, in a process of its own. */
export interface JobSettings {
  graphUrl: string;
  smtpUrl: string;
  dataFolder: string;
  /** Base64, 32 bytes. */
  masterKey: string;
  rows: number;
  recipients: readonly string[];
  /** Of the clock. */
  speed: number;
}

/** Ends with 0 when the job is done, and otherwise says what was wrong. */
async function work(settings: JobSettings): Promise<void> {
  const { graphUrl, smtpUrl, dataFolder, masterKey, rows, recipients, speed } = settings;
  const job = await startJobInProcess(
    { graphUrl, dataFolder, mail: { url: smtpUrl } },
    { rows, recipients, clock: createScaledClock(speed), masterKey: Buffer.from(masterKey, 'base64') },
  );
  const finished = await job.finish();
  await job.stop();
  if (!finished) throw new Error('The job did not end.');
}

try {
  await work(JSON.parse(process.argv[2] ?? '{}'));
  process.exit(0);
} catch (error) {
  console.error(error instanceof RollcallError ? `${error.message} ${error.next}` : error);
  process.exit(1);
}

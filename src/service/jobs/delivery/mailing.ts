import type { HeldJob } from '../../ports/heldJob.ts';
import type { Control } from '../runner/jobRun.ts';

/** Mails first passwords: one mail for each recipient and part. A refused address is not tried again by itself. */
export interface Mailing {
  /** As a part of its job's run: everybody who was created. What is put off for longer is tried on after it. */
  deliver(held: HeldJob, jobId: string, control: Control): Promise<void>;
  /** One more try of what a job that has ended could not deliver, which asks for the next one itself. */
  deliverLate(jobId: string): Promise<void>;
  /** Sees to it that everything that was put off is tried again; harmless where it is to be anyway. */
  resumeLate(): Promise<void>;
  /** No mail is begun any more. */
  end(): void;
}

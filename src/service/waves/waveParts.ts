import type { Approvals } from '../approvals/approvals.ts';
import type { Drafts } from '../drafts/drafts.ts';
import type { Emit } from '../events.ts';
import type { Facts } from '../facts/facts.ts';
import type { Commands } from '../jobs/commands.ts';
import type { JobStates } from '../jobs/jobState.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { OneAtATime } from '../ports/oneAtATime.ts';
import type { Rosters } from '../rosters/rosters.ts';
import type { RunWaves } from './runWaves.ts';

/** What files for several customers are made with. */
export interface WaveParts {
  facts: Facts;
  drafts: Drafts;
  rosters: Rosters;
  approvals: Pick<Approvals, 'foresee'>;
  jobs: Pick<Jobs, 'retry' | 'undo' | 'tell'>;
  stopPart: Commands['stopPart'];
  states: Pick<JobStates, 'read'>;
  runs: RunWaves;
  oneAtATime: OneAtATime;
  emit: Emit;
}

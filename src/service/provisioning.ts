import type { Approvals } from './approvals/approvals.ts';
import type { Histories } from './audit/history.ts';
import type { Changing } from './changing/changing.ts';
import type { ChangingMany } from './changing/changingMany.ts';
import type { ComingBack } from './changing/comingBack.ts';
import type { PuttingBack } from './changing/puttingBack.ts';
import type { Customers } from './customers/customers.ts';
import type { Brake } from './door/brake.ts';
import type { Events } from './events.ts';
import type { Facts } from './facts/facts.ts';
import type { Handouts } from './handouts/handouts.ts';
import type { Jobs } from './jobs/jobs.ts';
import type { Deletions } from './leaving/askDeletionAgain.ts';
import type { Leavers } from './leaving/leavers.ts';
import type { Leaving } from './leaving/leaving.ts';
import type { Assigning } from './licensing/assigning.ts';
import type { LicenseOverviews } from './licensing/licenseOverview.ts';
import type { Links } from './links/links.ts';
import type { OldData } from './oldData/oldData.ts';
import type { Forgetting } from './people/forgetting.ts';
import type { LookUps } from './people/lookUps.ts';
import type { People } from './people/people.ts';
import type { Resetting } from './people/resetting.ts';
import type { ResettingMany } from './people/resettingMany.ts';
import type { OneAtATime } from './ports/oneAtATime.ts';
import type { Presets } from './presets/presets.ts';
import type { FileTurns } from './rosters/fileTurns.ts';
import type { Rosters } from './rosters/rosters.ts';
import type { ShownFiles } from './rosters/shownFiles.ts';
import type { Snapshots } from './snapshots/snapshots.ts';
import type { Waves } from './waves/waves.ts';

/**
 * The provisioning service: the one thing both chats call, a bundle of capabilities. Their methods throw RollcallError.
 * Roles are checked by the caller's flow at the click; ownership of drafts and jobs is checked by the capability.
 */
export interface Provisioning {
  /** What is known of a customer's tenant: the last known when the directory is down, so that no open form is lost. */
  facts: Pick<Facts, 'read' | 'licenseNames'>;
  brake: Pick<Brake, 'paused' | 'reason' | 'released' | 'pause' | 'goOn'>;
  oldData: Omit<OldData, 'answered'>;
  customers: Omit<Customers, 'forgetBegun'>;
  /** Presses of one form, on whichever instances they arrive. */
  oneAtATime: OneAtATime;
  people: People;
  lookUps: LookUps;
  resets: Resetting;
  manyResets: ResettingMany;
  changes: Changing;
  manyChanges: ChangingMany;
  snapshots: Snapshots;
  putBacks: PuttingBack;
  comeBacks: ComingBack;
  leaving: Leaving;
  leavers: Leavers;
  deletions: Deletions;
  rosters: Rosters;
  /** Files for several customers. */
  waves: Waves;
  fileTurns: FileTurns;
  shownFiles: ShownFiles;
  licenses: LicenseOverviews;
  assignments: Assigning;
  presets: Presets;
  history: Histories;
  forgetting: Forgetting;
  approvals: Approvals;
  jobs: Jobs;
  links: Links;
  handouts: Pick<Handouts, 'give' | 'isOpen' | 'take'>;

  on: Events['on'];
  /**
   * Once another policy holds: ends what is open of customers that are gone from it, and has looked at what an older one left to
   * it. Harmless twice. Durable on return.
   */
  followPolicy(): Promise<void>;
  /** Takes up unfinished jobs. */
  resume(): Promise<void>;
  /** Stops claiming rows, finishes calls in flight, flushes. */
  drain(): Promise<void>;
}

import type { Actor, MessageRef, Place, RequestSettings, Task } from '../../domain/terms.ts';
import type { LeftOutRow } from '../ports/records.ts';
import type { AskedPerson, AskedTime } from '../ports/requests.ts';

/** What is asked for when a job is accepted. */
export interface AcceptRequest extends AskedTime {
  actor: Actor;
  place: Place;
  /** The draft it came from: id and version make the job id. */
  requestId: string;
  requestVersion: number;
  kind: 'one' | 'bulk';
  /** Left out: `create`. */
  task?: Task;
  people: readonly AskedPerson[];
  /** Of how many this is a part: rules of size look at the whole file. Left out: it is no part. */
  ofAll?: number;
  /** Who of the file is not among them, and why. */
  leftOut?: readonly LeftOutRow[];
  settings: RequestSettings;
  fileName?: string;
  reason?: string;
  /** See `RequestRecord`. */
  coveredBy?: string;
  /** Id of that offboarding's request. */
  coveredIn?: string;
  /** It waited for approval, so that whoever asked does not look: the end is the first they hear of it. */
  isApproved?: boolean;
  /** Id of the file for several customers of which this is one's part. Left out: it is no such part. */
  wave?: string;
  /** How many customers that was started for. */
  waveCustomers?: number;
  /** A message to turn into the progress message; without it a new direct message is posted. */
  message?: MessageRef;
}

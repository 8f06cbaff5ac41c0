import type { Act } from '../../domain/acts.ts';
import type { CustomerId, Task } from '../../domain/terms.ts';
import type { Sealed, WrappedKey } from '../../secrets/sealing.ts';
import type { Ordered } from './order.ts';

/** How somebody was before a job changed them: what can be put back. */
export interface SnapshotRecord extends Ordered {
  /** Made of the job's id and the row's, so that the same row never takes a second one. */
  id: string;
  customer: CustomerId;
  /** Of whom. */
  objectId: string;
  /** When, by a clock that may have been set since: for people. */
  takenAt: number;
  /** Policy id of whoever asked for the change. */
  by: string;
  task: Task;
  /** What was about to be done. */
  did: readonly Act['kind'][];
  key: WrappedKey;
  /** The whole `PersonState` as JSON. */
  state: Sealed;
}

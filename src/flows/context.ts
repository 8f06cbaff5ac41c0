import type { Policy } from '../domain/policy.ts';
import type { Store } from '../service/ports/store.ts';
import type { Clock, Ids, Log } from '../service/ports/surroundings.ts';
import type { Provisioning } from '../service/provisioning.ts';

/** What every flow is given. */
export interface FlowContext {
  service: Provisioning;
  policy: Policy;
  store: Pick<Store, 'audit'>;
  clock: Clock;
  ids: Ids;
  log: Log;
}

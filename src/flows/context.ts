import type { Policy } from '../domain/policy.ts';
import type { Clock, Ids, Log, Store } from '../service/ports.ts';
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

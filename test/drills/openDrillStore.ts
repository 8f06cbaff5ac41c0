import { openPostgresStore } from '../../src/postgres/openPostgresStore.ts';
import type { Store } from '../../src/service/ports/store.ts';
import { loudLog } from '../composition/composeService.ts';
import { createTestClock, masterKeys } from '../store/sampleRecords.ts';

/** The records of an instance of the drills of several. */
export async function openDrillStore(url: string): Promise<Store> {
  return openPostgresStore({
    ...{ url, masterKeys, clock: createTestClock(), log: loudLog },
    installation: { tenantId: 'tenant', clientId: 'client' },
  });
}

import { openPostgresStore } from '../../src/postgres/openPostgresStore.ts';
import type { RowRecord } from '../../src/service/ports/records.ts';
import type { Store } from '../../src/service/ports/store.ts';
import { loudLog } from '../composition/composeService.ts';
import { createTestClock, masterKeys } from '../store/sampleRecords.ts';

/** What a run needs of its hold on a job. */
interface Hold {
  turn: number;
  record(rows: readonly RowRecord[]): void;
  flush(): Promise<void>;
}

/** Records that several instances share, whose jobs are held by one run at a time. */
type DrillStore = Store & { holdJob(jobId: string): Promise<Hold | undefined> };

/** The records of an instance of the drills of several. */
export async function openDrillStore(url: string): Promise<DrillStore> {
  const store = await openPostgresStore({
    ...{ url, masterKeys, clock: createTestClock(), log: loudLog },
    installation: { tenantId: 'tenant', clientId: 'client' },
  });
  return store as DrillStore;
}

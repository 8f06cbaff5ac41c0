import { openPostgresStore, type PostgresStoreOptions } from '../../src/postgres/openPostgresStore.ts';
import { openTestDatabase } from '../composition/openTestDatabase.ts';
import { createTestClock, createTestLog, masterKeys } from '../store/sampleRecords.ts';
import { describeInstallations } from './installations.ts';
import { describeRequests } from './requests.ts';
import { describeStore, type StoreHarness } from './store.ts';

async function openHarness(): Promise<StoreHarness> {
  const database = await openTestDatabase();
  const clock = createTestClock();
  const options: PostgresStoreOptions = {
    ...{ url: database.url, installation: { tenantId: 'tenant', clientId: 'client' }, masterKeys },
    ...{ clock, keysNow: clock.now, log: createTestLog() },
  };
  let store = await openPostgresStore(options);
  return {
    store,
    clock,
    async reopen() {
      await store.close();
      store = await openPostgresStore(options);
      return store;
    },
    async dispose() {
      await store.close();
      await database.drop();
    },
  };
}

describeStore('postgres', openHarness);
describeRequests('postgres', openHarness);
describeInstallations('postgres', openHarness);

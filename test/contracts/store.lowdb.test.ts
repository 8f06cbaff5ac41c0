import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLowdbStore } from '../../src/store/openLowdbStore.ts';
import { removeFolder } from '../composition/removeFolder.ts';
import { createTestClock, createTestLog, masterKeys } from '../store/sampleRecords.ts';
import { describeInstallations } from './installations.ts';
import { describeRequests } from './requests.ts';
import { describeStore, type StoreHarness } from './store.ts';

async function openHarness(): Promise<StoreHarness> {
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-store-'));
  const clock = createTestClock();
  const open = () =>
    openLowdbStore({ folder: join(folder, 'data'), masterKeys, clock, log: createTestLog() });
  let store = await open();
  return {
    store,
    clock,
    async reopen() {
      await store.close();
      store = await open();
      return store;
    },
    async dispose() {
      await store.close();
      await removeFolder(folder);
    },
  };
}

describeStore('lowdb', openHarness);
describeRequests('lowdb', openHarness);
describeInstallations('lowdb', openHarness);

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLowdbStore } from '../../src/store/openLowdbStore.ts';
import { createTestClock, createTestLog } from '../store/sampleRecords.ts';
import { describeStore } from './store.ts';

describeStore('lowdb', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-store-'));
  const clock = createTestClock();
  const open = () => openLowdbStore({ folder: join(folder, 'data'), clock, log: createTestLog() });
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
      await rm(folder, { recursive: true, force: true });
    },
  };
});

import { createLocalEngine } from '../../src/engine/localEngine.ts';
import { createManualClock } from '../service/fakes/manualClock.ts';
import { createMemoryStore } from '../service/fakes/memoryStore.ts';
import { createTestLog } from '../store/sampleRecords.ts';
import { always } from '../testTurn.ts';
import { describeEngine, type EngineHarness } from './engine.ts';

async function openHarness(): Promise<EngineHarness> {
  const clock = createManualClock();
  let store = createMemoryStore(clock);
  const open = () => createLocalEngine({ store, turn: always, clock, log: createTestLog() });
  async function next() {
    store = store.kill();
    return open();
  }
  return {
    engine: open(),
    now: clock.now,
    pass: clock.advance,
    crash: next,
    restart: next,
    async dispose() {
      store.kill();
    },
  };
}

describeEngine('local', openHarness);

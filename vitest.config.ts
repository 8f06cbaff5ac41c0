import { defineConfig } from 'vitest/config';
import { WeaveWaits } from './test/weaveWaits.ts';

/** Folders whose tests start processes, or say what a process does. */
const PROCESSES = [
  'e2e',
  'browser',
  'drills',
  'dataFolder',
  'sandbox',
  'store',
  'operate',
  'run',
  'web',
  'image',
];
const inFolders = PROCESSES.map((folder) => `test/${folder}/**/*.test.ts`);
const BUILD = ['test/build.ts'];
/** Tests that need a PostgreSQL, wherever they are. */
const POSTGRES = ['test/**/*.postgres.test.ts'];
/** It measures whether a machine keeps up, so it has the machine for itself. */
const ALONE = ['test/drills/load.test.ts'];

export default defineConfig({
  test: {
    // The end-to-end tests start real processes on a machine with two cores.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // A second is less than a busy machine takes now and then.
    expect: { poll: { timeout: 10_000 } },
    // A third one fills the two cores while others wait.
    maxWorkers: 3,
    // Files share what they import, which is half of the time of many.
    isolate: false,
    sequence: { sequencer: WeaveWaits },
    projects: [
      {
        extends: true,
        test: {
          name: 'rooms',
          include: ['test/**/*.test.ts'],
          exclude: [...inFolders, ...POSTGRES],
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'processes',
          include: inFolders,
          exclude: [...ALONE, ...POSTGRES],
          globalSetup: BUILD,
          // They wait for processes, timers and answers more than they compute: four leave a third of two cores idle.
          maxWorkers: 6,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'postgres',
          include: POSTGRES,
          globalSetup: [...BUILD, 'test/startPostgres.ts'],
          maxWorkers: 6,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: { name: 'load', include: ALONE, globalSetup: BUILD, sequence: { groupOrder: 2 } },
      },
    ],
  },
});

import { defineConfig } from 'vitest/config';

/** Folders whose tests start processes, or say what a process does. */
const PROCESSES = ['e2e', 'browser', 'drills', 'dataFolder', 'sandbox', 'store', 'operate', 'run', 'web'];
const inFolders = PROCESSES.map((folder) => `test/${folder}/**/*.test.ts`);
/** It measures whether a machine keeps up, so it has the machine for itself. */
const ALONE = ['test/drills/load.test.ts'];

export default defineConfig({
  test: {
    globalSetup: ['test/build.ts'],
    // The end-to-end tests start real processes on a machine with two cores.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // A second is less than a busy machine takes now and then.
    expect: { poll: { timeout: 10_000 } },
    // Most wait for timers and answers more than they compute: a third one fills the two cores.
    maxWorkers: 3,
    projects: [
      {
        extends: true,
        // They share what they import, which is half of their time.
        test: {
          name: 'rooms',
          include: ['test/**/*.test.ts'],
          exclude: inFolders,
          isolate: false,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'processes',
          include: inFolders,
          exclude: ALONE,
          sequence: { groupOrder: 1 },
        },
      },
      { extends: true, test: { name: 'load', include: ALONE, sequence: { groupOrder: 2 } } },
    ],
  },
});

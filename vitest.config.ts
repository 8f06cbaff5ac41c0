import { defineConfig } from 'vitest/config';

/** Folders whose tests start processes, or say what a process does. */
const PROCESSES = ['e2e', 'browser', 'drills', 'dataFolder', 'sandbox', 'store', 'operate', 'run'];
const inFolders = PROCESSES.map((folder) => `test/${folder}/**/*.test.ts`);

export default defineConfig({
  test: {
    globalSetup: ['test/build.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Tests wait more than they work: three keep two cores busy.
    maxWorkers: 3,
    projects: [
      { extends: true, test: { name: 'processes', include: inFolders } },
      {
        extends: true,
        // They share what they import, which is half of their time.
        test: { name: 'rooms', include: ['test/**/*.test.ts'], exclude: inFolders, isolate: false },
      },
    ],
  },
});

/**
 * Works on a data folder as a process of its own, until it is killed: accepts jobs, records results, audits, and
 * prints one line for everything it was promised. Run as `node workingProcess.js <folder>`.
 */
import { writeSync } from 'node:fs';
import { openLowdbStore } from '../../src/store/openLowdbStore.ts';
import {
  created,
  createTestClock,
  createTestLog,
  hold,
  masterKeys,
  sampleEntry,
  sampleJob,
  sampleRows,
} from './sampleRecords.ts';

const folder = process.argv[2];
if (folder === undefined) throw new Error('usage: workingProcess <folder>');

function promise(line: string): void {
  writeSync(1, `${line}\n`);
}

const store = await openLowdbStore({
  folder,
  masterKeys,
  clock: createTestClock(),
  log: createTestLog(),
  flushMs: 20,
});
promise(`open ${process.pid}`);

const rows = sampleRows(600);
for (let round = 0; ; round += 1) {
  const jobId = `job_${process.pid}_${round}`;
  await store.accept(sampleJob(jobId, rows.length), rows);
  promise(`accepted ${jobId}`);
  const held = await hold(store, jobId);
  for (let start = 0; start < rows.length; start += 100) {
    const results = rows.slice(start, start + 100).map(created);
    held.record(results);
    await store.audit(sampleEntry(start, { subject: jobId }));
    promise(`audited ${jobId} ${start}`);
    if (start % 200 === 0) {
      await held.flush();
      promise(`flushed ${jobId} ${start + 100}`);
    }
  }
  await store.updateJob(jobId, (job) => ({ ...job, state: 'done' }));
  promise(`done ${jobId}`);
}

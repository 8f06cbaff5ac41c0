import { createReadStream } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { parse } from 'csv-parse';
import { verifyRoster } from '../../src/roster/check/verifyRoster.ts';
import { readRoster } from '../../src/roster/readRoster.ts';

/** Reads one file in one of two ways, as often as asked, and prints the seconds of each and the peak memory. */

const DOMAINS = [
  {
    id: 'contoso.com',
    isVerified: true,
    isDefault: true,
    isInitial: true,
    authenticationType: 'Managed' as const,
  },
];

async function countRecords(file: string): Promise<{ rows: number; findings: number }> {
  let rows = 0;
  const records = createReadStream(file).pipe(parse({ bom: true, relax_column_count: true }));
  for await (const _record of records) rows += 1;
  return { rows: rows - 1, findings: 0 };
}

async function verify(file: string): Promise<{ rows: number; findings: number }> {
  const limits = { maxRows: 200_000, maxBytes: 100 * 1024 * 1024 };
  const { rows, columns, findings } = await readRoster(createReadStream(file), limits);
  const found = await verifyRoster(rows, columns, {
    domains: DOMAINS,
    taken: [],
    userNamePattern: 'first.last',
  });
  return { rows: rows.length, findings: found.length + findings.length };
}

const [way, file = '', times = '1'] = process.argv.slice(2);
const loop = monitorEventLoopDelay({ resolution: 1 });
loop.enable();
const seconds: number[] = [];
let result = { rows: 0, findings: 0 };
for (let time = 0; time < Number(times); time += 1) {
  const startedAt = performance.now();
  result = await (way === 'verify' ? verify(file) : countRecords(file));
  seconds.push((performance.now() - startedAt) / 1_000);
}
const peakMB = process.resourceUsage().maxRSS / 1_024;
console.log(JSON.stringify({ ...result, seconds, peakMB, loopDelayMaxMs: loop.max / 1e6 }));

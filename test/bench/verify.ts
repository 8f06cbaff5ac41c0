import { execFile } from 'node:child_process';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { makeSheet } from '../composition/makeWorkbook.ts';
import { removeFolder } from '../composition/removeFolder.ts';
import { medianOf, printLine } from './numbers.ts';
import { makeRosterFile } from './rosterFile.ts';

const ROWS = 100_000;
const FEW_ROWS = 1_000;
const RUNS = 5;
const WORKBOOK_ROWS = 20_000;

interface Reading {
  rows: number;
  findings: number;
  seconds: number[];
  peakMB: number;
  loopDelayMaxMs: number;
}

/** In a process of its own, so that its peak memory is its own. */
async function read(way: 'verify' | 'count', file: string, times = 1): Promise<Reading> {
  const script = fileURLToPath(new URL('verifyProcess.js', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [script, way, file, String(times)]);
  return JSON.parse(stdout);
}

/** The same people in an .xlsx, without what quotes them in a CSV. */
function makeWorkbookOf(rows: number): Buffer {
  const lines = makeRosterFile(rows).trimEnd().split('\r\n');
  const cells = lines.map((line) => line.replace(/"([^",]*), ([^"]*)"/, '$1 $2').split(','));
  return makeSheet(...cells);
}

/** Reading and checking a large file, against csv-parse counting its rows. */
export async function benchVerify(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-bench-'));
  const [many, few] = [join(folder, 'many.csv'), join(folder, 'few.csv')];
  await writeFile(many, makeRosterFile(ROWS));
  await writeFile(few, makeRosterFile(FEW_ROWS));
  const baseline: number[] = [];
  const ours: number[] = [];
  let last: Reading | undefined;
  let peakMB = 0;
  let loopDelayMaxMs = 0;
  for (let run = 0; run < RUNS; run += 1) {
    const counted = await read('count', many);
    last = await read('verify', many);
    if (counted.rows !== ROWS || last.rows !== ROWS) throw new Error('Rows were lost.');
    baseline.push(...counted.seconds);
    ours.push(...last.seconds);
    peakMB = Math.max(peakMB, last.peakMB);
    loopDelayMaxMs = Math.max(loopDelayMaxMs, last.loopDelayMaxMs);
  }
  // Warm on both sides: the first thousand rows of a process pay for compiling. In turns, as the machine's load changes.
  const perRowFew: number[] = [];
  const perRowMany: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    const warmFew = await read('verify', few, 50);
    const warmMany = await read('verify', many, 2);
    perRowFew.push((medianOf(warmFew.seconds.slice(-10)) * 1_000) / FEW_ROWS);
    perRowMany.push(((warmMany.seconds.at(-1) ?? Number.NaN) * 1_000) / ROWS);
  }
  const workbook = join(folder, 'people.xlsx');
  await writeFile(workbook, makeWorkbookOf(WORKBOOK_ROWS));
  const sheet = await read('verify', workbook);
  if (sheet.rows !== WORKBOOK_ROWS) throw new Error('Rows of the workbook were lost.');
  await removeFolder(folder);
  printLine(
    {
      bench: 'verify',
      n: ROWS,
      seconds: medianOf(ours),
      baselineSeconds: medianOf(baseline),
      ratio: medianOf(ours.map((seconds, run) => seconds / (baseline[run] ?? Number.NaN))),
      peakMB,
      loopDelayMaxMs,
      findings: last?.findings ?? 0,
      msPerRow: medianOf(perRowMany),
      msPerRowAt1000: medianOf(perRowFew),
      perRowRatio: medianOf(perRowMany.map((ms, run) => ms / (perRowFew[run] ?? Number.NaN))),
    },
    { ratio: 3, peakMB: 250, loopDelayMaxMs: 100, perRowRatio: 1.3 },
  );
  printLine(
    {
      bench: 'verify.xlsx',
      n: WORKBOOK_ROWS,
      seconds: medianOf(sheet.seconds),
      peakMB: sheet.peakMB,
      loopDelayMaxMs: sheet.loopDelayMaxMs,
    },
    { peakMB: 400, loopDelayMaxMs: 100 },
  );
}

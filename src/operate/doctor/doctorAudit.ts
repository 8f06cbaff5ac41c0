import { join } from 'node:path';
import { deriveAuditKeys } from '../../audit/auditKeys.ts';
import { type ChainReport, verifyChain } from '../../audit/verifyChain.ts';
import { createReader } from '../../config/configReader.ts';
import * as values from '../../config/configValues.ts';
import { RollcallError } from '../../domain/errors.ts';
import { readAllLines } from '../../postgres/audit/findLines.ts';
import { openDatabase } from '../../postgres/openDatabase.ts';
import type { SealerOptions } from '../../secrets/sealing.ts';
import { AUDIT_FILE } from '../../store/audit/auditFile.ts';
import { readAuditLines } from '../../store/audit/readAuditLines.ts';
import { findKeyFile } from '../../store/keyFile.ts';

/** What a check found, for whoever runs Rollcall. */
export interface Diagnosis {
  well: boolean;
  lines: readonly string[];
}

function count(entries: number): string {
  return entries === 1 ? '1 entry' : `${entries} entries`;
}

/** Reads the keys as Rollcall does, and examines the audit with them. */
export async function examineAuditOf(
  env: NodeJS.ProcessEnv,
  dataDir: string,
  noted?: string,
): Promise<Diagnosis> {
  const reader = createReader(env);
  const given = reader.take('SECRET_KEY', values.masterKeys, undefined);
  if (reader.problems.length > 0) return { well: false, lines: reader.problems };
  const database = reader.take('DATABASE_URL', values.databaseUrl, undefined);
  if (reader.problems.length > 0) return { well: false, lines: reader.problems };
  try {
    if (database !== undefined) return await examineShared(database.reveal(), given, noted);
    return await examineAudit(dataDir, given ?? (await findKeyFile(dataDir)), noted);
  } catch (error) {
    if (!(error instanceof RollcallError)) throw error;
    return { well: false, lines: [error.message, error.next] };
  }
}

/** What the entries of 0.1 are worth, which had no key yet. */
function describeUnkeyed(unkeyed: number, closedAt: number | undefined): string[] {
  if (unkeyed === 0) return [];
  if (closedAt === undefined)
    return ["They aren't sealed with a key yet: Rollcall does that when it starts."];
  const date = new Date(closedAt).toISOString().slice(0, 16).replace('T', ' ');
  return [`The first ${count(unkeyed)} had no key, and were sealed with one on ${date} UTC.`];
}

/**
 * Verifies the chain of the audit file in `dataDir`; the bot may be running. `noted` is a hash that an earlier run, or
 * the log, said: entries that were cut off the end since then show by its absence.
 */
export async function examineAudit(
  dataDir: string,
  masterKeys: SealerOptions | undefined,
  noted?: string,
): Promise<Diagnosis> {
  const file = join(dataDir, AUDIT_FILE);
  try {
    return describe(file, await verifyChain(() => readAuditLines(file), keysOf(masterKeys), noted), noted);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === undefined || error instanceof RollcallError) throw error;
    const why = code === 'ENOENT' ? `There is no ${file}.` : `${file} can't be read (${code}).`;
    return { well: false, lines: [why, 'Set DATA_DIR to the folder that Rollcall keeps its state in.'] };
  }
}

/** The same of the audit in a database. */
async function examineShared(
  url: string,
  masterKeys: SealerOptions | undefined,
  noted: string | undefined,
): Promise<Diagnosis> {
  const database = openDatabase({ url, log: { debug() {}, info() {}, warn() {}, error() {} } });
  try {
    const report = await verifyChain(() => readAllLines(database), keysOf(masterKeys), noted);
    return describe('The audit in the database', report, noted);
  } finally {
    await database.close();
  }
}

const keysOf = (masterKeys: SealerOptions | undefined) =>
  masterKeys === undefined ? undefined : deriveAuditKeys(masterKeys);

function describe(file: string, report: ChainReport, noted: string | undefined): Diagnosis {
  if (!report.whole && report.needsKey) {
    return {
      well: false,
      lines: [
        `${file} can't be checked from line ${report.line} on. ${report.fault}`,
        'Set the SECRET_KEY that Rollcall has, and run this again. If it was replaced without npm run rotate-key, add the previous key after it: 2:newKey,1:oldKey.',
      ],
    };
  }
  if (!report.whole) {
    return {
      well: false,
      lines: [
        `${file} was changed. Line ${report.line}: ${report.fault}`,
        'Keep a copy of it, and compare it with a backup to see what it said.',
      ],
    };
  }
  const { entries, unkeyed, closedAt, dropped, hash, found } = report;
  if (!found) {
    return {
      well: false,
      lines: [
        `${file} doesn't hold the entry with the hash ${noted}.`,
        'The end was cut off or rewritten after that hash was noted, or the entry was deleted at the end of its retention time.',
      ],
    };
  }
  return {
    well: true,
    lines: [
      `${file} is whole: ${count(entries)}, each following from the one before.`,
      ...describeUnkeyed(unkeyed, closedAt),
      ...(dropped === 0
        ? []
        : [`${count(dropped)} before them were deleted at the end of their retention time.`]),
      `Hash of the last entry: ${hash}`,
    ],
  };
}

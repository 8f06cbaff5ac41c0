import { join } from 'node:path';
import { verifyChain } from '../../store/audit/auditChain.ts';
import { AUDIT_FILE } from '../../store/audit/auditFile.ts';
import { readAuditLines } from '../../store/audit/readAuditLines.ts';

/** What a check found, for whoever runs Rollcall. */
export interface Diagnosis {
  well: boolean;
  lines: readonly string[];
}

function count(entries: number): string {
  return entries === 1 ? '1 entry' : `${entries} entries`;
}

/**
 * Verifies the chain of the audit file in `dataDir`; the bot may be running. `noted` is a hash that an earlier run
 * said: entries that were cut off the end since then, or a history written anew, show by its absence.
 */
export async function examineAudit(dataDir: string, noted?: string): Promise<Diagnosis> {
  const file = join(dataDir, AUDIT_FILE);
  let report: Awaited<ReturnType<typeof verifyChain>>;
  try {
    report = await verifyChain(readAuditLines(file), noted);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === undefined) throw error;
    const why = code === 'ENOENT' ? `There is no ${file}.` : `${file} cannot be read (${code}).`;
    return { well: false, lines: [why, 'Set DATA_DIR to the folder that Rollcall keeps its state in.'] };
  }
  if (!report.whole) {
    return {
      well: false,
      lines: [
        `${file} was changed. Line ${report.line}: ${report.fault}`,
        'Keep a copy of this file, and compare it with a backup to see what it said.',
      ],
    };
  }
  const { entries, dropped, hash, found } = report;
  if (!found) {
    return {
      well: false,
      lines: [
        `${file} does not hold the entry with the hash ${noted}.`,
        'It was cut off or written anew after that hash was noted, or the keeping time has dropped that entry.',
      ],
    };
  }
  return {
    well: true,
    lines: [
      `${file} is whole: ${count(entries)}, each following from the one before.`,
      ...(dropped === 0 ? [] : [`${count(dropped)} before them went when their keeping time was over.`]),
      `Hash of the last entry: ${hash}`,
    ],
  };
}

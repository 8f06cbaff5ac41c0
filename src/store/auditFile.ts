import { join } from 'node:path';
import type { AuditEntry } from '../service/ports/records.ts';
import type { Store } from '../service/ports/store.ts';
import type { Log } from '../service/ports/surroundings.ts';
import { openAppendFile } from './appendFile.ts';
import { hashBefore } from './auditChain.ts';
import { SCHEMA } from './durableDocument.ts';
import { matchEntry } from './matchEntry.ts';
import type { StoreFs } from './storeFs.ts';

/** Its name in the data folder. */
export const AUDIT_FILE = 'audit.jsonl';

/** Who did what: one line an entry, each holding the hash of the line before it. */
export interface AuditFile extends Pick<Store, 'audit' | 'readAudit'> {
  close(): Promise<void>;
}

function parseEntry(line: string): AuditEntry | undefined {
  try {
    const { schema, prev: _, ...entry }: { schema?: unknown; prev?: string } & AuditEntry = JSON.parse(line);
    return schema === SCHEMA ? entry : undefined;
  } catch {
    return undefined;
  }
}

/** Opens the audit file. A last line that was cut off is removed and reported: its caller never had an answer. */
export async function openAuditFile(fs: StoreFs, folder: string, log: Log): Promise<AuditFile> {
  const lines = await openAppendFile({
    fs,
    file: join(folder, AUDIT_FILE),
    durable: true,
    onCut: (bytes) => log.warn({ file: AUDIT_FILE, bytes }, 'store.torn_line_cut'),
  });

  return {
    audit: (entry) =>
      lines.append([(before) => JSON.stringify({ schema: SCHEMA, prev: hashBefore(before), ...entry })]),
    async readAudit({ limit, ...filter }) {
      const found: AuditEntry[] = [];
      if (limit <= 0) return found;
      for await (const line of lines.readBackwards()) {
        const entry = parseEntry(line);
        if (entry === undefined) {
          // One spoilt line must not hide the history before it, nor go unnoticed.
          log.error({ file: AUDIT_FILE }, 'store.audit_line_unreadable');
          continue;
        }
        if (!matchEntry(entry, filter)) continue;
        found.push(entry);
        if (found.length >= limit) break;
      }
      return found;
    },
    close: () => lines.close(),
  };
}

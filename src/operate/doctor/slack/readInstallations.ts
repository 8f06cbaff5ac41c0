import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LiveConfig } from '../../../config/config.ts';
import { openDatabase } from '../../../postgres/openDatabase.ts';
import { createSealer } from '../../../secrets/sealing.ts';
import type { Secret } from '../../../secrets/secret.ts';
import type { InstallationRecord } from '../../../service/ports/installations.ts';
import { findKeyFile } from '../../../store/keyFile.ts';

const silent = { debug() {}, info() {}, warn() {}, error() {} };

/** Where the Slack app is installed, and its token there. */
export interface OpenedInstallation {
  record: InstallationRecord;
  token: Secret<string>;
}

async function readRecords({ dataDir = '', database }: Partial<LiveConfig>): Promise<InstallationRecord[]> {
  if (database === undefined) {
    const text = await readFile(join(dataDir, 'installations.json'), 'utf8').catch(() => undefined);
    return text === undefined ? [] : JSON.parse(text).installations;
  }
  const opened = openDatabase({ url: database.url.reveal(), log: silent });
  try {
    const { rows } = await opened.query<{ doc: InstallationRecord }>('SELECT doc FROM installations');
    return rows.map(({ doc }) => doc);
  } finally {
    await opened.close();
  }
}

/** The installations as Rollcall keeps them, beside a running one, too: only reads. Throws where they cannot be read. */
export async function readInstallations(read: Partial<LiveConfig>): Promise<OpenedInstallation[]> {
  const records = await readRecords(read);
  const keys = read.masterKeys ?? (await findKeyFile(read.dataDir ?? ''));
  if (keys === undefined) return [];
  const sealer = createSealer(keys);
  return records.map((record) => ({
    record,
    token: sealer.open(record.key, record.id, 'token', record.token),
  }));
}

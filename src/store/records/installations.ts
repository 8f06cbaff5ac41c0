import { join } from 'node:path';
import { Low } from 'lowdb';
import type { InstallationRecord } from '../../service/ports/installations.ts';
import { createOneAtATime } from '../../service/ports/oneAtATime.ts';
import type { Store } from '../../service/ports/store.ts';
import { createDurableDocument, type Document, SCHEMA } from '../disk/durableDocument.ts';
import type { StoreFs } from '../disk/storeFs.ts';

interface InstallationsDocument extends Document {
  installations: InstallationRecord[];
}

/** The part of the store that keeps where the Slack app is installed. */
type Installations = Pick<
  Store,
  'saveInstallation' | 'loadInstallation' | 'listInstallations' | 'updateInstallation' | 'dropInstallation'
>;

/** Installations of the Slack app: one small document, which a folder of before does not have yet. */
export async function openInstallations(fs: StoreFs, folder: string): Promise<Installations> {
  const adapter = createDurableDocument<InstallationsDocument>({
    fs,
    file: join(folder, 'installations.json'),
    requires: ['installations'],
    // The version before would keep the tokens of a workspace that Rollcall was removed from.
    backup: false,
  });
  const document = new Low<InstallationsDocument>(adapter, { schema: SCHEMA, installations: [] });
  await document.read();
  const oneAtATime = createOneAtATime();
  const find = (id: string) => document.data.installations.find((one) => one.id === id);
  const others = (id: string) => document.data.installations.filter((one) => one.id !== id);

  async function write(installations: InstallationRecord[]): Promise<void> {
    const fresh: InstallationsDocument = { schema: SCHEMA, installations };
    await document.adapter.write(fresh);
    document.data = fresh;
  }

  return {
    saveInstallation: (installation) =>
      oneAtATime('all', () => write([...others(installation.id), structuredClone(installation)])),
    loadInstallation: async (id) => structuredClone(find(id)),
    listInstallations: async () => structuredClone(document.data.installations),
    updateInstallation: (id, change) =>
      oneAtATime('all', async () => {
        const before = find(id);
        const after = before === undefined ? undefined : change(structuredClone(before));
        if (after === undefined) return undefined;
        await write([...others(id), structuredClone(after)]);
        return after;
      }),
    dropInstallation: (id, installedAt) =>
      oneAtATime('all', async () => {
        if (find(id)?.installedAt !== installedAt) return false;
        await write(others(id));
        return true;
      }),
  };
}
